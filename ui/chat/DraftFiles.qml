// The files that will go along with the message being written.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth
import Hearth.App

Flow {
    id: root
    required property AttachmentShelf shelf
    property bool tooLong: false      // for the model's context, with everything else
    property bool offersUndo: false   // the newest came from a long paste
    spacing: 6

    Repeater {
        model: root.shelf
        FileChip {
            required property int index
            required property int fileState
            required property string sha256
            bad: fileState === AttachmentShelf.Failed
            removable: true
            widest: Math.min(Theme.px(bad ? 480 : 300), root.width)
            onRemoveRequested: {
                root.offersUndo = false
                root.shelf.remove(index)
            }
            onClicked: if (fileState === AttachmentShelf.Ready) root.shelf.openCopy(sha256, fileName)
        }
    }
    Text {
        visible: root.tooLong
        width: root.width
        leftPadding: 4
        text: qsTr("More than the model can hold: of these files it will be shown the passages that fit your question best.")
        color: Theme.amber
        font.pixelSize: Theme.label
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    TextButton {
        visible: root.offersUndo && root.shelf.count > 0
        text: qsTr("Put the pasted text into the message")
        onClicked: root.shelf.undoPaste()
    }
    Connections {
        target: root.shelf
        function onPasteBecameFile() { root.offersUndo = true }
        function onPasteUndone() { root.offersUndo = false }
        function onCountChanged() { if (root.shelf.count === 0) root.offersUndo = false }
    }
}
