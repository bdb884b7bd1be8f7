// How full the model's context is, and what happens when it does not suffice.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property HearthApp app
    readonly property InspectorController inspector: app.inspector
    spacing: 14

    Repeater {
        model: root.app.chat.context.facts
        FactLine {
            required property var modelData
            Layout.fillWidth: true
            label: modelData.label
            value: modelData.value
        }
    }
    AtLimitChoice {
        Layout.fillWidth: true
        inspector: root.inspector
    }
}
