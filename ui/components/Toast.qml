// A short line above the composer, with at most one thing to do.
import QtQuick
import Hearth

Rectangle {
    id: toast
    property string text: ""
    property string action: ""
    signal triggered()
    signal expired()

    function show(line, todo, milliseconds) {
        text = line
        action = todo
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
            toast.expired()
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
            bare: false
            text: toast.action
            onClicked: {
                toast.shown = false
                toast.triggered()
            }
        }
    }
}
