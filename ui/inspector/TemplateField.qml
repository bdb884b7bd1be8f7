// What the model's chat template lets one set: a switch, or a text.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property var field
    required property InspectorController inspector
    spacing: 4
    FieldHead {
        Layout.fillWidth: true
        name: root.field.title
        help: root.field.help
        source: root.field.source
        own: root.field.own
        onResetRequested: root.inspector.resetTemplateValue(root.field.name)
        QuietSwitch {
            visible: root.field.isSwitch
            width: visible ? implicitWidth : 0
            checked: root.field.on
            text: root.field.title
            onToggled: root.inspector.setTemplateValue(root.field.name, checked)
        }
    }
    InspectorInput {
        visible: !root.field.isSwitch
        Layout.fillWidth: true
        horizontalAlignment: TextInput.AlignLeft
        name: root.field.title
        description: root.field.help
        shown: root.field.text
        onEntered: typed => {
            if (typed === "") root.inspector.resetTemplateValue(root.field.name)
            else root.inspector.setTemplateValue(root.field.name, typed)
        }
    }
}
