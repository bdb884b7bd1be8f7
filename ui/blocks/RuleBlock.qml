import QtQuick
import Hearth

Item {
    implicitHeight: 25
    Rectangle {
        y: 6
        width: parent.width
        height: 1
        color: Theme.hair
    }
}
