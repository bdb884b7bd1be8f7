// How much of a download is here, and which parts of it.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth

Rectangle {
    id: bar
    required property var spans
    required property real share
    implicitHeight: 5
    radius: 2.5
    color: Theme.panel3
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("%1 % received").arg(Math.floor(share * 100))
    Repeater {
        model: bar.spans
        Rectangle {
            required property var modelData
            x: Math.round(modelData.from * bar.width)
            width: Math.max(1, Math.round(modelData.to * bar.width) - x)
            height: bar.height
            radius: 2.5
            color: Theme.ember
            opacity: 0.25 + 0.75 * modelData.strength
        }
    }
}
