// A table with hairlines; wider than the column it scrolls sideways.
import QtQuick
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
    // Columns in the order in which its own head is read, whatever the window's language.
    LayoutMirroring.enabled: /^[^A-Za-z\u00C0-\u024F\u0400-\u04FF]*[\u0590-\u08FF]/.test((cells[0] ?? []).join(" "))
    LayoutMirroring.childrenInherit: true

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
        contentWidth: Math.max(width, rows.totalWidth)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        clip: true
        ScrollBar.horizontal: ScrollBar {
            policy: scroller.contentWidth > scroller.width ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff
        }
        TableRows {
            id: rows
            columns: block.columns
            textSize: block.textSize
            codeFamily: Theme.mono
            available: scroller.width
            cells: block.cells
        }
        LazyColumn {
            id: grid
            width: rows.totalWidth
            model: rows
            lineHeight: block.textSize * 1.32 + 16
            delegates: Component {
                Item {
                    id: line
                    required property var rowCells
                    required property int index
                    width: rows.totalWidth
                    height: cellRow.height
                    Row {
                        id: cellRow
                        Repeater {
                            model: block.columns
                            Item {
                                id: cell
                                required property int index
                                width: rows.widths[index] ?? 0
                                height: content.implicitHeight + 15
                                TextEdit {
                                    id: content
                                    x: cell.index === 0 ? 2 : 14
                                    y: 7
                                    width: parent.width - x - 12
                                    readOnly: true
                                    selectByMouse: false
                                    persistentSelection: true
                                    textFormat: TextEdit.PlainText   // InlineText writes the formats
                                    wrapMode: TextEdit.Wrap
                                    color: line.index === 0 ? Theme.muted : Theme.ink
                                    selectionColor: Theme.selection
                                    selectedTextColor: Theme.ink
                                    font.pixelSize: line.index === 0 ? block.textSize - 2 : block.textSize - 1
                                    font.weight: line.index === 0 ? Font.Medium : Font.Normal
                                    Accessible.role: line.index === 0 ? Accessible.ColumnHeader : Accessible.Cell
                                    Accessible.name: inline.readable
                                    onLinkActivated: link => block.linkActivated(link)
                                    onImplicitWidthChanged: rows.widen(cell.index, implicitWidth)
                                    SelectableText {
                                        edit: content
                                        inlineText: inline
                                        blockIndex: block.index
                                        cellIndex: line.index * block.columns + cell.index
                                    }
                                    InlineText {
                                        id: inline
                                        typesetter: Typesetter
                                        document: content.textDocument
                                        html: line.rowCells[cell.index] ?? ""
                                        textSize: content.font.pixelSize
                                        color: content.color
                                        linkColor: Theme.ember
                                        codeColor: Theme.panel2
                                        codeFamily: Theme.mono
                                        alignment: block.alignments[cell.index]
                                        pixelRatio: Screen.devicePixelRatio
                                    }
                                }
                            }
                        }
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: 1
                        color: line.index === 0 ? Theme.panel3 : Theme.hair
                    }
                }
            }
        }
    }
}
