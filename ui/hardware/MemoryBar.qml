// The graphics card's memory by what it is used for.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth
import Hearth.App

Column {
    id: root
    required property HardwareController hardware
    readonly property var tints: [Theme.slate, Theme.ember, Theme.emberPale, Theme.sand, Theme.sandPale, Theme.panel2]
    // Whole pixels that add up to the bar; a part that is there is seen, however small.
    readonly property var edges: {
        const parts = hardware.memoryParts
        const widths = []
        let sum = 0
        let largest = 0
        for (let i = 0; i < parts.length; ++i) {
            widths.push(parts[i].fraction > 0 ? Math.max(4, Math.round(parts[i].fraction * bar.width)) : 0)
            sum += widths[i]
            if (widths[i] > widths[largest]) largest = i
        }
        if (widths.length > 0) widths[largest] += bar.width - sum
        const found = [0]
        for (let i = 0; i < widths.length; ++i) found.push(found[i] + widths[i])
        return found
    }
    readonly property bool limited: hardware.memoryLimitFraction > 0 && hardware.memoryLimitFraction < 0.995

    SectionTitle {
        width: root.width
        text: root.hardware.memoryTitle
        aside: root.hardware.memoryLimit
        asideMark: root.limited
    }
    Item {
        id: bar
        width: root.width
        height: Theme.px(22)
        Accessible.role: Accessible.Graphic
        Accessible.name: root.hardware.memorySummary
        Repeater {
            model: root.hardware.memoryParts.length
            Rectangle {
                id: part
                required property int index
                readonly property real begin: root.edges[index] ?? 0
                readonly property real end: root.edges[index + 1] ?? 0
                readonly property bool first: begin === 0
                readonly property bool last: end === bar.width
                x: first ? 0 : begin + 1
                width: Math.max(0, end - x - (last ? 0 : 1))
                height: bar.height
                visible: end > begin
                color: root.tints[index]
                radius: first || last ? 6 : 0
                Behavior on x { NumberAnimation { duration: Theme.slow; easing.type: Easing.OutCubic } }
                Behavior on width { NumberAnimation { duration: Theme.slow; easing.type: Easing.OutCubic } }
                Rectangle {
                    // Square towards the neighbour.
                    visible: part.radius > 0 && part.width > 12 && part.first !== part.last
                    x: part.first ? part.width - width : 0
                    width: 7
                    height: part.height
                    color: part.color
                }
            }
        }
        Rectangle {
            // Up to here Hearth may go.
            visible: root.limited
            x: Math.round(root.hardware.memoryLimitFraction * bar.width) - 1
            y: -3
            width: 2
            height: bar.height + 6
            radius: 1
            color: Theme.ink
        }
    }
    Item { width: 1; height: 10 }
    Flow {
        width: root.width
        spacing: 18
        Repeater {
            model: root.hardware.memoryParts.length
            LegendItem {
                required property int index
                visible: root.hardware.memoryParts[index].shown
                tint: root.tints[index]
                hollow: index === HardwareController.Free
                text: root.hardware.memoryParts[index].name
                amount: root.hardware.memoryParts[index].amount
            }
        }
    }
}
