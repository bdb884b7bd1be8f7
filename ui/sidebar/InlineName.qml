// A name changed in its place: Enter or leaving keeps it, Escape does not.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

TextField {
    id: field
    signal kept(string name)
    signal dismissed()   // by a key: whoever asked for the name has the keyboard again
    visible: false
    height: Theme.px(30)
    leftPadding: 6
    color: Theme.ink
    selectionColor: Theme.selection
    selectedTextColor: Theme.ink
    font.pixelSize: Theme.row
    maximumLength: 200
    Accessible.role: Accessible.EditableText
    Accessible.name: qsTr("New name")

    function start(name) {
        text = name
        visible = true
        forceActiveFocus()
        selectAll()
    }
    function finish(keep) {
        if (!visible) return
        visible = false
        if (keep && text.trim() !== "") kept(text)
    }
    function leave(keep) {
        finish(keep)
        dismissed()
    }
    Keys.onReturnPressed: leave(true)   // the row below must not hear of it
    Keys.onEnterPressed: leave(true)
    Keys.onEscapePressed: leave(false)
    // Also when the list is read anew: the row that is going must not take the keyboard.
    onActiveFocusChanged: if (!activeFocus) finish(true)
    background: Rectangle {
        radius: 6
        color: Theme.paper
        border.width: 2
        border.color: Theme.ember
    }
}
