// Another answer, with another model or other parameters. The one there is stays beside it.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HearthApp app
    property var messageId: 0
    property string modelPath: ""
    title: qsTr("Write another answer with…")
    onOpened: go.forceActiveFocus(Qt.TabFocusReason)

    function show(id) {
        messageId = id
        modelPath = app.models.path
        parameters.set({})
        open()
    }
    SheetText {
        text: qsTr("Model")
        color: Theme.muted
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
        text: qsTr("For this answer only")
        color: Theme.muted
    }
    ParameterRows {
        id: parameters
        Layout.fillWidth: true
    }
    buttons: [
        TextButton {
            id: go
            primary: true
            text: qsTr("Write it")
            onClicked: {
                sheet.close()
                sheet.app.chat.regenerateWith(sheet.messageId, sheet.modelPath, parameters.values())
            }
        },
        TextButton {
            text: qsTr("Cancel")
            onClicked: sheet.close()
        }
    ]
}
