// A number: slider for the usual range, field for any value, help, source.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property InspectorController inspector
    required property int number
    required property string name
    required property string help
    required property real value
    required property string text
    required property real from
    required property real to
    required property real step
    required property bool own
    required property string source
    spacing: 2

    FieldHead {
        Layout.fillWidth: true
        name: root.name
        help: root.help
        source: root.source
        own: root.own
        onResetRequested: root.inspector.resetNumber(root.number)
        InspectorInput {
            id: field
            width: Theme.px(96)
            shown: root.text
            name: root.name
            description: root.help
            onEntered: typed => wrong = !root.inspector.setNumberText(root.number, typed)
        }
    }
    QuietSlider {
        id: slider
        objectName: "slider-" + root.number
        Layout.fillWidth: true
        implicitHeight: Theme.px(26)
        from: root.from
        to: root.to
        stepSize: root.step
        snapMode: Slider.SnapAlways
        Accessible.name: root.name
        Accessible.description: root.help
        onPressedChanged: if (!pressed) root.inspector.setNumber(root.number, value)   // not for every pixel
        onMoved: if (!pressed) root.inspector.setNumber(root.number, value)
        Binding on value { value: Math.max(root.from, Math.min(root.to, root.value)) }
    }
}
