// Code: language on the left, copy on the right, its own sideways scroll, never wrapped.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Item {
    id: block
    required property string text
    required property string language
    required property int listDepth
    required property int quoteDepth
    signal copyRequested(string text)
    readonly property real indent: quoteDepth * 15 + listDepth * 24

    implicitHeight: box.height + 14

    QuoteBars {
        depth: block.quoteDepth
        height: block.height
    }
    Rectangle {
        id: box
        x: block.indent
        width: block.width - x
        height: Theme.px(34) + code.implicitHeight + 14 + (scroller.contentWidth > scroller.width ? 6 : 0)
        radius: Theme.radiusBlock
        color: Theme.code

        Text {
            x: 14
            y: 9
            text: block.language === "" ? qsTr("text") : block.language
            color: Theme.muted
            font.pixelSize: Theme.small
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
            contentWidth: code.implicitWidth
            contentHeight: height
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentWidth > width
            clip: true
            ScrollBar.horizontal: ScrollBar {
                policy: scroller.contentWidth > scroller.width ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff
            }
            TextEdit {
                id: code
                readOnly: true
                selectByMouse: true
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.NoWrap
                color: Theme.ink
                selectionColor: Theme.ember
                selectedTextColor: Theme.paper
                font.family: Theme.mono
                font.pixelSize: Theme.codeSize
                tabStopDistance: metrics.advanceWidth("    ")
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("Code, %1, %n line(s)", "", code.lineCount).arg(block.language === "" ? qsTr("text") : block.language)
                FontMetrics {
                    id: metrics
                    font: code.font
                }
                TextFeed {
                    document: code.textDocument
                    text: block.text
                }
            }
        }
    }
}
