// What can be done with the chats that are selected.
import QtQuick
import Hearth
import Hearth.App

Rectangle {
    id: bar
    required property HearthApp app
    readonly property ConversationListModel list: app.conversations
    signal moveRequested(Item anchor)
    implicitHeight: Theme.px(40)
    radius: Theme.radiusBlock
    color: Theme.panel2
    Accessible.role: Accessible.ToolBar
    Accessible.name: label.text

    Text {
        id: label
        anchors { left: parent.left; leftMargin: 12; right: row.left; verticalCenter: parent.verticalCenter }
        text: qsTr("%1 selected").arg(bar.list.selectedCount)
        elide: Text.ElideRight
        color: Theme.ink
        font.pixelSize: Theme.label
    }
    Row {
        id: row
        anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
        IconButton {
            iconName: "pin"
            iconSize: 16
            text: qsTr("Pin or unpin them")
            onClicked: bar.app.chats.setPinned(bar.list.selectedIds(), !bar.list.allPinned(bar.list.selectedIds()))
        }
        IconButton {
            id: move
            iconName: "folder"
            iconSize: 16
            text: qsTr("Move them to a folder")
            onClicked: bar.moveRequested(move)
        }
        IconButton {
            iconName: "trash"
            iconSize: 16
            text: qsTr("Move them to the trash")
            onClicked: bar.app.chats.moveToTrash(bar.list.selectedIds())
        }
        IconButton {
            iconName: "close"
            iconSize: 13
            text: qsTr("Select nothing")
            onClicked: bar.list.clearSelection()
        }
    }
}
