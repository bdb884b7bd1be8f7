// The left pane: where to look, what for, and what was found. Its components are not bound: Qt 6.4 makes no footer
// of a list out of a bound one.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

FocusScope {
    id: pane
    required property LibraryController library
    readonly property alias searchField: search
    signal chosen()
    signal foldersRequested()
    readonly property var models: [library.found.rows, library.catalogue, library.search.rows]

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        Text {
            text: qsTr("Library")
            color: Theme.ink
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        QuietField {
            id: search
            Layout.fillWidth: true
            Layout.topMargin: 12
            focus: true
            name: pane.library.source === LibraryController.Hub ? qsTr("Search the hub, or paste a link") : qsTr("Filter, or paste a link")
            placeholderText: pane.library.source === LibraryController.Hub ? qsTr("Search %1, or paste a link").arg(pane.library.hub.host)
                           : pane.library.source === LibraryController.Here ? qsTr("Filter the models on this computer") : qsTr("Filter the catalogue, or paste a link")
            onTextEdited: pane.library.query = text
            Binding on text { value: pane.library.query }
            onAccepted: pane.library.submit()
            Keys.onDownPressed: view.forceActiveFocus()
            Keys.onEscapePressed: event => {
                event.accepted = text !== ""
                pane.library.query = ""
            }
        }
        Flow {
            Layout.fillWidth: true
            Layout.topMargin: 10
            Layout.bottomMargin: 8
            spacing: 6
            Repeater {
                model: [qsTr("On this computer"), qsTr("Catalogue"), qsTr("Hugging Face")]
                TextButton {
                    id: tab
                    required property int index
                    required property string modelData
                    readonly property bool on: pane.library.source === index
                    text: modelData
                    bare: !on
                    implicitHeight: Theme.px(30)
                    implicitWidth: contentItem.children[0].implicitWidth + 24
                    Accessible.role: Accessible.PageTab
                    Accessible.name: on ? qsTr("%1, chosen").arg(text) : text
                    onClicked: pane.library.source = index
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.minimumHeight: Theme.px(30)
            Layout.bottomMargin: 6
            spacing: 8
            Text {
                Layout.fillWidth: true
                text: pane.library.source === LibraryController.Here ? pane.library.found.summary
                    : pane.library.source === LibraryController.Curated ? pane.library.catalogueNote
                    : pane.library.search.failure !== "" ? pane.library.search.failure
                    : pane.library.search.busy ? qsTr("Asking %1…").arg(pane.library.hub.host)
                    : pane.library.search.asked ? (view.count === 0 ? qsTr("Nothing was found. Try fewer words.") : "")
                    : qsTr("Enter sends the words to %1. Nothing is sent while you type.").arg(pane.library.hub.host)
                color: pane.library.source === LibraryController.Hub && pane.library.search.failure !== "" ? Theme.brick : Theme.muted
                font.pixelSize: Theme.label
                wrapMode: Text.Wrap
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            TextButton {
                visible: pane.library.source === LibraryController.Here
                bare: true
                iconName: "folder"
                text: qsTr("Folders…")
                onClicked: pane.foldersRequested()
            }
            TextButton {
                visible: pane.library.source === LibraryController.Hub
                bare: true
                text: pane.library.search.orders[pane.library.search.order]
                Accessible.name: qsTr("Order: %1").arg(text)
                onClicked: pane.library.search.order = (pane.library.search.order + 1) % pane.library.search.orders.length
            }
        }
        ListView {
            id: view
            objectName: "libraryList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            spacing: 2
            model: pane.models[pane.library.source]
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Models")
            ScrollBar.vertical: ScrollBar { }
            Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
            delegate: LibraryRow {
                width: ListView.view.width
                chosen: pane.library.detail.key === key
                onClicked: {
                    view.currentIndex = view.model.indexOf(key)
                    pane.library.select(key)
                    pane.chosen()
                }
            }
            footer: Item {
                width: ListView.view.width
                height: more.visible ? Theme.px(48) : 0
                TextButton {
                    id: more
                    anchors.centerIn: parent
                    visible: pane.library.source === LibraryController.Hub && pane.library.search.more
                    enabled: !pane.library.search.busy
                    text: qsTr("Show more")
                    onClicked: pane.library.search.loadMore()
                }
            }
            Column {
                visible: view.count === 0 && pane.library.source === LibraryController.Here && !pane.library.found.scanning
                width: parent.width
                y: Theme.px(40)
                spacing: 12
                Text {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: pane.library.query !== "" ? qsTr("No model here has these words in its name.")
                        : qsTr("Hearth looked in its own folder and in those of Hugging Face tools, LM Studio, Ollama, Jan and GPT4All.")
                    color: Theme.muted
                    font.pixelSize: Theme.row
                    lineHeight: 1.3
                    wrapMode: Text.Wrap
                }
                Row {
                    visible: pane.library.query === ""
                    anchors.horizontalCenter: parent.horizontalCenter
                    spacing: 8
                    TextButton {
                        primary: true
                        text: qsTr("See the catalogue")
                        onClicked: pane.library.source = LibraryController.Curated
                    }
                    TextButton {
                        text: qsTr("Add a folder…")
                        onClicked: pane.foldersRequested()
                    }
                }
            }
        }
    }
}
