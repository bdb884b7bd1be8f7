// The menus of the list: for chats (one or the selection), for a folder, and the folders to move to.
import QtQuick
import QtQml.Models
import Hearth
import Hearth.App

Item {
    id: menus
    required property HearthApp app
    property var subject: []        // conversation ids
    property var folder: 0
    property SidebarRow row: null         // to rename
    readonly property bool shown: chatMenu.visible || folderMenu.visible || moveMenu.visible
    signal folderSettingsRequested(var id)
    signal chosen()

    function showForChat(item, anchor, x, y) {
        row = item
        subject = app.conversations.actedOn(item.rowId)
        chatMenu.popup(anchor, x, y)
    }
    function showForFolder(item, anchor, x, y) {
        row = item
        folder = item.rowId
        folderMenu.popup(anchor, x, y)
    }
    function showMove(anchor) {
        subject = app.conversations.selectedIds()
        moveMenu.popup(anchor, 0, -moveMenu.height)
    }

    QuietMenu {
        id: chatMenu
        QuietMenuItem {
            text: qsTr("Rename")
            iconName: "pencil"
            keys: menus.app.commands.keys["chat.rename"]
            enabled: menus.subject.length === 1
            onTriggered: menus.row.startRenaming()
        }
        QuietMenuItem {
            readonly property bool unpins: chatMenu.visible && menus.app.conversations.allPinned(menus.subject)
            text: unpins ? qsTr("Unpin") : qsTr("Pin")
            iconName: "pin"
            onTriggered: menus.app.chats.setPinned(menus.subject, !menus.app.conversations.allPinned(menus.subject))
        }
        QuietMenuItem {
            text: qsTr("Move to folder…")
            iconName: "folder"
            onTriggered: moveMenu.popup()
        }
        QuietMenuItem {
            text: menus.subject.length > 1 ? qsTr("Delete %1 chats").arg(menus.subject.length) : qsTr("Delete")
            iconName: "trash"
            onTriggered: menus.app.chats.moveToTrash(menus.subject)
        }
    }
    QuietMenu {
        id: moveMenu
        Instantiator {
            model: menus.app.conversations.folders
            delegate: QuietMenuItem {
                required property var modelData
                leftPadding: 6 + modelData.depth * 14
                text: modelData.name
                iconName: "folder"
                onTriggered: menus.app.chats.moveToFolder(menus.subject, modelData.id)
            }
            onObjectAdded: (index, object) => moveMenu.insertItem(index, object)
            onObjectRemoved: (index, object) => moveMenu.removeItem(object)
        }
        QuietMenuItem {
            text: qsTr("Into a new folder")
            iconName: "plus"
            onTriggered: menus.app.chats.createFolder(0, menus.subject)
        }
        QuietMenuItem {
            text: qsTr("Out of all folders")
            iconName: "close"
            onTriggered: menus.app.chats.moveToFolder(menus.subject, 0)
        }
    }
    QuietMenu {
        id: folderMenu
        QuietMenuItem {
            text: qsTr("New chat in it")
            iconName: "plus"
            onTriggered: {
                menus.app.newChat(menus.folder)
                menus.chosen()
            }
        }
        QuietMenuItem {
            text: qsTr("Rename")
            iconName: "pencil"
            onTriggered: menus.row.startRenaming()
        }
        QuietMenuItem {
            text: qsTr("Instructions and model…")
            iconName: "model"
            onTriggered: menus.folderSettingsRequested(menus.folder)
        }
        QuietMenuItem {
            text: qsTr("New folder in it")
            iconName: "folder"
            onTriggered: menus.app.chats.createFolder(menus.folder, [])
        }
        QuietMenuItem {
            text: qsTr("Delete, keep its chats")
            iconName: "trash"
            onTriggered: menus.app.chats.deleteFolder(menus.folder)
        }
    }
}
