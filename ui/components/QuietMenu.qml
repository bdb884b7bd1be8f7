import QtQuick
import QtQuick.Controls.Basic
import Hearth

Menu {
    id: menu
    property bool plain: false   // no line has a picture
    // As wide as its widest line.
    implicitWidth: {
        let widest = Theme.px(200)
        for (let i = 0; i < count; ++i) widest = Math.max(widest, (itemAt(i)?.implicitWidth ?? 0) + leftPadding + rightPadding)
        return widest
    }
    padding: 6
    background: Rectangle {
        radius: Theme.radiusBlock
        color: Theme.paper
        border.width: 1
        border.color: Theme.dark ? Theme.panel3 : Theme.hair
    }
}
