// How far something is, as a thin bar; where that is unknown, it moves.
import QtQuick
import Hearth

Rectangle {
    id: bar
    property double fraction: 0
    property string label: ""
    property bool known: fraction > 0
    implicitHeight: 6
    radius: 3
    color: Theme.panel3
    clip: true
    Accessible.role: Accessible.ProgressBar
    Accessible.name: label
    Rectangle {
        id: part
        height: parent.height
        radius: parent.radius
        color: Theme.ember
        width: bar.known ? bar.width * bar.fraction : bar.width / 4
        SequentialAnimation on x {
            running: !bar.known && bar.visible && Theme.slow > 0
            loops: Animation.Infinite
            onRunningChanged: if (!running) part.x = 0
            NumberAnimation { from: 0; to: bar.width * 0.75; duration: 900; easing.type: Easing.InOutSine }
            NumberAnimation { from: bar.width * 0.75; to: 0; duration: 900; easing.type: Easing.InOutSine }
        }
    }
}
