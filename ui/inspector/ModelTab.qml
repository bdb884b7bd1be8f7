// Who answers, and how it is told to: preset, instructions, what the model's template lets one set, facts.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property HearthApp app
    readonly property InspectorController inspector: app.inspector
    signal presetsRequested()
    spacing: 16

    ColumnLayout {
        Layout.fillWidth: true
        spacing: 6
        FieldHead {
            Layout.fillWidth: true
            name: qsTr("Preset")
            help: qsTr("A persona: instructions and parameters under a name.")
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: 6
            PickerButton {
                id: picker
                Layout.fillWidth: true
                text: root.inspector.presetName === "" ? qsTr("None") : root.inspector.presetName
                Accessible.name: qsTr("Preset: %1").arg(text)
                onClicked: menu.popup(picker, 0, picker.height + 4)
            }
            TextButton {
                text: qsTr("Manage…")
                Accessible.name: qsTr("Manage presets")
                onClicked: root.presetsRequested()
            }
        }
        Flow {
            Layout.fillWidth: true
            visible: root.inspector.fittingPreset !== 0
            spacing: 6
            Text {
                height: useIt.height
                width: Math.min(implicitWidth, parent.width)
                verticalAlignment: Text.AlignVCenter
                text: qsTr("“%1” is meant for this model.").arg(root.inspector.fittingPresetName)
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: Theme.muted
                font.pixelSize: Theme.small
            }
            TextButton {
                id: useIt
                bare: true
                text: qsTr("Use it")
                Accessible.name: qsTr("Use the preset %1").arg(root.inspector.fittingPresetName)
                onClicked: root.inspector.choosePreset(root.inspector.fittingPreset)
            }
        }
        QuietMenu {
            id: menu
            width: picker.width
            Instantiator {
                model: [0]
                delegate: QuietMenuItem {
                    text: qsTr("None")
                    checked: root.inspector.presetId === 0
                    onTriggered: root.inspector.choosePreset(0)
                }
                onObjectAdded: (index, item) => menu.insertItem(index, item)
                onObjectRemoved: (index, item) => menu.removeItem(item)
            }
            Instantiator {
                model: root.inspector.presets
                delegate: QuietMenuItem {
                    required property var presetId
                    required property string name
                    text: name
                    checked: root.inspector.presetId === presetId
                    onTriggered: root.inspector.choosePreset(presetId)
                }
                onObjectAdded: (index, item) => menu.insertItem(index + 1, item)
                onObjectRemoved: (index, item) => menu.removeItem(item)
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: 6
            TextButton {
                bare: true
                visible: root.inspector.presetId !== 0 && (root.inspector.changedHere || root.inspector.systemPrompt !== "")
                text: qsTr("Keep the changes in it")
                onClicked: root.inspector.saveToPreset()
            }
            TextButton {
                bare: true
                text: qsTr("Save as a new preset")
                onClicked: root.inspector.saveAsPreset("")
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: 6
        FieldHead {
            Layout.fillWidth: true
            name: qsTr("Instructions (system prompt)")
            help: qsTr("What the model is told before the conversation.")
            source: root.inspector.systemPromptSource
            own: root.inspector.systemPrompt !== ""
            onResetRequested: root.inspector.systemPrompt = ""
        }
        Text {
            Layout.fillWidth: true
            visible: text !== ""
            text: root.inspector.systemPromptAdvice
            color: Theme.amber
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            lineHeight: 1.2
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        TextBox {
            objectName: "systemPromptBox"
            Layout.fillWidth: true
            name: qsTr("Instructions (system prompt)")
            shown: root.inspector.systemPrompt
            placeholder: root.inspector.inheritedSystemPrompt === "" ? qsTr("None") : root.inspector.inheritedSystemPrompt
            onEntered: typed => root.inspector.systemPrompt = typed
        }
    }
    RecommendedNote {
        Layout.fillWidth: true
        inspector: root.inspector
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        visible: root.inspector.templateFields.length > 0
        spacing: 16
        Repeater {
            model: root.inspector.templateFields
            TemplateField {
                required property var modelData
                width: parent.width
                field: modelData
                inspector: root.inspector
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: root.app.models.facts.length > 0
        spacing: 6
        FieldHead {
            Layout.fillWidth: true
            name: root.app.models.name
        }
        Column {
            // A positioner: see FactsPanel.
            Layout.fillWidth: true
            spacing: 6
            Repeater {
                model: root.app.models.facts
                FactLine {
                    required property var modelData
                    width: parent.width
                    label: modelData.label
                    value: modelData.value
                }
            }
        }
    }
}
