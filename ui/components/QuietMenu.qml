import QtQuick
import QtQuick.Controls.Basic
import Hearth

Menu {
    id: menu
    property bool plain: false   // no line has a picture
    implicitWidth: Math.max(Theme.px(200), contentWidth + leftPadding + rightPadding)
    padding: 6
    background: Rectangle {
        radius: Theme.radiusBlock
        color: Theme.paper
        border.width: 1
        border.color: Theme.dark ? Theme.panel3 : Theme.hair
    }
}
