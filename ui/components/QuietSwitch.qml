import QtQuick
import QtQuick.Controls.Basic
import Hearth

Switch {
    id: control
    padding: 0
    implicitWidth: Theme.px(40)
    implicitHeight: Theme.px(24)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked
    Keys.onReturnPressed: {
        toggle()
        toggled()
    }
    indicator: Rectangle {
        width: control.width
        height: control.height
        radius: height / 2
        color: control.checked ? Theme.ember : Theme.panel3
        border.width: control.checked ? 0 : 1
        border.color: Theme.outline
        FocusRing { shown: control.visualFocus; radius: parent.radius + 2 }
        Rectangle {
            x: control.checked ? parent.width - width - 3 : 3
            anchors.verticalCenter: parent.verticalCenter
            width: parent.height - 6
            height: width
            radius: width / 2
            color: control.checked ? Theme.paper : Theme.outline
            Behavior on x { NumberAnimation { duration: Theme.fast } }
        }
    }
    contentItem: null
}
