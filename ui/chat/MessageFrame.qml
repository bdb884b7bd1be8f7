// What messages of both roles share: a stop for the keyboard, the row of actions below (made only while it is
// wanted, for thousands of messages have one), and Left and Right for versions.
import QtQuick
import Hearth
import Hearth.App

Item {
    id: frame
    required property MessageItem message
    required property ChatController chat
    required property CommandRegistry commands
    property bool actionsOnRight: false
    property bool keepActions: false
    property string note: ""        // quiet numbers beside the actions
    property bool notePinned: false // shown without pointing at the message
    property real gapBelow: 4
    default property alias body: column.data
    signal regenerateWithRequested(var messageId)

    implicitHeight: column.implicitHeight + Theme.px(28) + gapBelow
    activeFocusOnTab: true
    Accessible.role: Accessible.ListItem
    Accessible.focusable: true
    Keys.onLeftPressed: chat.switchSibling(message.messageId, -1)
    Keys.onRightPressed: chat.switchSibling(message.messageId, 1)

    HoverHandler { id: hover }
    FocusRing {
        anchors { margins: -8; bottomMargin: frame.gapBelow - 4 }
        shown: frame.activeFocus
        radius: Theme.radiusBlock
        z: 0
    }
    Column {
        id: column
        width: parent.width
    }
    Text {
        anchors { right: parent.right; verticalCenter: actions.verticalCenter }
        // Elided from the right: the model's name goes first, the actions are never covered.
        width: Math.min(implicitWidth, frame.width - actions.width - 12)
        visible: frame.note !== "" && frame.width > Theme.px(460) && (frame.notePinned || hover.hovered || frame.activeFocus)
        text: frame.note
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        color: Theme.muted
        font.pixelSize: Theme.px(13)
    }
    Loader {
        id: actions
        readonly property MessageActions row: item as MessageActions
        readonly property bool wanted: hover.hovered || frame.activeFocus || frame.keepActions
                                       || frame.message.siblingCount > 1 || (row !== null && row.hasFocus)
        active: false
        anchors.top: column.bottom
        x: frame.actionsOnRight !== mirror ? parent.width - width + (frame.actionsOnRight ? 0 : 6) : frame.actionsOnRight ? 0 : -6
        readonly property bool mirror: LayoutMirroring.enabled
        height: Theme.px(28)
        opacity: hover.hovered || frame.activeFocus || frame.keepActions || (row !== null && row.hasFocus) ? 1 : 0.6
        // Not at once: between one button and the next, nothing has the focus.
        onWantedChanged: if (wanted) active = true; else linger.restart()
        Component.onCompleted: active = wanted
        Timer {
            id: linger
            interval: 150
            onTriggered: actions.active = actions.wanted
        }
        sourceComponent: MessageActions {
            message: frame.message
            chat: frame.chat
            commands: frame.commands
            onRegenerateWithRequested: id => frame.regenerateWithRequested(id)
        }
    }
}
