// New chat, search, and the conversations by day.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Rectangle {
    id: root
    required property HearthApp app
    readonly property ConversationListModel list: app.conversations
    readonly property alias searchField: search
    readonly property alias listView: view
    property string pageName: ""   // of the page in front of the chat
    signal chosen()
    signal pageRequested(string name)
    color: Theme.panel

    ColumnLayout {
        anchors { fill: parent; margins: 12; topMargin: 14 }
        spacing: 6

        AbstractButton {
            id: newChat
            Layout.fillWidth: true
            implicitHeight: Theme.px(36)
            focusPolicy: Qt.StrongFocus
            text: qsTr("New chat")
            Accessible.role: Accessible.Button
            Accessible.name: text
            Keys.onReturnPressed: newChat.clicked()
            onClicked: {
                root.app.chat.startNew()
                root.chosen()
            }
            background: Rectangle {
                radius: Theme.radiusRow
                color: newChat.hovered ? Theme.panel2 : "transparent"
                FocusRing { shown: newChat.visualFocus }
            }
            contentItem: Item {
                Icon {
                    id: plus
                    x: 9
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.px(16)
                    height: Theme.px(16)
                    name: "plus"
                    color: Theme.ink
                }
                Text {
                    anchors { left: plus.right; leftMargin: 8; verticalCenter: parent.verticalCenter }
                    text: newChat.text
                    color: Theme.ink
                    font.pixelSize: Theme.row
                    font.weight: Font.Medium
                }
                Text {
                    anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                    visible: newChat.hovered
                    text: "Ctrl N"
                    color: Theme.muted
                    font.pixelSize: Theme.px(11)
                }
            }
        }
        TextField {
            id: search
            Layout.fillWidth: true
            implicitHeight: Theme.px(36)
            leftPadding: 33
            rightPadding: 52
            placeholderText: qsTr("Search")
            placeholderTextColor: Theme.muted
            color: Theme.ink
            selectionColor: Theme.ember
            selectedTextColor: Theme.paper
            font.pixelSize: Theme.row
            verticalAlignment: TextInput.AlignVCenter
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Search all chats")
            onTextChanged: root.list.query = text
            Keys.onEscapePressed: event => {
                event.accepted = text !== ""
                clear()
            }
            Keys.onDownPressed: view.forceActiveFocus()
            background: Rectangle {
                radius: Theme.radiusRow
                color: Theme.panel2
                FocusRing { shown: search.activeFocus }
            }
            Icon {
                x: 10
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(15)
                height: Theme.px(15)
                name: "search"
                color: Theme.muted
            }
            Text {
                anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                visible: search.text === ""
                text: "Ctrl K"
                color: Theme.muted
                font.pixelSize: Theme.px(11)
            }
            IconButton {
                anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
                visible: search.text !== ""
                implicitWidth: Theme.px(28)
                implicitHeight: Theme.px(28)
                iconSize: 13
                iconName: "close"
                text: qsTr("Clear the search")
                onClicked: search.clear()
            }
        }
        ListView {
            id: view
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            model: root.list
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            spacing: 1
            Accessible.role: Accessible.List
            Accessible.name: root.list.searching ? qsTr("Search results") : qsTr("Chats")
            ScrollBar.vertical: ScrollBar { }
            section.property: "section"
            section.delegate: Text {
                required property string section
                width: ListView.view.width
                topPadding: 14
                bottomPadding: 4
                leftPadding: 10
                text: section
                color: Theme.muted
                font.pixelSize: Theme.px(12)
                font.letterSpacing: 0.3
            }
            delegate: ConversationRow {
                width: ListView.view.width
                list: root.list
                inFront: root.pageName === ""
                onOpened: id => {
                    root.app.chat.open(id)
                    root.chosen()
                }
            }
            Text {
                visible: view.count === 0
                width: parent.width - 20
                x: 10
                y: 16
                wrapMode: Text.Wrap
                text: root.list.searching ? qsTr("Nothing found. Every word must occur in a message or a title.") : qsTr("Your chats will be listed here. They stay on this computer.")
                color: Theme.muted
                font.pixelSize: Theme.label
                lineHeight: 1.3
            }
        }
        Column {
            Layout.fillWidth: true
            Repeater {
                model: [
                    { name: "hardware", text: qsTr("Hardware"), icon: "chip", keys: "Ctrl Shift H" },
                    { name: "settings", text: qsTr("Settings"), icon: "settings", keys: "Ctrl ," }
                ]
                SidebarLink {
                    required property var modelData
                    width: parent.width
                    text: modelData.text
                    iconName: modelData.icon
                    keys: modelData.keys
                    current: root.pageName === modelData.name
                    onClicked: root.pageRequested(modelData.name)
                }
            }
        }
    }
}
