// An entry of the sidebar that is not a chat.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: link
    property string iconName: ""
    property string keys: ""
    property bool current: false
    property bool strong: current
    implicitHeight: Theme.px(36)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: link.clicked()
    background: Rectangle {
        radius: Theme.radiusRow
        color: link.current || link.hovered ? Theme.panel2 : "transparent"
        FocusRing { shown: link.visualFocus }
    }
    contentItem: Item {
        Icon {
            id: icon
            anchors.left: parent.left
            anchors.leftMargin: 9
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(16)
            height: Theme.px(16)
            name: link.iconName
            color: Theme.ink
        }
        Text {
            anchors { left: icon.right; leftMargin: 8; verticalCenter: parent.verticalCenter }
            text: link.text
            color: Theme.ink
            font.pixelSize: Theme.row
            font.weight: link.strong ? Font.Medium : Font.Normal
        }
        Text {
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            visible: link.hovered
            text: link.keys
            color: Theme.muted
            font.pixelSize: Theme.px(11)
        }
    }
}
