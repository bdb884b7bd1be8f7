// The row of actions under a message. Its place is reserved, so nothing moves when it appears.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Row {
    id: root
    required property MessageItem message
    required property ChatController chat
    required property CommandRegistry commands
    readonly property bool hasFocus: copy.activeFocus || edit.activeFocus || again.activeFocus || otherwise.activeFocus
                                     || goOn.activeFocus || fork.activeFocus || back.activeFocus || forward.activeFocus
                                     || menu.visible
    readonly property bool writing: message.state === MessageItem.Writing
    signal regenerateWithRequested(var messageId)

    height: Theme.px(28)
    spacing: 2

    TextButton {
        id: copy
        bare: true
        size: Theme.px(13)
        text: qsTr("Copy")
        Accessible.name: root.message.fromUser ? qsTr("Copy your message") : qsTr("Copy this answer")
        onClicked: root.chat.copyMessage(root.message.messageId)
    }
    Row {
        visible: !root.message.fromUser && !root.writing
        TextButton {
            id: again
            bare: true
            size: Theme.px(13)
            enabled: !root.chat.busy
            text: qsTr("Regenerate")
            Accessible.name: qsTr("Write another answer")
            onClicked: root.chat.regenerate(root.message.messageId)
        }
        IconButton {
            id: otherwise
            implicitWidth: Theme.px(22)
            implicitHeight: Theme.px(28)
            iconSize: 13
            iconName: "chevron-down"
            enabled: !root.chat.busy
            text: qsTr("Other ways to write another answer")
            onClicked: menu.popup(otherwise, 0, 30)
        }
    }
    TextButton {
        id: goOn
        visible: root.message.canContinue
        bare: true
        size: Theme.px(13)
        enabled: !root.chat.busy
        text: qsTr("Continue")
        Accessible.name: qsTr("Continue this answer")
        onClicked: root.chat.continueAnswer(root.message.messageId)
    }
    TextButton {
        id: edit
        bare: true
        size: Theme.px(13)
        visible: !root.writing
        enabled: !root.chat.busy
        text: qsTr("Edit")
        Accessible.name: root.message.fromUser ? qsTr("Edit your message") : qsTr("Edit this answer")
        onClicked: root.chat.edit(root.message.messageId)
    }
    TextButton {
        id: fork
        visible: !root.writing && !root.chat.temporary
        bare: true
        size: Theme.px(13)
        text: qsTr("Fork")
        Accessible.name: qsTr("Fork the chat from here")
        onClicked: root.chat.fork(root.message.messageId)
    }
    Row {
        visible: root.message.siblingCount > 1
        IconButton {
            id: back
            implicitWidth: Theme.px(24)
            implicitHeight: Theme.px(28)
            iconSize: 14
            iconName: "chevron-left"
            enabled: root.message.siblingIndex > 0 && !root.chat.answeringHere
            text: qsTr("Previous version")
            onClicked: root.chat.switchSibling(root.message.messageId, -1)
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: (root.message.siblingIndex + 1) + "/" + root.message.siblingCount
            color: Theme.muted
            font.pixelSize: Theme.px(13)
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Version %1 of %2").arg(root.message.siblingIndex + 1).arg(root.message.siblingCount)
        }
        IconButton {
            id: forward
            implicitWidth: Theme.px(24)
            implicitHeight: Theme.px(28)
            iconSize: 14
            iconName: "chevron-right"
            enabled: root.message.siblingIndex + 1 < root.message.siblingCount && !root.chat.answeringHere
            text: qsTr("Next version")
            onClicked: root.chat.switchSibling(root.message.messageId, 1)
        }
    }
    QuietMenu {
        id: menu
        QuietMenuItem {
            text: qsTr("With another model or parameters…")
            iconName: "model"
            keys: root.commands.keys["answer.regenerateWith"]
            onTriggered: root.regenerateWithRequested(root.message.messageId)
        }
        QuietMenuItem {
            text: qsTr("More surprising")
            iconName: "refresh"
            onTriggered: root.chat.regenerateWith(root.message.messageId, "", { temperature: 1.1 })
        }
        QuietMenuItem {
            text: qsTr("More predictable")
            iconName: "refresh"
            onTriggered: root.chat.regenerateWith(root.message.messageId, "", { temperature: 0.2 })
        }
    }
}
