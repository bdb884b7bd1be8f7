// A folder in the sidebar: a click opens and closes it.
import QtQuick
import Hearth
import Hearth.App

SidebarRow {
    id: row
    required property HearthApp app
    required property var rowId
    required property var folderId   // the folder it is in
    required property bool expanded
    required property int chats

    leadingIcon: expanded ? "chevron-down" : "chevron-right"
    trailing: chats === 0 ? "" : chats
    Accessible.role: Accessible.TreeItem
    Accessible.name: expanded ? qsTr("Folder %1, open, chats: %2").arg(title).arg(chats) : qsTr("Folder %1, closed, chats: %2").arg(title).arg(chats)
    onClicked: app.conversations.setExpanded(rowId, !expanded)
    onRenamedTo: name => app.chats.renameFolder(rowId, name)
    Keys.onRightPressed: app.conversations.setExpanded(rowId, true)
    Keys.onLeftPressed: app.conversations.setExpanded(rowId, false)
}
