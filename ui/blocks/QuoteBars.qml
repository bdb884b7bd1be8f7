// The bars left of quoted text, one a depth.
import QtQuick
import Hearth

Row {
    required property int depth
    spacing: 12
    Repeater {
        model: parent.depth
        Rectangle {
            width: 3
            height: parent.height
            color: Theme.panel3
        }
    }
}
