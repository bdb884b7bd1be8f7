// The quiet line below the messages that the model reads as a summary, which it shows when asked.
import QtQuick
import Hearth
import Hearth.App

Column {
    id: root
    required property MessageItem message
    required property ChatController chat
    property bool open: false
    spacing: 6
    bottomPadding: 20
    Item {
        width: parent.width
        height: Theme.px(28)
        Rectangle {
            anchors { left: parent.left; right: label.left; rightMargin: 10; verticalCenter: parent.verticalCenter }
            height: 1
            color: Theme.hair
        }
        Rectangle {
            anchors { left: label.right; leftMargin: 10; right: parent.right; verticalCenter: parent.verticalCenter }
            height: 1
            color: Theme.hair
        }
        TextButton {
            id: label
            anchors.centerIn: parent
            bare: true
            size: Theme.label
            iconName: root.open ? "chevron-down" : "chevron-right"
            text: qsTr("The model reads a summary of what stands above")
            Accessible.name: root.open ? qsTr("%1, fold").arg(text) : qsTr("%1, unfold").arg(text)
            onClicked: root.open = !root.open
        }
    }
    Loader {
        active: root.open
        visible: active
        width: parent.width
        sourceComponent: Column {
            spacing: 6
            TextEdit {
                width: parent.width
                text: root.message.summary
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                readOnly: true
                selectByMouse: true
                color: Theme.muted
                selectionColor: Theme.selection
                selectedTextColor: Theme.ink
                font.pixelSize: Theme.row
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            TextButton {
                bare: true
                text: qsTr("Forget the summary")
                enabled: !root.chat.busy
                onClicked: root.chat.removeSummary(root.message.messageId)
            }
        }
    }
}
