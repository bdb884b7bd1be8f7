// A line to type into.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

TextField {
    id: field
    required property string name   // what it is for, read aloud
    implicitHeight: Theme.px(38)
    leftPadding: 12
    rightPadding: 12
    placeholderTextColor: Theme.muted
    color: Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    font.pixelSize: Theme.row
    verticalAlignment: TextInput.AlignVCenter
    Accessible.role: Accessible.EditableText
    Accessible.name: name
    background: Rectangle {
        radius: Theme.radiusRow
        color: Theme.panel2
        border.width: Theme.highContrast ? 1 : 0
        border.color: Theme.outline
        FocusRing { shown: field.activeFocus }
    }
}
