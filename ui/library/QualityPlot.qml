// How much of a model each smaller form keeps, against the memory that it takes.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth

Item {
    id: plot
    required property var points   // SmallerCopy.points
    required property string leastText
    required property string mostText
    // What is lost is small beside the whole: the axis begins a little below the weakest.
    readonly property real floor_: {
        let least = 1
        for (const point of points) least = Math.min(least, point.y)
        return Math.min(0.9, Math.floor(least * 20 - 0.5) / 20)
    }
    implicitHeight: Theme.px(190)
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Quality against memory. %1").arg(points.map(point => point.words).join(". "))

    function heightOf(share) {
        return area.height * (1 - (share - floor_) / (1 - floor_))
    }
    readonly property real scaleWidth: Math.max(most.implicitWidth, least.implicitWidth)
    Text {
        id: most
        y: area.y - height / 2
        text: qsTr("%1 %").arg(100)
        color: Theme.muted
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Text {
        id: least
        y: area.y + area.height - height / 2
        text: qsTr("%1 %").arg(Math.round(Math.max(0, plot.floor_) * 100))
        color: Theme.muted
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Item {
        id: area
        anchors { left: parent.left; leftMargin: plot.scaleWidth + 8; right: parent.right; rightMargin: Theme.px(28); top: parent.top; topMargin: Theme.px(8); bottom: axis.top; bottomMargin: 4 }
        Repeater {
            model: 5
            Rectangle {
                required property int index
                y: Math.round(index / 4 * area.height)
                width: area.width
                height: 1
                color: index === 4 ? Theme.outline : Theme.hair
            }
        }
        Repeater {
            model: plot.points.length   // points stay when a further one comes
            Item {
                id: point
                required property int index
                readonly property var value: plot.points[index] ?? { x: 0, y: 0, name: "", chosen: false }
                x: value.x * area.width
                y: plot.heightOf(Math.max(plot.floor_, value.y))
                Rectangle {
                    anchors.centerIn: parent
                    width: Theme.px(point.value.chosen ? 13 : 9)
                    height: width
                    radius: width / 2
                    color: point.value.chosen ? Theme.ember : Theme.slate
                }
                Text {
                    anchors { horizontalCenter: parent.horizontalCenter; top: parent.bottom; topMargin: Theme.px(8) }
                    text: point.value.name
                    color: point.value.chosen ? Theme.ink : Theme.muted
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
            }
        }
    }
    RowLayout {
        id: axis
        anchors { left: area.left; right: area.right; bottom: parent.bottom }
        Text {
            text: plot.leastText
            color: Theme.muted
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        Text {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Memory for the weights")
            color: Theme.muted
            font.pixelSize: Theme.small
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        Text {
            text: plot.mostText
            color: Theme.muted
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
}
