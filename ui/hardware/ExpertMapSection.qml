// The map of the experts with its legend, and the words of the cell under the mouse or the arrow keys.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth
import Hearth.App

Column {
    id: root
    required property HardwareController hardware

    SectionTitle {
        width: root.width
        text: root.hardware.expertsTitle
        aside: root.hardware.expertsAside
    }
    ExpertMap {
        id: map
        objectName: "expertMap"
        width: root.width
        height: implicitHeight
        hardware: root.hardware
        cardColor: Theme.ember
        memoryColor: Theme.cellMemory
        usedMemoryColor: Theme.slate
        diskColor: Theme.cellDisk
        paperColor: Theme.paper
        Accessible.role: Accessible.Graphic
        Accessible.name: activeFocus && cellText !== "" ? cellText : root.hardware.expertsSummary
        Accessible.description: qsTr("The arrow keys go from expert to expert.")
        Accessible.focusable: true

        FocusRing { shown: map.keyboardFocus; anchors.margins: -6 }
        Rectangle {
            // The cell that is asked about.
            visible: map.cellText !== ""
            x: map.cellRect.x - 2
            y: map.cellRect.y - 2
            width: map.cellRect.width + 4
            height: map.cellRect.height + 4
            radius: 4
            color: "transparent"
            border.width: 2
            border.color: Theme.ink
        }
        Rectangle {
            readonly property bool below: map.cellRect.y < 44
            visible: map.cellText !== ""
            x: Math.max(0, Math.min(map.width - width, map.cellRect.x + map.cellRect.width / 2 - width / 2))
            y: below ? map.cellRect.y + map.cellRect.height + 8 : map.cellRect.y - height - 8
            width: words.implicitWidth + 20
            height: Theme.px(30)
            radius: Theme.radiusRow
            color: Theme.ink
            z: 5
            Text {
                id: words
                anchors.centerIn: parent
                text: map.cellText
                color: Theme.paper
                font.pixelSize: Theme.label
                Accessible.ignored: true
            }
        }
    }
    Item { width: 1; height: 10 }
    Flow {
        width: root.width
        spacing: 18
        Repeater {
            model: root.hardware.tiers.length
            LegendItem {
                required property int index
                tint: [Theme.ember, Theme.cellMemory, Theme.cellDisk][index]
                hollow: index === HardwareController.OnDisk
                visible: root.hardware.tiers[index].shown
                text: root.hardware.tiers[index].name
                amount: root.hardware.tiers[index].count
            }
        }
    }
}
