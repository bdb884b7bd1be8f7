// What chats in a folder start with: instructions, a model, parameters. Folders inside it inherit them.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HearthApp app
    property var folderId: 0
    property string modelPath: ""
    onOpened: prompt.forceActiveFocus()

    function show(id) {
        const folder = app.conversations.folder(id)
        folderId = id
        title = qsTr("Folder “%1”").arg(folder.name)
        prompt.text = folder.systemPrompt
        modelPath = folder.modelPath
        parameters.set(folder.parameters)
        open()
    }
    SheetText {
        color: Theme.muted
        text: qsTr("Instructions for the model, in every chat of this folder that has none of its own")
    }
    TextArea {
        id: prompt
        Layout.fillWidth: true
        implicitHeight: Math.max(84, contentHeight + 20)
        padding: 10
        wrapMode: TextArea.Wrap
        textFormat: TextEdit.PlainText
        color: Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: Theme.row
        placeholderText: qsTr("For example: answer in German, and briefly.")
        placeholderTextColor: Theme.muted
        KeyNavigation.priority: KeyNavigation.BeforeItem
        KeyNavigation.tab: anyModel
        Accessible.role: Accessible.EditableText
        Accessible.name: qsTr("Instructions")
        background: Rectangle {
            radius: Theme.radiusRow
            color: Theme.panel
            FocusRing { shown: prompt.activeFocus; anchors.margins: 0 }
        }
    }
    SheetText {
        color: Theme.muted
        text: qsTr("Model that new chats in it begin with")
    }
    ChoiceRow {
        id: anyModel
        Layout.fillWidth: true
        text: qsTr("Whichever is loaded")
        chosen: sheet.modelPath === ""
        onClicked: sheet.modelPath = ""
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        visible: children.length > 1
        spacing: 10
        Repeater {
            model: sheet.app.models
            ChoiceRow {
                required property string name
                required property string path
                required property bool missing
                required detail
                width: parent.width
                enabled: !missing
                text: name
                chosen: sheet.modelPath === path
                onClicked: sheet.modelPath = path
            }
        }
    }
    SheetText {
        color: Theme.muted
        text: qsTr("Parameters; what is empty stays as it is")
    }
    ParameterRows {
        id: parameters
        Layout.fillWidth: true
    }
    buttons: [
        TextButton {
            primary: true
            text: qsTr("Save")
            onClicked: {
                sheet.app.chats.saveFolder(sheet.folderId, prompt.text, sheet.modelPath, parameters.values())
                sheet.close()
            }
        },
        TextButton {
            text: qsTr("Cancel")
            onClicked: sheet.close()
        }
    ]
}
