// Messages that wait until the answer is finished: each can be changed, taken away, or sent at once.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Column {
    id: root
    required property ChatController chat
    spacing: 4
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages that wait")

    Repeater {
        model: root.chat.queue
        Rectangle {
            id: entry
            required property var queuedId
            required property string text
            width: root.width
            height: Math.max(Theme.px(40), line.implicitHeight + 8)
            radius: Theme.radiusBlock
            color: Theme.panel
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("Waiting: %1").arg(text)
            Icon {
                anchors.left: parent.left
                anchors.leftMargin: 14
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(14)
                height: Theme.px(14)
                name: "hourglass"
                color: Theme.muted
            }
            TextArea {
                id: line
                anchors { left: parent.left; right: actions.left; leftMargin: 34; verticalCenter: parent.verticalCenter }
                text: entry.text
                textFormat: TextEdit.PlainText
                wrapMode: TextArea.Wrap
                color: activeFocus ? Theme.ink : Theme.muted
                selectionColor: Theme.selection
                selectedTextColor: Theme.ink
                font.pixelSize: Theme.row
                padding: 4
                background: FocusRing { shown: line.activeFocus; anchors.margins: 0 }
                KeyNavigation.priority: KeyNavigation.BeforeItem
                KeyNavigation.tab: now
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("A message that waits")
                onActiveFocusChanged: if (!activeFocus && text !== entry.text) root.chat.queue.change(entry.queuedId, text)
                Keys.onEscapePressed: {
                    text = entry.text
                    focus = false
                }
                Keys.onReturnPressed: event => {
                    event.accepted = !(event.modifiers & Qt.ShiftModifier)
                    if (event.accepted) focus = false
                }
            }
            Row {
                id: actions
                anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
                TextButton {
                    id: now
                    bare: true
                    size: Theme.px(13)
                    text: qsTr("Send now")
                    onClicked: root.chat.sendQueuedNow(entry.queuedId)
                }
                IconButton {
                    implicitWidth: Theme.px(28)
                    implicitHeight: Theme.px(28)
                    iconSize: 13
                    iconName: "close"
                    text: qsTr("Do not send “%1”").arg(entry.text.substring(0, 40))
                    onClicked: root.chat.queue.remove(entry.queuedId)
                }
            }
        }
    }
}
