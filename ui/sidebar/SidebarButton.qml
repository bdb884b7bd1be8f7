// An entry of the sidebar that is not a chat.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: button
    required property string iconName
    property string keys: ""
    property bool lit: false
    property bool strong: lit
    implicitHeight: 36
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: button.clicked()
    background: Rectangle {
        radius: Theme.radiusRow
        color: button.lit || button.hovered ? Theme.panel2 : "transparent"
        FocusRing { shown: button.visualFocus }
    }
    contentItem: Item {
        Icon {
            id: icon
            x: 9
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            name: button.iconName
            color: Theme.ink
        }
        Text {
            anchors { left: icon.right; leftMargin: 8; verticalCenter: parent.verticalCenter }
            text: button.text
            color: Theme.ink
            font.pixelSize: Theme.row
            font.weight: button.strong ? Font.Medium : Font.Normal
        }
        Text {
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            visible: button.hovered
            text: button.keys
            color: Theme.muted
            font.pixelSize: 11
        }
    }
}
