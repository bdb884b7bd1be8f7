// Three soft dots, but only after a moment: short waits show nothing.
import QtQuick
import Hearth

Row {
    id: root
    required property bool running
    property string text: ""
    property bool due: false
    height: due ? Theme.px(28) : 0
    visible: due
    spacing: 6
    onRunningChanged: if (!running) due = false
    Timer {
        running: root.running
        interval: 750
        onTriggered: root.due = true
    }
    Repeater {
        model: 3
        Rectangle {
            id: dot
            required property int index
            anchors.verticalCenter: parent.verticalCenter
            width: 6
            height: 6
            radius: 3
            color: Theme.muted
            SequentialAnimation on opacity {
                running: root.due && Theme.motion
                loops: Animation.Infinite
                PauseAnimation { duration: dot.index * 160 }
                NumberAnimation { from: 0.3; to: 1; duration: 360 }
                NumberAnimation { from: 1; to: 0.3; duration: 360 }
                PauseAnimation { duration: (2 - dot.index) * 160 }
            }
        }
    }
    Text {
        anchors.verticalCenter: parent.verticalCenter
        leftPadding: 6
        text: root.text
        color: Theme.muted
        font.pixelSize: Theme.label
    }
}
