// Where a model would lie: a bar for the card, for main memory and for the disk, each by what takes the room.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth

Column {
    // A positioner: see FactsPanel.
    id: root
    required property var bars   // ModelDetail.plan
    readonly property var tints: [Theme.ember, Theme.emberPale, Theme.moss, Theme.slate, Theme.outline]
    spacing: 10
    Repeater {
        model: root.bars
        ColumnLayout {
            id: bar
            required property var modelData
            width: root.width
            spacing: 4
            Accessible.role: Accessible.Graphic
            Accessible.name: modelData.words
            RowLayout {
                Layout.fillWidth: true
                Text {
                    Layout.fillWidth: true
                    text: bar.modelData.title
                    elide: Text.ElideRight
                    color: Theme.muted
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                Text {
                    text: bar.modelData.aside
                    color: Theme.ink
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
            }
            Rectangle {
                id: groove
                Layout.fillWidth: true
                implicitHeight: Theme.px(8)
                radius: height / 2
                color: Theme.panel3
                clip: true
                border.width: Theme.highContrast ? 1 : 0
                border.color: Theme.outline
                Row {
                    anchors.fill: parent
                    spacing: 1
                    Repeater {
                        model: bar.modelData.parts
                        Rectangle {
                            required property var modelData
                            width: Math.max(2, Math.round(modelData.share * groove.width) - 1)
                            height: groove.height
                            radius: groove.radius
                            color: root.tints[modelData.tint]
                        }
                    }
                }
            }
            Flow {
                Layout.fillWidth: true
                spacing: 12
                Repeater {
                    model: bar.modelData.parts
                    LegendItem {
                        required property var modelData
                        tint: root.tints[modelData.tint]
                        text: modelData.name
                        amount: modelData.amount
                    }
                }
            }
        }
    }
}
