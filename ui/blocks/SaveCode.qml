// Asks where a piece of code goes, and writes it there.
import QtQuick
import QtQuick.Dialogs
import Hearth.App

FileDialog {
    id: dialog
    required property string text
    required property string language
    signal failed(string reason)
    signal saved()
    title: qsTr("Save the code")
    fileMode: FileDialog.SaveFile
    currentFile: "file:" + saver.suggestedName(language)
    readonly property CodeSaver saver: CodeSaver {}
    onAccepted: {
        const reason = saver.save(selectedFile, text)
        if (reason === "")
            dialog.saved()
        else
            dialog.failed(reason)
    }
}
