import QtQuick
import Hearth

Column {
    id: root
    required property string name
    required property real share
    required property string text
    spacing: 4
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(name).arg(text)
    Item {
        width: parent.width
        height: title.implicitHeight
        Text {
            id: title
            width: Math.min(implicitWidth, parent.width / 2)
            text: root.name
            elide: Text.ElideRight
            color: Theme.ink
            font.pixelSize: Theme.row
            Accessible.ignored: true
        }
        Text {
            anchors { left: title.right; leftMargin: 12; right: parent.right }
            horizontalAlignment: Text.AlignRight
            text: root.text
            elide: Text.ElideRight
            color: Theme.muted
            font.pixelSize: Theme.label
            Accessible.ignored: true
        }
    }
    Rectangle {
        width: parent.width
        height: 6
        radius: 3
        color: Theme.panel2
        Rectangle {
            width: Math.max(6, root.share * parent.width)
            height: parent.height
            radius: 3
            color: Theme.ember
        }
    }
}
