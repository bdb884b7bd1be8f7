// The quiet line above a part of the hardware page; what is less important stands at its right end.
import QtQuick
import Hearth

Item {
    id: root
    required property string text
    property string aside: ""
    property bool asideMark: false   // the upright stroke that stands for the aside in the picture below
    readonly property bool twoLines: aside !== "" && title.implicitWidth + right.implicitWidth + 40 > width
    implicitHeight: Theme.px(26) + (twoLines ? right.implicitHeight + 2 : 0)
    Text {
        id: title
        anchors.left: parent.left
        text: root.text
        color: Theme.muted
        font.pixelSize: Theme.label
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Text {
        id: right
        x: root.twoLines ? mark.visible ? 10 : 0 : parent.width - width
        y: root.twoLines ? title.height + 2 : 0
        width: root.twoLines ? Math.min(implicitWidth, parent.width - 10) : implicitWidth
        elide: Text.ElideRight
        text: root.aside
        color: Theme.muted
        font.pixelSize: Theme.label
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: text === ""
    }
    Rectangle {
        id: mark
        visible: root.asideMark && root.aside !== ""
        anchors { right: right.left; rightMargin: 8; verticalCenter: right.verticalCenter }
        width: 2
        height: Theme.px(12)
        radius: 1
        color: Theme.ink
    }
}
