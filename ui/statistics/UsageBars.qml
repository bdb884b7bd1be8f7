// Tokens written per day or month, as bars; the numbers of the one the mouse is over stand at the title's right.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth

Column {
    id: root
    required property var days
    property string pointed: ""
    spacing: 6
    SectionTitle {
        width: parent.width
        text: qsTr("Tokens written")
        aside: root.pointed
    }
    Row {
        id: bars
        width: parent.width
        height: Theme.px(120)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Tokens written")
        Repeater {
            model: root.days
            Item {
                id: bar
                required property var modelData
                width: bars.width / Math.max(1, root.days.length)
                height: bars.height
                Accessible.role: Accessible.ListItem
                Accessible.name: modelData.text
                HoverHandler {
                    onHoveredChanged: {
                        if (hovered) root.pointed = bar.modelData.text
                        else if (root.pointed === bar.modelData.text) root.pointed = ""
                    }
                }
                Rectangle {
                    anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(20) }
                    width: Math.max(2, Math.min(Theme.px(28), parent.width - 3))
                    height: Math.max(bar.modelData.share > 0 ? 3 : 1, bar.modelData.share * (bars.height - Theme.px(24)))
                    radius: Math.min(3, height / 2)
                    color: bar.modelData.share === 0 ? Theme.panel3 : root.pointed === bar.modelData.text ? Theme.ink : Theme.ember
                }
                Text {
                    anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom }
                    visible: parent.width >= implicitWidth + 2
                    text: bar.modelData.label
                    color: Theme.muted
                    font.pixelSize: Theme.px(11)
                    Accessible.ignored: true
                }
            }
        }
    }
}
