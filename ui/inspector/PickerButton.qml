// Shows what is chosen, and opens what there is to choose from.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: button
    implicitHeight: Theme.px(34)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.ButtonMenu
    Keys.onReturnPressed: button.clicked()
    Keys.onEnterPressed: button.clicked()
    background: Rectangle {
        radius: Theme.radiusRow
        color: button.hovered ? Theme.panel2 : Theme.paper
        border.width: 1
        border.color: Theme.highContrast ? Theme.outline : Theme.hair
        FocusRing { shown: button.visualFocus }
    }
    contentItem: Item {
        Text {
            anchors { left: parent.left; leftMargin: 10; right: icon.left; rightMargin: 6; verticalCenter: parent.verticalCenter }
            text: button.text
            elide: Text.ElideRight
            color: Theme.ink
            font.pixelSize: Theme.row
        }
        Icon {
            id: icon
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            width: Theme.px(13)
            height: Theme.px(13)
            name: "chevron-down"
            color: Theme.muted
        }
    }
}
