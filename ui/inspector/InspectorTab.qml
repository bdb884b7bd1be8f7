import QtQuick
import QtQuick.Controls.Basic
import Hearth

AbstractButton {
    id: tab
    property bool on: false
    implicitWidth: word.implicitWidth + 14
    implicitHeight: Theme.px(32)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: on
    Keys.onReturnPressed: tab.clicked()
    Keys.onEnterPressed: tab.clicked()
    background: Item {
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: 7; rightMargin: 7 }
            visible: tab.on
            height: 2
            radius: 1
            color: Theme.ember
        }
        FocusRing { shown: tab.visualFocus }
    }
    contentItem: Text {
        id: word
        text: tab.text
        color: tab.on || tab.hovered ? Theme.ink : Theme.muted
        font.pixelSize: Theme.label
        font.weight: tab.on ? Font.Medium : Font.Normal
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
