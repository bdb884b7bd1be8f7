// Chats from other programs: first what was found, then the import.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property ExchangeController exchange
    readonly property bool choosing: exchange.state === ExchangeController.Idle || exchange.state === ExchangeController.Failed
    readonly property bool found: exchange.state === ExchangeController.Ready
    title: found && exchange.somethingNew ? qsTr("Import these chats?") : qsTr("Import chats")
    closePolicy: exchange.busy ? Popup.NoAutoClose : Popup.CloseOnEscape | Popup.CloseOnPressOutside
    onOpened: file.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        visible: sheet.choosing
        text: qsTr("From an export of ChatGPT, Claude or Open WebUI, from the folders of LM Studio, Jan or GPT4All, or from Hearth's own export. A file, a zip file or a folder.")
    }
    SheetText {
        visible: sheet.choosing
        color: Theme.muted
        text: qsTr("Hearth first shows what it found. Chats that were imported before are known again and left alone.")
    }
    SheetText {
        visible: text !== ""
        text: sheet.exchange.sentence
        color: sheet.exchange.state === ExchangeController.Failed ? Theme.brick : Theme.ink
        textFormat: Text.PlainText
    }
    SheetText {
        visible: text !== ""
        text: sheet.exchange.detail
        color: Theme.muted
        textFormat: Text.PlainText
    }
    ProblemList { problems: sheet.exchange.problems }
    SheetText {
        visible: sheet.exchange.busy
        text: sheet.exchange.progressText
        color: Theme.muted
    }
    ProgressLine {
        visible: sheet.exchange.busy
        Layout.fillWidth: true
        fraction: sheet.exchange.fraction
        label: sheet.exchange.progressText
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Choose an export")
        nameFilters: [qsTr("Exports (*.json *.zip *.chat)"), qsTr("All files (*)")]
        onAccepted: sheet.exchange.readImport(selectedFile)
    }
    FolderDialog {
        id: folderDialog
        title: qsTr("Choose a folder with chats")
        onAccepted: sheet.exchange.readImport(selectedFolder)
    }
    buttons: [
        TextButton {
            id: file
            visible: sheet.choosing
            primary: true
            text: qsTr("Choose a file…")
            onClicked: fileDialog.open()
        },
        TextButton {
            visible: sheet.choosing
            text: qsTr("Choose a folder…")
            onClicked: folderDialog.open()
        },
        TextButton {
            visible: sheet.found && sheet.exchange.somethingNew
            primary: true
            text: qsTr("Import")
            onVisibleChanged: if (visible) forceActiveFocus(Qt.TabFocusReason)
            onClicked: sheet.exchange.importIt()
        },
        TextButton {
            visible: sheet.exchange.busy
            text: qsTr("Stop")
            onVisibleChanged: if (visible) forceActiveFocus(Qt.TabFocusReason)
            onClicked: sheet.exchange.stop()
        },
        TextButton {
            visible: !sheet.exchange.busy
            onVisibleChanged: if (visible && !sheet.choosing && !(sheet.found && sheet.exchange.somethingNew)) forceActiveFocus(Qt.TabFocusReason)
            text: sheet.found && sheet.exchange.somethingNew || sheet.choosing ? qsTr("Cancel") : qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
