// The right pane: one model, its files and what this computer makes of them, and what to do with it.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

FocusScope {
    id: pane
    required property HearthApp app
    readonly property LibraryController library: app.library
    readonly property ModelDetail detail: library.detail
    readonly property bool local: detail.kind === ModelDetail.Local
    signal chatRequested()
    signal linkActivated(string address)

    Column {
        visible: pane.detail.kind === ModelDetail.None
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.px(300))
        spacing: 8
        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: pane.library.fit.computerText
            color: Theme.ink
            font.pixelSize: Theme.row
            wrapMode: Text.Wrap
        }
        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: pane.library.fit.measuring ? qsTr("Measuring how fast this computer reads its memory…")
                : pane.library.fit.computerAdvice !== "" ? pane.library.fit.computerAdvice : qsTr("Choose a model to see how it would run here.")
            color: Theme.muted
            font.pixelSize: Theme.label
            lineHeight: 1.3
            wrapMode: Text.Wrap
        }
    }
    Flickable {
        id: view
        visible: pane.detail.kind !== ModelDetail.None
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: actions.top; bottomMargin: 9 }
        contentHeight: column.implicitHeight + 12
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { }

        ColumnLayout {
            id: column
            width: view.width
            spacing: 8
            Text {
                Layout.fillWidth: true
                text: pane.detail.title
                textFormat: Text.PlainText
                color: Theme.ink
                font.pixelSize: Theme.heading
                font.weight: Font.DemiBold
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            QuietText { text: pane.detail.subtitle }
            QuietText {
                text: pane.detail.summary
                color: pane.local ? Theme.brick : Theme.ink
            }
            QuietText {
                text: pane.detail.failure
                color: Theme.brick
            }
            WaitingDots {
                running: pane.detail.busy
                text: qsTr("Asking %1…").arg(pane.library.hub.host)
            }
            RowLayout {
                visible: pane.library.fit.measured
                Layout.fillWidth: true
                Layout.topMargin: 6
                Text {
                    Layout.fillWidth: true
                    text: pane.local ? qsTr("On this computer") : pane.detail.files.count > 0 ? qsTr("Choose a file") : ""
                    color: Theme.muted
                    font.pixelSize: Theme.label
                }
                TextButton {
                    bare: true
                    text: qsTr("Context: %1").arg(pane.library.fit.contextChoices[pane.library.fit.contextIndex])
                    iconName: "chevron-down"
                    iconLast: true
                    onClicked: contextMenu.popup(this, 0, height + 2)
                }
            }
            Column {
                Layout.fillWidth: true
                visible: !pane.local
                spacing: 2
                Repeater {
                    model: pane.detail.files
                    FileRow {
                        width: parent.width
                        chosen: pane.detail.chosenFile === key
                        onClicked: pane.detail.choose(key)
                    }
                }
            }
            FitChip {
                text: pane.detail.chip
                tone: pane.detail.tone
                Layout.topMargin: 4
            }
            QuietText { text: pane.detail.sentence }
            MemoryPlan {
                visible: pane.detail.plan.length > 0
                Layout.fillWidth: true
                Layout.topMargin: 4
                bars: pane.detail.plan
            }
            TextButton {
                // The catalogue names the repository only.
                visible: pane.detail.kind === ModelDetail.Entry && pane.detail.files.count === 0
                text: qsTr("Ask %1 for its files").arg(pane.library.hub.host)
                onClicked: pane.library.openReference(pane.detail.page)
            }
            TextButton {
                visible: pane.detail.page !== ""
                bare: true
                iconName: "external"
                text: qsTr("Open its page")
                onClicked: pane.linkActivated(pane.detail.page)
            }
            LocalSection {
                visible: pane.local
                Layout.fillWidth: true
                library: pane.library
            }
        }
    }
    Rectangle {
        // There is more to read below it.
        visible: view.visible && !view.atYEnd
        anchors { left: parent.left; right: parent.right; top: view.bottom }
        height: 1
        color: Theme.panel3
    }
    // What to do with it stays in view, however many files there are.
    ColumnLayout {
        id: actions
        visible: view.visible
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; bottomMargin: 12 }
        spacing: 4
        TextButton {
            Layout.fillWidth: true
            Layout.topMargin: 6
            implicitHeight: Theme.px(42)
            visible: pane.detail.getText !== ""
            enabled: !pane.detail.busy
            primary: true
            size: Theme.row
            text: pane.detail.getText
            onClicked: pane.library.get()
        }
        TextButton {
            Layout.fillWidth: true
            Layout.topMargin: 6
            implicitHeight: Theme.px(42)
            visible: pane.detail.path !== "" && (!pane.local || pane.detail.usable)
            primary: true
            size: Theme.row
            text: qsTr("Chat with this model")
            onClicked: {
                pane.app.models.load(pane.detail.path)
                pane.chatRequested()
            }
        }
        QuietText {
            horizontalAlignment: Text.AlignHCenter
            text: pane.detail.stateText
        }
    }
    QuietMenu {
        id: contextMenu
        Repeater {
            model: pane.library.fit.contextChoices
            QuietMenuItem {
                required property int index
                required property string modelData
                text: index === 0 ? qsTr("Automatic") : qsTr("%1 tokens").arg(modelData)
                checked: pane.library.fit.contextIndex === index
                onTriggered: pane.library.fit.contextIndex = index
            }
        }
    }
}
