// What the user wrote: a soft bubble on the right, plain text, its actions on hover or focus.
import QtQuick
import Hearth
import Hearth.App

Item {
    id: root
    required property MessageItem message
    required property ChatController chat
    readonly property bool actionsShown: hover.hovered || actions.hasFocus || chat.editing === message.messageId

    implicitHeight: chips.height + (chips.visible ? 6 : 0) + bubble.height + 32
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("You: %1").arg(message.text)

    HoverHandler { id: hover }
    SentFileChips {
        id: chips
        width: parent.width
        height: visible ? implicitHeight : 0
        chat: root.chat
        messageId: root.message.messageId
    }
    Rectangle {
        id: bubble
        visible: root.message.text !== ""
        anchors { right: parent.right; top: chips.bottom; topMargin: chips.visible ? 6 : 0 }
        width: Math.min(parent.width - 24, Math.min(Theme.px(520), measure.implicitWidth) + 32)
        height: visible ? content.implicitHeight + 20 : 0
        radius: Math.min(Theme.radiusBubble, height / 2)
        color: Theme.panel
        Text {
            id: measure
            visible: false
            text: content.text
            textFormat: Text.PlainText
            font: content.font
        }
        TextEdit {
            id: content
            x: 16
            y: 10
            width: parent.width - 32
            text: root.message.text
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            readOnly: true
            selectByMouse: false
            persistentSelection: true
            color: Theme.ink
            selectionColor: Theme.ember
            selectedTextColor: Theme.paper
            font.pixelSize: Theme.body
            Accessible.role: Accessible.StaticText
            Accessible.name: content.text
            SelectableText { edit: content }
        }
    }
    MessageActions {
        id: actions
        anchors { right: parent.right; top: bubble.bottom; topMargin: 2 }
        message: root.message
        chat: root.chat
        shown: root.actionsShown
    }
}
