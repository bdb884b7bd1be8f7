// A message whose text is on its way: two quiet bars where it will be.
import QtQuick
import Hearth

Item {
    id: root
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("A message that is being read")
    Rectangle {
        y: Theme.px(10)
        width: root.width * 0.9
        height: Theme.px(10)
        radius: 5
        color: Theme.panel
    }
    Rectangle {
        y: Theme.px(34)
        width: root.width * 0.6
        height: Theme.px(10)
        radius: 5
        color: Theme.panel
    }
}
