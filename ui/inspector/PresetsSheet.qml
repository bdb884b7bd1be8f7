// The user's presets: make, rename, order, pass on.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property PresetListModel presets
    required property ModelController models
    property var exported: 0   // the one that goes into a file; 0: all
    title: qsTr("Presets")
    wide: Theme.px(620)
    onClosed: {
        presets.forgetDeleted()
        presets.clearReport()
    }

    SheetText {
        text: qsTr("A preset gives a chat its instructions and parameters. The folder a chat lies in, and the chat itself, may say otherwise.")
        color: Theme.muted
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        visible: sheet.presets.count > 0
        spacing: 10
        Repeater {
            model: sheet.presets
            PresetRow {
                width: parent.width
                presets: sheet.presets
                models: sheet.models
                count: sheet.presets.count
                onExportRequested: id => {
                    sheet.exported = id
                    exportDialog.open()
                }
            }
        }
    }
    SheetText {
        visible: sheet.presets.count === 0
        text: qsTr("There is none yet.")
    }
    RowLayout {
        visible: sheet.presets.deletedName !== ""
        Layout.fillWidth: true
        SheetText { text: qsTr("“%1” is deleted.").arg(sheet.presets.deletedName) }
        TextButton {
            text: qsTr("Undo")
            Accessible.name: qsTr("Bring “%1” back").arg(sheet.presets.deletedName)
            onClicked: sheet.presets.undoDelete()
        }
    }
    SheetText {
        visible: text !== ""
        text: sheet.presets.report
        color: Theme.muted
    }
    buttons: [
        TextButton {
            primary: true
            text: qsTr("Done")
            onClicked: sheet.close()
        },
        TextButton {
            text: qsTr("New preset")
            onClicked: sheet.presets.create("", "", "")
        },
        TextButton {
            text: qsTr("Import…")
            onClicked: importDialog.open()
        },
        TextButton {
            enabled: sheet.presets.count > 0
            text: qsTr("Export all…")
            onClicked: {
                sheet.exported = 0
                exportDialog.open()
            }
        }
    ]
    FileDialog {
        id: importDialog
        title: qsTr("Import presets")
        nameFilters: [qsTr("Presets (*.json)"), qsTr("All files (*)")]
        onAccepted: sheet.presets.importFrom(selectedFile)
    }
    FileDialog {
        id: exportDialog
        title: qsTr("Export presets")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "json"
        nameFilters: [qsTr("Presets (*.json)")]
        onAccepted: {
            if (sheet.exported === 0) sheet.presets.exportTo(selectedFile)
            else sheet.presets.exportOne(sheet.exported, selectedFile)
        }
    }
}
