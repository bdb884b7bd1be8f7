// An answer: thinking, blocks, how it ended, its actions and its numbers.
import QtQuick
import Hearth
import Hearth.App

Item {
    id: root
    required property MessageItem message
    required property ChatController chat
    property bool figuresPinned: false   // shown without pointing at the answer
    signal linkActivated(string address)
    signal copyRequested(string text)
    readonly property bool writing: message.state === MessageItem.Writing
    readonly property bool waiting: writing && message.text === "" && !message.thinking.present

    implicitHeight: column.implicitHeight + 24
    Accessible.role: Accessible.ListItem
    Accessible.name: message.siblingCount > 1
        ? qsTr("Answer, version %1 of %2: %3").arg(message.siblingIndex + 1).arg(message.siblingCount).arg(message.text)
        : qsTr("Answer: %1").arg(message.text)

    HoverHandler { id: hover }
    Column {
        id: column
        width: parent.width

        Thinking {
            width: parent.width
            thinking: root.message.thinking
            onLinkActivated: address => root.linkActivated(address)
            onCopyRequested: text => root.copyRequested(text)
        }
        WaitingDots {
            running: root.waiting
            text: root.message.progress
        }
        BlockColumn {
            width: parent.width
            blocks: root.message.blocks
            onLinkActivated: address => root.linkActivated(address)
            onCopyRequested: text => root.copyRequested(text)
        }
        Banner {
            visible: root.message.state === MessageItem.Failed
            width: parent.width
            iconName: "warning"
            tint: Theme.brick
            fill: Theme.brickSoft
            text: root.message.error === "" ? qsTr("This answer failed.") : root.message.error
            TextButton {
                text: qsTr("Try again")
                enabled: !root.chat.busy
                onClicked: root.chat.regenerate(root.message.messageId)
            }
        }
        Row {
            // How it ended, when it did not end by itself.
            visible: note.text !== ""
            spacing: 8
            height: visible ? Theme.px(30) : 0
            Text {
                id: note
                anchors.verticalCenter: parent.verticalCenter
                text: root.message.state === MessageItem.Stopped ? qsTr("Stopped.")
                    : root.message.state === MessageItem.Interrupted ? qsTr("Interrupted: Hearth closed while this was being written.")
                    : root.message.state === MessageItem.Finished ? root.message.error : ""
                color: Theme.muted
                font.pixelSize: Theme.label
                font.italic: true
            }
            TextButton {
                visible: root.message.state === MessageItem.Interrupted
                bare: true
                size: Theme.px(13)
                iconName: "refresh"
                text: qsTr("Regenerate")
                enabled: !root.chat.busy
                onClicked: root.chat.regenerate(root.message.messageId)
            }
        }
        Item {
            width: parent.width
            height: Theme.px(28)
            visible: !root.writing
            MessageActions {
                id: actions
                x: -6
                message: root.message
                chat: root.chat
                shown: hover.hovered || hasFocus || root.message.siblingCount > 1
            }
            Text {
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                visible: root.width > Theme.px(460) && text !== ""
                width: Math.min(implicitWidth, parent.width - actions.width - 12)
                elide: Text.ElideRight
                Accessible.role: Accessible.StaticText
                Accessible.name: text
                text: root.message.statistics
                color: Theme.muted
                font.pixelSize: Theme.px(13)
                opacity: actions.shown || root.figuresPinned ? 1 : 0
                Behavior on opacity { NumberAnimation { duration: Theme.fast } }
            }
        }
    }
}
