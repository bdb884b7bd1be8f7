// A line of text that is taken over with Enter or when it is left; Esc takes it back.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

TextField {
    id: field
    required property string name
    property string description: ""
    property string shown: ""
    property bool wrong: false
    signal entered(string typed)

    implicitHeight: Theme.px(30)
    text: shown
    horizontalAlignment: TextInput.AlignRight
    color: wrong ? Theme.brick : Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    placeholderTextColor: Theme.muted
    font.pixelSize: Theme.label
    selectByMouse: true
    Accessible.role: Accessible.EditableText
    Accessible.name: field.name
    Accessible.description: field.description
    onTextEdited: wrong = false
    onActiveFocusChanged: if (activeFocus) selectAll()
    onEditingFinished: {
        if (text !== shown) entered(text)
        if (!wrong) text = Qt.binding(() => field.shown)
    }
    Keys.onEscapePressed: event => {
        event.accepted = text !== shown
        wrong = false
        text = Qt.binding(() => field.shown)
    }
    background: Rectangle {
        radius: Theme.radiusRow - 2
        color: Theme.paper
        border.width: 1
        border.color: field.wrong ? Theme.brick : Theme.highContrast ? Theme.outline : Theme.hair
        FocusRing { shown: field.activeFocus }
    }
}
