// A paragraph, heading or list item.
import QtQuick
import Hearth

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
    required property int index
    signal linkActivated(string address)
    readonly property real quoteIndent: quoteDepth * 15
    readonly property real indent: quoteIndent + listDepth * 24
    readonly property real gapAbove: index === 0 ? 0 : level > 0 ? 10 : tight ? -8 : 0

    implicitHeight: body.implicitHeight + 12 + gapAbove

    QuoteBars {
        depth: block.quoteDepth
        y: block.gapAbove
        height: block.height - 12 - y
    }
    Text {
        visible: block.marker !== ""
        x: block.indent - width - 7
        y: body.y
        text: block.marker
        color: Theme.muted
        font.pixelSize: block.textSize
        lineHeight: 1.32
        Accessible.ignored: true
    }
    TextEdit {
        id: body
        x: block.indent
        y: block.gapAbove
        width: block.width - x
        readOnly: true
        selectByMouse: true
        activeFocusOnPress: true
        textFormat: TextEdit.RichText
        wrapMode: TextEdit.Wrap
        text: Theme.rich(block.text)
        color: block.textColor
        selectionColor: Theme.ember
        selectedTextColor: Theme.paper
        font.pixelSize: block.level === 1 ? Theme.title : block.level === 2 ? Theme.heading : block.level === 3 ? Theme.lead : block.textSize
        font.weight: block.level > 0 ? Font.DemiBold : Font.Normal
        Accessible.role: block.level > 0 ? Accessible.Heading : block.marker !== "" ? Accessible.ListItem : Accessible.Paragraph
        Accessible.name: body.getText(0, body.length)
        onLinkActivated: link => block.linkActivated(link)
        HoverHandler {
            cursorShape: body.hoveredLink !== "" ? Qt.PointingHandCursor : Qt.IBeamCursor
        }
    }
}
