// One number that may be left out: its name, what it does in plain words, and the field.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth

Item {
    id: row
    required property string name
    required property string help
    required property string usual
    property alias text: field.text
    readonly property real number: field.text === "" ? NaN : Number.fromLocaleString(Qt.locale(), field.text)
    Layout.fillWidth: true
    implicitHeight: Math.max(Theme.px(36), words.implicitHeight + 6)

    Column {
        id: words
        anchors { left: parent.left; right: field.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
        Text {
            text: row.name
            color: Theme.ink
            font.pixelSize: Theme.row
        }
        Text {
            width: parent.width
            text: row.help
            wrapMode: Text.Wrap
            color: Theme.muted
            font.pixelSize: Theme.small
        }
    }
    TextField {
        id: field
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        width: Theme.px(96)
        implicitHeight: Theme.px(34)
        horizontalAlignment: TextInput.AlignRight
        placeholderText: row.usual
        placeholderTextColor: Theme.muted
        color: isNaN(row.number) && text !== "" ? Theme.brick : Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: Theme.row
        Accessible.role: Accessible.EditableText
        Accessible.name: row.name
        Accessible.description: row.help
        background: Rectangle {
            radius: Theme.radiusRow
            color: Theme.panel2
            FocusRing { shown: field.activeFocus }
        }
    }
}
