// A paragraph, heading or list item.
import QtQuick
import QtQuick.Window
import Hearth
import Hearth.App

Item {
    id: block
    required property color textColor
    required property int textSize
    required property string text
    required property string marker
    required property int level
    required property int listDepth
    required property int quoteDepth
    required property bool tight
    required property bool footnote
    required property bool continued   // goes on in the next block
    required property int index
    signal linkActivated(string address)
    readonly property real quoteIndent: quoteDepth * 15
    readonly property real indent: quoteIndent + listDepth * 24 + (footnote ? 24 : 0)
    readonly property bool fromRight: inline.rightToLeft   // by its own words, whatever the window speaks
    readonly property int pixelSize: level === 1 ? Math.round(textSize * 1.47) : level === 2 ? Math.round(textSize * 1.27)
        : level === 3 ? Math.round(textSize * 1.13) : footnote ? textSize - 2 : textSize
    readonly property real gapAbove: index === 0 ? 0 : level > 0 ? 10 : tight ? -8 : 0

    readonly property real gapBelow: continued ? 0 : 12
    implicitHeight: body.implicitHeight + gapBelow + gapAbove

    QuoteBars {
        depth: block.quoteDepth
        y: block.gapAbove
        x: block.fromRight ? block.width - width : 0
        height: block.height - block.gapBelow - y
    }
    ListMarker {
        id: marker
        marker: block.marker
        fromRight: block.fromRight
        x: block.fromRight ? block.width - block.indent + 7 : block.indent - width - 7
        y: body.y + Math.round(inline.firstBaseline - baselineOffset) - (block.footnote ? 3 : 0)
        textSize: block.footnote ? block.textSize - 4 : block.textSize
    }
    TextEdit {
        id: body
        x: block.fromRight ? 0 : block.indent
        y: block.gapAbove
        width: block.width - block.indent
        readOnly: true
        selectByMouse: false
        persistentSelection: true
        activeFocusOnPress: false
        textFormat: TextEdit.PlainText   // InlineText writes the formats
        wrapMode: TextEdit.Wrap
        color: block.footnote ? Theme.muted : block.textColor
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: block.pixelSize
        font.weight: block.level > 0 ? Font.DemiBold : Font.Normal
        Accessible.role: block.level > 0 ? Accessible.Heading : block.marker !== "" ? Accessible.ListItem : Accessible.Paragraph
        Accessible.name: marker.task ? (marker.done ? qsTr("Done: %1") : qsTr("To do: %1")).arg(inline.readable) : inline.readable
        onLinkActivated: link => block.linkActivated(link)
        SelectableText {
            edit: body
            inlineText: inline
            blockIndex: block.index
        }
        InlineText {
            id: inline
            typesetter: Typesetter
            document: body.textDocument
            html: block.text
            textSize: block.pixelSize
            color: body.color
            linkColor: Theme.ember
            codeColor: Theme.panel2
            codeFamily: Theme.mono
            pixelRatio: Screen.devicePixelRatio
            widest: body.width
        }
        HoverHandler {
            cursorShape: body.hoveredLink !== "" ? Qt.PointingHandCursor : Qt.IBeamCursor
        }
    }
}
