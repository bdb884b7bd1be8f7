// A picture in an answer. What came with the text is shown; what lies elsewhere is named and waits to be asked for.
import QtQuick
import QtQuick.Window
import Hearth
import Hearth.App

Item {
    id: block
    required property string text       // what stands for it in words
    required property string address
    required property string link       // where it leads; empty: nowhere
    required property string marker
    required property int index
    required property int textSize
    required property int listDepth
    required property int quoteDepth
    signal linkActivated(string address)
    readonly property bool keep: picture.state === PictureItem.Loading || (picture.elsewhere && picture.state === PictureItem.Shown)
    readonly property real indent: quoteDepth * 15 + listDepth * 24

    implicitHeight: frame.height + (follow.visible ? follow.height + 2 : 0) + 14

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
    Item {
        id: frame
        x: block.indent
        y: 2
        width: block.width - x
        height: picture.state === PictureItem.Shown ? picture.implicitHeight : note.height
        PictureItem {
            id: picture
            visible: state === PictureItem.Shown
            address: block.address
            widest: frame.width
            pixelRatio: Screen.devicePixelRatio
            width: implicitWidth
            height: implicitHeight
            Accessible.role: Accessible.Graphic
            Accessible.name: block.text === "" ? qsTr("Picture without a description") : qsTr("Picture: %1").arg(block.text)
        }
        Rectangle {
            id: note
            visible: picture.state !== PictureItem.Shown
            width: parent.width
            height: words.height + 24
            radius: Theme.radiusBlock
            color: Theme.panel
            Column {
                id: words
                x: 14
                y: 12
                width: parent.width - 28 - (load.visible ? load.width + 12 : 0)
                spacing: 2
                Text {
                    width: parent.width
                    visible: text !== ""
                    text: block.text
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    color: Theme.ink
                    font.pixelSize: block.textSize - 1
                }
                Text {
                    width: parent.width
                    text: picture.note
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    color: Theme.muted
                    font.pixelSize: Theme.label
                    Accessible.role: Accessible.StaticText
                    Accessible.name: block.text === "" ? text : qsTr("Picture: %1. %2").arg(block.text).arg(text)
                }
            }
            TextButton {
                id: load
                visible: picture.canLoad
                anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                text: qsTr("Load image")
                Accessible.name: qsTr("Load this image. %1").arg(picture.note)
                onClicked: picture.load()
            }
        }
        Rectangle {
            visible: selectable.selected
            anchors.fill: parent
            color: "transparent"
            border { width: 2; color: Theme.ember }
        }
        SelectableText {
            id: selectable
            edit: frame
            blockIndex: block.index
            whole: true
            link: picture.state === PictureItem.Shown ? block.link : ""
        }
        HoverHandler {
            enabled: block.link !== "" && picture.state === PictureItem.Shown
            cursorShape: Qt.PointingHandCursor
        }
    }
    TextButton {
        id: follow
        visible: block.link !== ""
        x: block.indent
        y: frame.y + frame.height + 2
        bare: true
        text: qsTr("Leads to %1").arg(block.link.replace(/^https?:\/\//i, "").replace(/[\/?#].*$/, ""))
        Accessible.name: qsTr("Open the link of this picture: %1").arg(block.link)
        onClicked: block.linkActivated(block.link)
    }
}
