// Four calm numbers. What is not known says why instead of showing a zero.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth

Grid {
    id: root
    required property var tiles
    columns: width < 520 ? 1 : width < 800 ? 2 : 4
    columnSpacing: 16
    rowSpacing: 16
    readonly property real tallest: {
        let height = 0
        for (let i = 0; i < repeater.count; ++i) height = Math.max(height, (repeater.itemAt(i) as Rectangle)?.implicitHeight ?? 0)
        return height
    }
    Repeater {
        id: repeater
        model: root.tiles.length
        Rectangle {
            id: tile
            required property int index
            readonly property var fact: root.tiles[index]
            width: Math.floor((root.width - (root.columns - 1) * root.columnSpacing) / root.columns)
            height: root.tallest + 28
            radius: Theme.radiusBlock
            color: Theme.panel
            Accessible.role: Accessible.StaticText
            Accessible.name: fact.known ? qsTr("%1: %2, %3").arg(fact.label).arg(fact.value).arg(fact.note)
                                        : qsTr("%1: not known, %2").arg(fact.label).arg(fact.note)
            implicitHeight: words.implicitHeight
            Column {
                id: words
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: 16; topMargin: 14 }
                spacing: 5
                Text {
                    text: tile.fact.label
                    color: Theme.muted
                    font.pixelSize: Theme.label
                    Accessible.ignored: true
                }
                Text {
                    width: parent.width
                    text: tile.fact.value
                    color: tile.fact.known ? Theme.ink : Theme.muted
                    elide: Text.ElideRight
                    font.pixelSize: Theme.px(20)
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                Text {
                    width: parent.width
                    text: tile.fact.note
                    color: Theme.muted
                    wrapMode: Text.Wrap
                    maximumLineCount: 2
                    elide: Text.ElideRight
                    font.pixelSize: Theme.label
                    lineHeight: 1.15
                    Accessible.ignored: true
                }
            }
        }
    }
}
