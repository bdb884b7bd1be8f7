// A name changed in its place: Enter or leaving keeps it, Escape does not.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

TextField {
    id: field
    signal kept(string name)
    signal dismissed()
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
        dismissed()
    }
    Keys.onReturnPressed: finish(true)   // the row below must not hear of it
    Keys.onEnterPressed: finish(true)
    onActiveFocusChanged: if (!activeFocus) finish(true)
    Keys.onEscapePressed: finish(false)
    background: Rectangle {
        radius: 6
        color: Theme.paper
        border.width: 2
        border.color: Theme.ember
    }
}
