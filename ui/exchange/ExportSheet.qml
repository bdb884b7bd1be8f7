// What to export, as what, and where to.
pragma ComponentBehavior: Bound
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
    title: qsTr("Export")
    closePolicy: exchange.busy ? Popup.NoAutoClose : Popup.CloseOnEscape | Popup.CloseOnPressOutside
    onOpened: save.forceActiveFocus(Qt.TabFocusReason)

    SettingChoice {
        visible: sheet.choosing && options.length > 1
        title: qsTr("What")
        options: sheet.exchange.scopes
        chosen: sheet.exchange.scope === ExchangeController.All ? options.length - 1 : 0
        onChose: index => sheet.exchange.chooseScope(index)
    }
    SheetText {
        visible: sheet.choosing && sheet.exchange.scopes.length === 1
        text: qsTr("All chats, one file each, in a zip file with their folders and attachments.")
    }
    Column {
        // A positioner: see FactsPanel.
        visible: sheet.choosing
        Layout.fillWidth: true
        spacing: 2
        Repeater {
            model: sheet.exchange.formats
            ChoiceRow {
                required property var modelData
                width: parent.width
                text: modelData.name
                detail: modelData.detail
                chosen: sheet.exchange.format === modelData.id
                onClicked: sheet.exchange.format = modelData.id
            }
        }
    }
    SettingChoice {
        visible: sheet.choosing
        title: qsTr("The model's thinking")
        options: [qsTr("Leave out"), qsTr("Include")]
        chosen: sheet.exchange.thinking ? 1 : 0
        onChose: index => sheet.exchange.thinking = index === 1
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
        font.pixelSize: Theme.label
        textFormat: Text.PlainText
        wrapMode: Text.WrapAnywhere
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
        id: dialog
        fileMode: FileDialog.SaveFile
        defaultSuffix: sheet.exchange.fileEnding
        nameFilters: ["*." + sheet.exchange.fileEnding]
        onAccepted: sheet.exchange.exportTo(selectedFile)
    }
    buttons: [
        TextButton {
            id: save
            visible: sheet.choosing
            primary: true
            text: qsTr("Export…")
            onClicked: {
                dialog.currentFile = dialog.currentFolder + "/" + encodeURIComponent(sheet.exchange.suggestedFile)
                dialog.open()
            }
        },
        TextButton {
            visible: sheet.exchange.busy
            text: qsTr("Stop")
            onVisibleChanged: if (visible) forceActiveFocus(Qt.TabFocusReason)
            onClicked: sheet.exchange.stop()
        },
        TextButton {
            visible: !sheet.exchange.busy
            onVisibleChanged: if (visible && !sheet.choosing) forceActiveFocus(Qt.TabFocusReason)
            text: sheet.choosing ? qsTr("Cancel") : qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
