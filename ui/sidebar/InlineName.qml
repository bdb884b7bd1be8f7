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
    // The keyboard goes back to the row; when it has gone elsewhere, it stays there.
    function end(keep) {
        finish(keep)
        dismissed()
    }
    Keys.onReturnPressed: end(true)   // the row below must not hear of it
    Keys.onEnterPressed: end(true)
    Keys.onEscapePressed: end(false)
    onActiveFocusChanged: if (!activeFocus) finish(true)
    background: Rectangle {
        radius: 6
        color: Theme.paper
        border.width: 2
        border.color: Theme.ember
    }
}
