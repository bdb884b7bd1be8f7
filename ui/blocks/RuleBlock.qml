import QtQuick
import Hearth

Item {
    implicitHeight: Theme.px(25)
    Rectangle {
        y: 6
        width: parent.width
        height: 1
        color: Theme.hair
    }
}
