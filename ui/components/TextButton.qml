// A quiet button of words, or a filled one where it is the thing to do.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: button
    property bool primary: false
    property bool bare: false          // no fill until hovered: a row of actions under an answer
    property bool raised: false        // lies over text
    property bool inverse: false       // lies on a ground of ink
    property string iconName: ""
    property bool iconLast: false      // behind the words: it opens what there is to choose from
    property int size: Theme.label
    readonly property color textColor: primary || inverse ? Theme.paper : bare ? Theme.muted : Theme.ink

    implicitWidth: row.implicitWidth + (bare ? 12 : 28)
    implicitHeight: Theme.px(bare ? 28 : 34)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    Accessible.role: Accessible.Button
    Keys.onReturnPressed: button.clicked()
    Keys.onEnterPressed: button.clicked()

    background: Rectangle {
        radius: button.bare ? 6 : height / 2
        color: button.inverse ? Qt.rgba(Theme.paper.r, Theme.paper.g, Theme.paper.b, button.hovered || button.down ? 0.28 : 0.16)
             : button.primary ? (button.hovered ? Theme.ember : Theme.ink)
             : button.raised ? (button.hovered ? Theme.panel : Theme.paper)
             : button.down || (button.hovered && !button.bare) ? Theme.washDown
             : button.hovered || !button.bare ? Theme.wash : "transparent"
        border.width: button.raised ? 1 : 0
        border.color: Theme.dark ? Theme.panel3 : Theme.hair
        FocusRing { shown: button.visualFocus; radius: parent.radius + 2 }
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: 6
            layoutDirection: button.iconLast ? Qt.RightToLeft : Qt.LeftToRight
            Icon {
                visible: button.iconName !== ""
                width: visible ? Theme.px(15) : 0
                height: Theme.px(15)
                anchors.verticalCenter: parent.verticalCenter
                name: button.iconName
                color: label.color
            }
            Text {
                id: label
                anchors.verticalCenter: parent.verticalCenter
                text: button.text
                color: button.bare && button.hovered ? Theme.ink : button.textColor
                font.pixelSize: button.size
                font.weight: button.primary ? Font.Medium : Font.Normal
            }
        }
    }
}
