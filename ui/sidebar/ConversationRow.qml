// One chat in the sidebar. Enter opens, F2 renames; Ctrl and Shift with a click or the arrows select several.
import QtQuick
import Hearth
import Hearth.App

SidebarRow {
    id: row
    required property HearthApp app
    required property var rowId
    required property var messageId
    required property var folderId
    required property string snippet
    required property bool pinned
    required property bool selected
    readonly property ConversationListModel list: app.conversations
    readonly property bool active: list.activeId === rowId
    property bool inFront: true    // the chat is what the window shows, not another page
    signal opened()

    lit: active && inFront
    marked: selected
    extra: snippet === "" ? 0 : excerpt.implicitHeight + 4
    Accessible.role: Accessible.ListItem
    Accessible.name: active ? qsTr("%1, open").arg(title) : title
    Accessible.selected: selected
    onRenamedTo: name => app.chats.rename(rowId, name)
    onClicked: if (list.clicked(index)) opened()
    Keys.onPressed: event => {
        const step = event.key === Qt.Key_Down ? 1 : event.key === Qt.Key_Up ? -1 : 0
        if (event.key === Qt.Key_Space && (event.modifiers & Qt.ControlModifier)) list.toggleSelected(index)
        else if (event.key === Qt.Key_A && (event.modifiers & Qt.ControlModifier)) list.selectAll()
        else if (event.key === Qt.Key_Escape && list.selectedCount > 0) list.clearSelection()
        else if (step !== 0 && (event.modifiers & Qt.ShiftModifier)) {
            list.selectTo(index + step)
            nextItemInFocusChain(step > 0).forceActiveFocus(Qt.TabFocusReason)
        } else return
        event.accepted = true
    }
    Text {
        id: excerpt
        x: 10
        y: Theme.px(31)
        width: parent.width - 20
        visible: row.snippet !== ""
        text: "<style>b{color:" + Theme.ember + ";font-weight:500}</style>" + row.snippet
        textFormat: Text.RichText
        wrapMode: Text.Wrap
        color: Theme.muted
        font.pixelSize: Theme.small
        clip: true
    }
}
