import QtQuick
import QtQuick.Layouts
import Hearth

RowLayout {
    id: root
    required property string label
    required property string value
    spacing: 12
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(label).arg(value)
    Text {
        text: root.label
        color: Theme.muted
        font.pixelSize: Theme.label
        Accessible.ignored: true
    }
    Text {
        Layout.fillWidth: true
        text: root.value
        color: Theme.ink
        font.pixelSize: Theme.label
        horizontalAlignment: Text.AlignRight
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        Accessible.ignored: true
    }
}
