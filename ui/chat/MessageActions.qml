// The row of actions under a message. Its place is reserved, so nothing moves when it appears; for the keyboard
// it is always there.
import QtQuick
import Hearth
import Hearth.App

Row {
    id: root
    required property MessageItem message
    required property ChatController chat
    property bool shown: false
    readonly property bool hasFocus: copy.activeFocus || edit.activeFocus || again.activeFocus || back.activeFocus || forward.activeFocus

    height: Theme.px(28)
    spacing: 2
    opacity: shown ? 1 : message.siblingCount > 1 ? 0.6 : 0
    Behavior on opacity { NumberAnimation { duration: Theme.fast } }

    TextButton {
        id: copy
        bare: true
        size: Theme.px(13)
        text: qsTr("Copy")
        Accessible.name: root.message.fromUser ? qsTr("Copy your message") : qsTr("Copy this answer")
        onClicked: root.chat.copyMessage(root.message.messageId)
    }
    TextButton {
        id: again
        bare: true
        size: Theme.px(13)
        visible: !root.message.fromUser && root.message.state !== MessageItem.Writing
        enabled: !root.chat.busy
        text: qsTr("Regenerate")
        Accessible.name: qsTr("Write another answer")
        onClicked: root.chat.regenerate(root.message.messageId)
    }
    TextButton {
        id: edit
        bare: true
        size: Theme.px(13)
        visible: root.message.fromUser
        enabled: !root.chat.busy
        text: qsTr("Edit")
        Accessible.name: qsTr("Edit your message")
        onClicked: root.chat.edit(root.message.messageId)
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
}
