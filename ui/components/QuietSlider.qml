import QtQuick
import QtQuick.Controls.Basic
import Hearth

Slider {
    id: slider
    implicitHeight: Theme.px(30)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Slider
    background: Rectangle {
        x: slider.leftPadding
        y: slider.topPadding + (slider.availableHeight - height) / 2
        width: slider.availableWidth
        height: 5
        radius: 2.5
        color: Theme.panel3
        Rectangle {
            width: slider.visualPosition * parent.width
            height: parent.height
            radius: 2.5
            color: Theme.ember
        }
    }
    handle: Rectangle {
        x: slider.leftPadding + slider.visualPosition * (slider.availableWidth - width)
        y: slider.topPadding + (slider.availableHeight - height) / 2
        width: Theme.px(18)
        height: Theme.px(18)
        radius: width / 2
        color: Theme.paper
        border.width: 2
        border.color: slider.pressed ? Theme.ink : Theme.ember
        FocusRing { shown: slider.visualFocus; anchors.margins: -4; radius: slider.handle.width / 2 + 4 }
    }
}
