// A short line above the composer, with at most one thing to do.
import QtQuick
import Hearth

Rectangle {
    id: toast
    property string text: ""
    property string action: ""
    property var act: null       // what the button does
    property var lapse: null     // when the offer ends unused; may be null

    function show(line, milliseconds) {
        offer(line, "", milliseconds, null, null)
    }
    function offer(line, todo, milliseconds, act, lapse) {
        text = line
        action = todo
        toast.act = act
        toast.lapse = lapse
        shown = true
        timer.interval = milliseconds
        timer.restart()
    }
    function hide() {
        shown = false
    }
    property bool shown: false
    implicitWidth: row.implicitWidth + 32
    implicitHeight: Theme.px(42)
    radius: 21
    color: Theme.ink
    opacity: shown ? 1 : 0
    visible: opacity > 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
    Behavior on opacity { NumberAnimation { duration: Theme.slow } }

    Timer {
        id: timer
        onTriggered: {
            toast.shown = false
            if (toast.lapse) toast.lapse()
        }
    }
    Row {
        id: row
        anchors.centerIn: parent
        spacing: 12
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: toast.text
            textFormat: Text.PlainText
            elide: Text.ElideRight
            width: Math.min(implicitWidth, (toast.parent ? toast.parent.width : 400) - 160)
            color: Theme.paper
            font.pixelSize: Theme.row
        }
        TextButton {
            visible: toast.action !== ""
            inverse: true
            text: toast.action
            onClicked: {
                toast.shown = false
                toast.act()
            }
        }
    }
}
