// A displayed formula, centred; wider than the column it scrolls sideways. Its source stands in for it while it
// streams in and when it cannot be set.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Item {
    id: block
    required property color textColor
    required property int index
    required property int textSize
    required property string text
    required property string marker
    required property bool unfinished
    required property int listDepth
    required property int quoteDepth
    readonly property real indent: quoteDepth * 15 + listDepth * 24

    implicitHeight: scroller.height + 14
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Formula: %1").arg(text)

    QuoteBars {
        depth: block.quoteDepth
        height: block.height
    }
    ListMarker {
        marker: block.marker
        x: block.indent - width - 7
        y: 4
        textSize: block.textSize
    }
    Rectangle {
        visible: selectable.selected
        anchors.fill: scroller
        radius: 4
        color: Theme.emberSoft
        border { width: 1; color: Theme.ember }
    }
    SelectableText {
        id: selectable
        edit: scroller
        blockIndex: block.index
        whole: true
    }
    Flickable {
        id: scroller
        x: block.indent
        y: 2
        width: block.width - x
        height: Math.max(formula.shown ? formula.implicitHeight : source.implicitHeight, block.textSize) + 8
                + (contentWidth > width ? 8 : 0)
        contentWidth: Math.max(width, formula.shown ? formula.implicitWidth : 0)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        clip: true
        ScrollBar.horizontal: ScrollBar {
            policy: scroller.contentWidth > scroller.width ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff
        }
        FormulaItem {
            id: formula
            visible: shown
            x: Math.max(0, Math.round((scroller.width - implicitWidth) / 2))
            y: 4
            width: implicitWidth
            height: implicitHeight
            typesetter: Typesetter
            tex: block.unfinished ? "" : block.text
            color: block.textColor
            textSize: block.textSize + 1
        }
        TextEdit {
            id: source
            visible: !formula.shown
            y: 4
            width: scroller.width
            readOnly: true
            text: block.text.trim()
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            color: Theme.muted
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.family: Theme.mono
            font.pixelSize: block.textSize - 2
            font.underline: formula.error !== "" && !formula.unavailable
            Accessible.ignored: true
            HoverHandler { id: hover }
            ToolTip.visible: hover.hovered && formula.error !== ""
            ToolTip.delay: 400
            ToolTip.text: formula.unavailable ? formula.error : qsTr("This formula cannot be set: %1.").arg(formula.error)
        }
    }
}
