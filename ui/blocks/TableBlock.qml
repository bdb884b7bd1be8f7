// A table with hairlines; wider than the column it scrolls sideways.
import QtQuick
import QtQuick.Layouts
import QtQuick.Controls.Basic
import QtQuick.Window
import Hearth
import Hearth.App

Item {
    id: block
    required property var cells
    required property var alignments
    required property int index
    required property int textSize
    required property int listDepth
    required property int quoteDepth
    signal linkActivated(string address)
    readonly property real indent: quoteDepth * 15 + listDepth * 24
    readonly property int columns: alignments.length

    implicitHeight: scroller.height + 16
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table, %1 columns, %2 rows").arg(columns).arg(cells.length)

    QuoteBars {
        depth: block.quoteDepth
        height: block.height
    }
    Flickable {
        id: scroller
        x: block.indent
        width: block.width - x
        height: grid.implicitHeight + 2 + (contentWidth > width ? 8 : 0)
        contentWidth: Math.max(width, grid.implicitWidth)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        clip: true
        ScrollBar.horizontal: ScrollBar {
            policy: scroller.contentWidth > scroller.width ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff
        }
        GridLayout {
            id: grid
            width: Math.max(implicitWidth, scroller.width)
            columns: block.columns
            columnSpacing: 0
            rowSpacing: 0
            Repeater {
                model: block.cells.length * block.columns
                Item {
                    id: cell
                    required property int index
                    readonly property int row: Math.floor(index / block.columns)
                    readonly property int col: index % block.columns
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    implicitWidth: Math.min(320, content.implicitWidth + 28)
                    implicitHeight: content.implicitHeight + 15
                    TextEdit {
                        id: content
                        x: cell.col === 0 ? 2 : 14
                        y: 7
                        width: parent.width - x - 12
                        readOnly: true
                        selectByMouse: false
                        persistentSelection: true
                        textFormat: TextEdit.PlainText   // InlineText writes the formats
                        wrapMode: TextEdit.Wrap
                        color: cell.row === 0 ? Theme.muted : Theme.ink
                        selectionColor: Theme.selection
                        selectedTextColor: Theme.ink
                        font.pixelSize: cell.row === 0 ? block.textSize - 2 : block.textSize - 1
                        font.weight: cell.row === 0 ? Font.Medium : Font.Normal
                        Accessible.role: cell.row === 0 ? Accessible.ColumnHeader : Accessible.Cell
                        Accessible.name: inline.readable
                        onLinkActivated: link => block.linkActivated(link)
                        SelectableText {
                            edit: content
                            inlineText: inline
                            blockIndex: block.index
                            cellIndex: cell.index
                        }
                        InlineText {
                            id: inline
                            typesetter: Typesetter
                            document: content.textDocument
                            html: block.cells[cell.row][cell.col] ?? ""
                            textSize: content.font.pixelSize
                            color: content.color
                            linkColor: Theme.ember
                            codeColor: Theme.panel2
                            codeFamily: Theme.mono
                            alignment: block.alignments[cell.col]
                            pixelRatio: Screen.devicePixelRatio
                        }
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: 1
                        color: cell.row === 0 ? Theme.panel3 : Theme.hair
                    }
                }
            }
        }
    }
}
