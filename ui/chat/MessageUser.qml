// What the user wrote: a soft bubble on the right, plain text, its actions on hover or focus.
import QtQuick
import Hearth
import Hearth.App

MessageFrame {
    id: root
    actionsOnRight: true
    keepActions: chat.editing === message.messageId
    Accessible.name: message.siblingCount > 1
        ? qsTr("You, version %1 of %2: %3").arg(message.siblingIndex + 1).arg(message.siblingCount).arg(message.text)
        : qsTr("You: %1").arg(message.text)

    SentFileChips {
        width: parent.width
        height: visible ? implicitHeight + 6 : 0
        chat: root.chat
        messageId: root.message.messageId
    }
    Item {
        width: parent.width
        visible: root.message.text !== ""
        implicitHeight: visible ? bubble.height + 4 : 0
        Rectangle {
            id: bubble
            anchors.right: parent.right
            width: Math.min(parent.width - 24, (written.count === 1 ? Math.min(Theme.px(520), measure.implicitWidth) : Theme.px(520)) + 32)
            height: content.implicitHeight + 20
            radius: Math.min(Theme.radiusBubble, height / 2)
            color: Theme.panel
            PlainRows {
                id: written
                text: root.message.text
            }
            Text {
                // Long text takes the whole width, without being measured.
                id: measure
                visible: false
                text: written.count === 1 ? written.text : ""
                textFormat: Text.PlainText
                font.pixelSize: Theme.body
            }
            LazyColumn {
                id: content
                x: 16
                y: Theme.px(10)
                width: parent.width - 32
                model: written
                lineHeight: Theme.body * 1.2
                rowsAtOnce: 3
                delegates: Component {
                    TextEdit {
                        id: part
                        required property string lines
                        required property int start
                        // As the whole is read, whatever this part begins with.
                        LayoutMirroring.enabled: false
                        horizontalAlignment: written.rightToLeft ? TextEdit.AlignRight : TextEdit.AlignLeft
                        width: content.width
                        text: lines
                        textFormat: TextEdit.PlainText
                        wrapMode: TextEdit.Wrap
                        readOnly: true
                        selectByMouse: false
                        persistentSelection: true
                        color: Theme.ink
                        selectionColor: Theme.selection
                        selectedTextColor: Theme.ink
                        font.pixelSize: Theme.body
                        Accessible.role: Accessible.StaticText
                        Accessible.name: lines
                        SelectableText {
                            edit: part
                            firstPlace: part.start
                        }
                    }
                }
            }
        }
    }
}
