// Facts of a model, one a line: what it is called, and what it is.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth

Column {
    // A positioner: see FactsPanel.
    id: lines
    required property var facts
    spacing: 6
    Repeater {
        model: lines.facts
        RowLayout {
            id: line
            required property var modelData
            width: lines.width
            spacing: 14
            Text {
                Layout.preferredWidth: Theme.px(130)
                Layout.alignment: Qt.AlignTop
                text: line.modelData.label
                textFormat: Text.PlainText
                wrapMode: Text.WrapAnywhere
                color: Theme.muted
                font.pixelSize: Theme.label
            }
            Text {
                Layout.fillWidth: true
                text: line.modelData.value
                textFormat: Text.PlainText
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                color: Theme.ink
                font.pixelSize: Theme.label
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("%1: %2").arg(line.modelData.label).arg(text)
            }
        }
    }
}
