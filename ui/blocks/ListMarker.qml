// What stands before an item: a bullet, its number, or the box of a task.
import QtQuick
import Hearth
import Hearth.App

Item {
    id: root
    required property string marker
    required property int textSize
    property bool fromRight: false   // the dot of a number then stands left of it
    readonly property bool task: marker === "☐" || marker === "☑"
    readonly property bool done: marker === "☑"
    visible: marker !== ""
    width: task ? box.width : label.width
    height: label.height
    baselineOffset: label.baselineOffset
    Accessible.ignored: true

    Text {
        id: label
        visible: !root.task
        text: root.task ? "" : root.fromRight ? "\u200F" + root.marker : root.marker
        color: Theme.muted
        font.pixelSize: root.textSize
        Accessible.ignored: true
    }
    Rectangle {
        id: box
        visible: root.task
        y: Math.round(root.baselineOffset - height + root.textSize * 0.13)
        width: Math.round(root.textSize * 0.93)
        height: width
        radius: 3
        color: root.done ? Theme.panel3 : "transparent"
        border { width: 1; color: Theme.outline }
        Icon {
            visible: root.done
            anchors.centerIn: parent
            width: parent.width - 2
            height: width
            name: "check"
            color: Theme.ink
        }
    }
}
