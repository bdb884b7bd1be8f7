import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

MenuItem {
    id: item
    property string iconName: ""
    property string keys: ""
    readonly property real inset: (menu as QuietMenu)?.plain ? 6 : Theme.px(16) + 14
    implicitWidth: leftPadding + rightPadding + inset + name.implicitWidth + 12 + (keys === "" ? 0 : shortcut.implicitWidth + 16)
    implicitHeight: Theme.px(34)
    Accessible.name: text
    indicator: null
    arrow: null
    background: Rectangle {
        radius: Theme.radiusRow
        color: item.highlighted ? Theme.panel2 : "transparent"
        FocusRing { shown: item.visualFocus; anchors.margins: 0; radius: Theme.radiusRow }
    }
    contentItem: Item {
        Icon {
            anchors.left: parent.left
            anchors.leftMargin: 4
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(16)
            height: Theme.px(16)
            name: item.checked ? "check" : item.iconName
            color: Theme.muted
        }
        Text {
            id: name
            anchors.left: parent.left
            anchors.leftMargin: item.inset
            anchors.verticalCenter: parent.verticalCenter
            text: item.text
            color: Theme.ink
            font.pixelSize: Theme.row
        }
        Text {
            id: shortcut
            anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
            text: item.keys
            color: Theme.muted
            font.pixelSize: Theme.px(11)
        }
    }
}
