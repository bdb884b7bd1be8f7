// The two-pixel ring around whatever the keyboard is on.
import QtQuick
import Hearth

Rectangle {
    required property bool shown
    anchors.fill: parent
    anchors.margins: -2
    radius: 10
    color: "transparent"
    border.width: 2
    border.color: Theme.ember
    visible: shown
    z: 10
}
