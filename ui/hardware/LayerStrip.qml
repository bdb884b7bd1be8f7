// A model without experts: one cell a layer; the last ones are on the card, the processor computes the others.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth
import Hearth.App

Column {
    id: root
    required property HardwareController hardware
    readonly property int onProcessor: hardware.layers - hardware.cardLayers

    SectionTitle {
        width: root.width
        text: root.hardware.layersTitle
    }
    Item {
        id: strip
        readonly property real pitch: Math.min(42, (root.width + 2) / Math.max(1, root.hardware.layers))
        width: root.width
        height: Theme.px(22)
        Accessible.role: Accessible.Graphic
        Accessible.name: root.hardware.layersTitle
        Repeater {
            model: root.hardware.layers
            Rectangle {
                required property int index
                x: Math.round(index * strip.pitch)
                width: Math.max(1, Math.round((index + 1) * strip.pitch) - x - 2)
                height: strip.height
                radius: 3
                color: index < root.onProcessor ? Theme.panel3 : Theme.ember
            }
        }
    }
    Item { width: 1; height: 10 }
    Flow {
        width: root.width
        spacing: 18
        LegendItem {
            tint: Theme.ember
            text: qsTr("on the graphics card")
            amount: root.hardware.cardLayers
        }
        LegendItem {
            visible: root.onProcessor > 0
            tint: Theme.panel3
            text: qsTr("computed by the processor")
            amount: root.onProcessor
        }
    }
}
