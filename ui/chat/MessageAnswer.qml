// An answer: thinking, blocks, how it ended, its actions and its numbers. What few answers have is made only for
// those: a delegate must be cheap.
import QtQuick
import Hearth
import Hearth.App

MessageFrame {
    id: root
    property bool figuresPinned: false   // shown without pointing at the answer
    signal linkActivated(string address)
    signal copyRequested(string text)
    readonly property bool writing: message.state === MessageItem.Writing
    readonly property string ending: message.state === MessageItem.Stopped ? qsTr("Stopped.")
        : message.state === MessageItem.Interrupted ? qsTr("Interrupted: Hearth closed while this was being written.")
        : message.state === MessageItem.Finished && message.error !== "" ? message.error
        : message.edited ? qsTr("Edited by you.") : ""

    gapBelow: 24
    note: writing ? "" : message.statistics
    notePinned: figuresPinned
    keepActions: chat.editing === message.messageId
    Accessible.name: message.siblingCount > 1
        ? qsTr("Answer, version %1 of %2: %3").arg(message.siblingIndex + 1).arg(message.siblingCount).arg(message.text)
        : qsTr("Answer: %1").arg(message.text)

    Loader {
        width: parent.width
        active: root.message.thinking.present
        visible: active
        sourceComponent: Thinking {
            width: root.width
            thinking: root.message.thinking
            onLinkActivated: address => root.linkActivated(address)
            onCopyRequested: text => root.copyRequested(text)
        }
    }
    Loader {
        active: root.writing && root.message.text === "" && !root.message.thinking.present
        visible: active
        sourceComponent: WaitingDots {
            running: true
            text: root.message.progress
        }
    }
    BlockColumn {
        width: parent.width
        blocks: root.message.blocks
        onLinkActivated: address => root.linkActivated(address)
        onCopyRequested: text => root.copyRequested(text)
    }
    Loader {
        active: root.message.state === MessageItem.Failed
        visible: active
        width: parent.width
        sourceComponent: Banner {
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
    }
    Loader {
        // What the model did not know when it wrote this.
        active: root.message.leftOut !== ""
        visible: active
        width: parent.width
        sourceComponent: Text {
            text: root.message.leftOut
            wrapMode: Text.Wrap
            topPadding: 6
            color: Theme.muted
            font.pixelSize: Theme.label
            font.italic: true
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    Loader {
        // How it ended, when it did not end by itself.
        active: root.ending !== ""
        visible: active
        sourceComponent: Row {
            spacing: 8
            height: Theme.px(30)
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: root.ending
                color: Theme.muted
                font.pixelSize: Theme.label
                font.italic: true
            }
            TextButton {
                visible: root.message.canContinue
                bare: true
                size: Theme.px(13)
                iconName: "continue"
                text: qsTr("Continue")
                enabled: !root.chat.busy
                onClicked: root.chat.continueAnswer(root.message.messageId)
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
    }
}
