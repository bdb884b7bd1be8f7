// The files that went along with a message, above its bubble.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Dialogs
import Hearth
import Hearth.App

Flow {
    id: root
    required property ChatController chat
    required property var messageId
    readonly property var files: {
        chat.sentFiles.revision
        return chat.sentFiles.of(messageId)
    }
    visible: files.length > 0
    layoutDirection: Qt.RightToLeft
    spacing: 6

    Repeater {
        model: root.files
        FileChip {
            id: chip
            required property var modelData
            fileName: modelData.fileName
            detail: modelData.detail
            widest: Math.min(Theme.px(300), root.width)
            onClicked: menu.popup(chip, 0, chip.height + 4)
            QuietMenu {
                id: menu
                QuietMenuItem {
                    text: qsTr("What the model was shown")
                    iconName: "info"
                    onTriggered: root.chat.attachments.show(root.messageId, chip.fileName)
                }
                QuietMenuItem {
                    text: qsTr("Open a copy")
                    iconName: "external"
                    onTriggered: root.chat.attachments.openCopy(chip.modelData.sha256, chip.fileName)
                }
                QuietMenuItem {
                    text: qsTr("Save as…")
                    iconName: "folder"
                    onTriggered: saver.open()
                }
            }
            FileDialog {
                id: saver
                title: qsTr("Save %1").arg(chip.fileName)
                fileMode: FileDialog.SaveFile
                onAccepted: root.chat.attachments.saveCopy(chip.modelData.sha256, selectedFile)
            }
        }
    }
}
