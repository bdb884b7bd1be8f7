// A colour and what it stands for.
import QtQuick
import Hearth

Row {
    id: root
    required property color tint
    required property string text
    property string amount: ""
    property bool hollow: false
    spacing: 6
    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(9)
        height: width
        radius: 2.5
        color: root.tint
        border.width: root.hollow ? 1 : 0
        border.color: Theme.outline
    }
    Text {
        text: root.text
        color: Theme.muted
        font.pixelSize: Theme.label
        Accessible.ignored: true
    }
    Text {
        visible: root.amount !== ""
        text: root.amount
        color: Theme.ink
        font.pixelSize: Theme.label
        Accessible.ignored: true
    }
}
