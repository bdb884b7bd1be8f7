import QtQuick
import QtQuick.Controls.Basic
import Hearth

Menu {
    id: menu
    implicitWidth: Theme.px(220)
    padding: 6
    background: Rectangle {
        radius: Theme.radiusBlock
        color: Theme.paper
        border.width: 1
        border.color: Theme.dark ? Theme.panel3 : Theme.hair
    }
}
