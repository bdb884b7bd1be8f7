// Where Hearth looks for models: its own folder, other programs' and the user's.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property FoundModels found
    title: qsTr("Folders with models")
    onOpened: add.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        color: Theme.muted
        text: qsTr("Models are used where they lie, at any depth; nothing is moved, copied or written there.")
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        spacing: 10
        Repeater {
            model: sheet.found.folders
            RowLayout {
                id: line
                required property string key
                required property string name
                required property string detail
                required property bool removable
                width: parent.width
                spacing: 10
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 1
                    Text {
                        Layout.fillWidth: true
                        text: line.name
                        textFormat: Text.PlainText
                        elide: Text.ElideMiddle
                        color: Theme.ink
                        font.pixelSize: Theme.row
                        Accessible.role: Accessible.StaticText
                        Accessible.name: qsTr("%1, %2").arg(text).arg(line.detail)
                    }
                    Text {
                        Layout.fillWidth: true
                        text: line.detail
                        elide: Text.ElideRight
                        color: Theme.muted
                        font.pixelSize: Theme.small
                    }
                }
                IconButton {
                    visible: line.removable
                    iconName: "close"
                    iconSize: 13
                    text: qsTr("Stop looking in %1 (the files stay)").arg(line.name)
                    onClicked: sheet.found.removeFolder(line.key)
                }
            }
        }
    }
    FolderDialog {
        id: dialog
        title: qsTr("Add a folder with models")
        onAccepted: sheet.found.addFolder(selectedFolder)
    }
    buttons: [
        TextButton {
            id: add
            primary: true
            iconName: "plus"
            text: qsTr("Add a folder…")
            onClicked: dialog.open()
        },
        TextButton {
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
