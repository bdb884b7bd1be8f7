// Code: language on the left; wrap, save and copy on the right; long lines scroll sideways unless wrapped.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Item {
    id: block
    required property string text
    required property string language
    required property int index
    required property int textSize
    required property int listDepth
    required property int quoteDepth
    signal copyRequested(string text)
    property bool wrapped: false
    property string problem: ""   // why the code could not be saved
    readonly property string label: language === "" ? qsTr("text") : language
    readonly property bool keep: wrapped || copy.justCopied || saver.active
    readonly property real indent: quoteDepth * 15 + listDepth * 24

    implicitHeight: box.height + 14 + (trouble.visible ? trouble.height + 4 : 0)

    QuoteBars {
        depth: block.quoteDepth
        height: block.height
    }
    Rectangle {
        id: box
        // Code is read from left to right in every language.
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: true
        x: block.indent
        width: block.width - x
        height: Theme.px(34) + code.implicitHeight + 14 + (scroller.contentWidth > scroller.width ? 6 : 0)
        radius: Theme.radiusBlock
        color: Theme.code

        Text {
            x: 14
            y: 9
            text: block.label
            color: Theme.muted
            font.pixelSize: Theme.small
        }
        TextButton {
            anchors { right: save.left; top: parent.top; topMargin: 4 }
            visible: scroller.needed > scroller.width || block.wrapped
            bare: true
            size: Theme.small
            text: block.wrapped ? qsTr("Do not wrap") : qsTr("Wrap")
            Accessible.name: block.wrapped ? qsTr("Show long lines of this code in one piece") : qsTr("Wrap long lines of this code")
            onClicked: block.wrapped = !block.wrapped
        }
        TextButton {
            id: save
            anchors { right: copy.left; top: parent.top; topMargin: 4 }
            bare: true
            size: Theme.small
            text: qsTr("Save")
            Accessible.name: qsTr("Save this code to a file")
            onClicked: {
                saver.active = true
                saver.item.open()
            }
        }
        Loader {
            id: saver
            active: false
            sourceComponent: SaveCode {
                text: block.text
                language: block.language
                onFailed: reason => block.problem = reason
                onSaved: block.problem = ""
            }
        }
        TextButton {
            id: copy
            property bool justCopied: false
            anchors { right: parent.right; top: parent.top; rightMargin: 8; topMargin: 4 }
            bare: true
            size: Theme.small
            text: justCopied ? qsTr("Copied") : qsTr("Copy")
            Accessible.name: qsTr("Copy this code")
            onClicked: {
                block.copyRequested(block.text)
                justCopied = true
                reset.restart()
            }
            Timer {
                id: reset
                interval: 1600
                onTriggered: copy.justCopied = false
            }
        }
        Flickable {
            id: scroller
            x: 14
            y: Theme.px(34)
            width: parent.width - 28
            height: parent.height - y
            // Most of long code is not made: its longest line tells, where all characters are one column wide.
            readonly property real needed: Math.max(code.implicitWidth, code.complete ? 0 : source.longestLine * metrics.advanceWidth("0"))
            contentWidth: block.wrapped ? width : Math.max(width, needed)
            contentHeight: height
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentWidth > width
            clip: true
            ScrollBar.horizontal: ScrollBar {
                policy: scroller.contentWidth > scroller.width ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff
            }
            CodeText {
                id: source
                typesetter: Typesetter
                language: block.language
                text: block.text
            }
            LazyColumn {
                // A hundred lines each: what changes is laid out anew as a whole.
                id: code
                width: implicitWidth
                model: source
                lineHeight: metrics.height * 1.35
                rowsAtOnce: 3
                delegates: Component {
                    TextEdit {
                        id: part
                        required property string lines
                        required property int start
                        required property int index
                        readOnly: true
                        selectByMouse: false
                        persistentSelection: true
                        textFormat: TextEdit.PlainText
                        horizontalAlignment: TextEdit.AlignLeft
                        // Without wrapping no width is set: every change would lay all lines out twice.
                        width: block.wrapped ? scroller.width : undefined
                        wrapMode: block.wrapped ? TextEdit.WrapAtWordBoundaryOrAnywhere : TextEdit.NoWrap
                        color: Theme.ink
                        selectionColor: Theme.selection
                        selectedTextColor: Theme.ink
                        font.family: Theme.mono
                        font.pixelSize: block.textSize - 2
                        tabStopDistance: metrics.advanceWidth("    ")
                        Accessible.role: Accessible.StaticText
                        Accessible.name: index === 0 ? qsTr("Code, %1, %n line(s)", "", source.lineCount).arg(block.label)
                                                     : qsTr("Code, continued")
                        SelectableText {
                            edit: part
                            blockIndex: block.index
                            firstPlace: part.start
                        }
                        CodePainter {
                            code: source
                            row: part.index
                            document: part.textDocument
                            dark: Theme.dark
                            highContrast: Theme.highContrast
                        }
                        TextFeed {
                            document: part.textDocument
                            text: part.lines
                        }
                    }
                }
            }
            FontMetrics {
                id: metrics
                font.family: Theme.mono
                font.pixelSize: block.textSize - 2
            }
        }
    }
    Text {
        id: trouble
        visible: block.problem !== ""
        anchors.top: box.bottom
        anchors.topMargin: 4
        x: block.indent
        width: block.width - x
        text: block.problem
        wrapMode: Text.Wrap
        color: Theme.brick
        font.pixelSize: Theme.label
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
}
