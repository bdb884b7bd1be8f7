// The status hearth: privacy, model, device, speed, context. Each opens its honest numbers.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

Rectangle {
    id: root
    required property HearthApp app
    readonly property ModelController models: app.models
    readonly property bool ready: models.state === ModelController.Ready
    readonly property bool roomy: width > Theme.px(620)
    readonly property LibraryController library: app.library
    readonly property bool online: library.hub.allowed && !library.hub.offline
    signal hardwareRequested()
    signal libraryRequested()
    signal requestsRequested()
    implicitHeight: Theme.statusHeight
    color: Theme.paper
    Accessible.role: Accessible.StatusBar
    Accessible.name: qsTr("Status")

    Rectangle { width: parent.width; height: 1; color: Theme.hair }
    RowLayout {
        anchors { fill: parent; leftMargin: 8; rightMargin: 8; topMargin: 1 }
        spacing: 6
        StatusSegment {
            dot: true
            text: root.online ? (root.width > Theme.px(860) ? qsTr("Private · the hub is asked when you ask") : qsTr("Private"))
                : root.width > Theme.px(860) ? qsTr("Offline · nothing leaves this computer") : qsTr("Offline")
            panel: FactsPanel {
                title: qsTr("Private by construction")
                facts: [ { label: qsTr("Chats are kept in"), value: root.app.databasePath } ]
                note: root.online ? qsTr("The model runs here, and what you write stays in that file. You allowed %1 for the library: it is asked when you search or download, and for nothing else. Links open in your browser, and only when you say so.").arg(root.library.hub.host)
                    : qsTr("Hearth opens no network connection: the model runs here, and what you write stays in that file. Links open in your browser, and only when you say so.")
                action: root.online ? qsTr("See every request") : ""
                onTriggered: root.requestsRequested()
            }
        }
        StatusSegment {
            visible: root.library.downloads.statusText !== ""
            text: root.roomy ? root.library.downloads.statusText : ""
            bar: root.library.downloads.fraction
            Accessible.name: root.library.downloads.statusText
            onClicked: root.libraryRequested()
        }
        StatusSegment {
            visible: root.models.name !== ""
            text: root.models.state === ModelController.Loading
                  ? qsTr("Loading %1: %2 %3 %").arg(root.models.name).arg(root.models.loadPhase).arg(Math.round(root.models.loadFraction * 100))
                  : root.models.name
            panel: root.ready ? modelPanel : null
            Layout.maximumWidth: root.width * 0.4
            clip: true
        }
        StatusSegment {
            visible: root.ready && root.roomy
            text: root.app.hardware.statusText !== "" ? root.app.hardware.statusText : root.models.device.split(",")[0]
            Accessible.name: qsTr("Hardware: %1").arg(text)
            onClicked: root.hardwareRequested()
        }
        StatusSegment {
            visible: root.ready && root.app.hardware.hitText !== "" && root.width > Theme.px(900)
            text: qsTr("experts")
            bar: root.app.hardware.hitRate
            textAfter: root.app.hardware.hitText
            Accessible.name: qsTr("Experts on the graphics card: %1").arg(textAfter)
            onClicked: root.hardwareRequested()
        }
        StatusSegment {
            visible: root.app.chat.speed.text !== "" && root.width > Theme.px(420)
            text: root.app.chat.speed.text
            panel: speedPanel
        }
        Item { Layout.fillWidth: true }
        StatusSegment {
            visible: root.app.chat.context.known
            text: root.roomy ? qsTr("context %1").arg(root.app.chat.context.text) : root.app.chat.context.text
            tint: root.app.chat.context.amber ? Theme.amber : Theme.muted
            bar: root.roomy && root.app.chat.context.amber ? root.app.chat.context.fraction : -1
            Accessible.name: qsTr("Context: %1 tokens").arg(root.app.chat.context.text)
            panel: contextPanel
        }
    }
    FactsPanel {
        id: modelPanel
        title: root.models.name
        facts: root.models.facts
        note: root.models.path
    }
    FactsPanel {
        id: speedPanel
        title: qsTr("The last answer")
        facts: root.app.chat.speed.facts
    }
    FactsPanel {
        id: contextPanel
        title: qsTr("Context")
        facts: root.app.chat.context.facts
        note: qsTr("What happens when a message does not fit is chosen in the inspector; until then Hearth asks. The oldest messages would go first.")
    }
}
