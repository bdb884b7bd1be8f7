// The small sheet that opens from a button: picker, numbers, menus.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

Popup {
    id: panel
    property string title: ""
    padding: 14
    modal: false
    focus: true
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast } }
    exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.fast } }
    background: Rectangle {
        radius: Theme.radiusBlock
        color: Theme.paper
        border.width: 1
        border.color: Theme.dark ? Theme.panel3 : Theme.hair
        Rectangle {
            // A soft edge instead of a shadow: no shader works without a GPU.
            anchors.fill: parent
            anchors.margins: -3
            radius: Theme.radiusBlock + 3
            z: -1
            color: "#000000"
            opacity: Theme.dark ? 0.25 : 0.05
        }
    }
}
