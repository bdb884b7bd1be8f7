// One chat in the sidebar. Enter opens, F2 renames, Delete asks nothing because it can be undone.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: row
    required property ConversationListModel list
    required property var conversationId
    required property string title
    required property string snippet
    required property bool pinned
    required property int index
    readonly property bool active: list.activeId === conversationId
    property bool inFront: true    // the chat is what the window shows, not another page
    property bool renaming: false
    signal opened(var id)

    function startRenaming() {
        renaming = true
        name.text = title
        name.selectAll()
        name.forceActiveFocus()
    }
    function finishRenaming(keep) {
        if (!renaming) return
        renaming = false
        if (keep && name.text.trim() !== "" && name.text !== title) list.rename(conversationId, name.text)
    }

    implicitHeight: snippet === "" ? 36 : 36 + excerpt.implicitHeight + 4
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: title
    Accessible.role: Accessible.ListItem
    Accessible.name: active ? qsTr("%1, open").arg(title) : title
    onClicked: opened(conversationId)
    onDoubleClicked: startRenaming()
    Keys.onReturnPressed: opened(conversationId)
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F2) {
            startRenaming()
            event.accepted = true
        } else if (event.key === Qt.Key_Menu) {
            menu.popup(row, 20, 30)
            event.accepted = true
        } else if (event.key === Qt.Key_Down) {
            nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            event.accepted = true
        } else if (event.key === Qt.Key_Up) {
            nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            event.accepted = true
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow
        color: (row.active && row.inFront) || row.hovered || menu.visible ? Theme.panel2 : "transparent"
        FocusRing { shown: row.visualFocus; anchors.margins: 0 }
    }
    contentItem: Item {
        Text {
            x: 10
            y: 8
            width: parent.width - 20 - (moreButton.visible ? 24 : 0)
            visible: !row.renaming
            text: row.title
            textFormat: Text.PlainText
            elide: Text.ElideRight
            color: Theme.ink
            font.pixelSize: Theme.row
            font.weight: row.active ? Font.Medium : Font.Normal
        }
        Text {
            id: excerpt
            x: 10
            y: 31
            width: parent.width - 20
            visible: row.snippet !== ""
            text: "<style>b{color:" + Theme.ember + ";font-weight:500}</style>" + row.snippet
            textFormat: Text.RichText
            wrapMode: Text.Wrap
            color: Theme.muted
            font.pixelSize: Theme.small
            clip: true
        }
        TextField {
            id: name
            x: 4
            y: 3
            width: parent.width - 8
            height: Theme.px(30)
            visible: row.renaming
            leftPadding: 6
            color: Theme.ink
            font.pixelSize: Theme.row
            maximumLength: 200
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("New title")
            onAccepted: row.finishRenaming(true)
            onActiveFocusChanged: if (!activeFocus) row.finishRenaming(true)
            Keys.onEscapePressed: row.finishRenaming(false)
            background: Rectangle {
                radius: 6
                color: Theme.paper
                border.width: 2
                border.color: Theme.ember
            }
        }
        IconButton {
            id: moreButton
            anchors { right: parent.right; rightMargin: 4; top: parent.top; topMargin: 4 }
            visible: (row.hovered || row.visualFocus || activeFocus || menu.visible) && !row.renaming
            implicitWidth: Theme.px(28)
            implicitHeight: Theme.px(28)
            iconSize: 16
            iconName: "more"
            text: qsTr("Actions for “%1”").arg(row.title)
            ToolTip.visible: false
            onClicked: menu.popup(moreButton, 0, 30)
        }
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: menu.popup()
    }
    QuietMenu {
        id: menu
        QuietMenuItem {
            text: qsTr("Rename")
            iconName: "pencil"
            onTriggered: row.startRenaming()
        }
        QuietMenuItem {
            text: row.pinned ? qsTr("Unpin") : qsTr("Pin")
            iconName: "pin"
            onTriggered: row.list.setPinned(row.conversationId, !row.pinned)
        }
        QuietMenuItem {
            text: qsTr("Delete")
            iconName: "trash"
            onTriggered: row.list.moveToTrash(row.conversationId)
        }
    }
}
