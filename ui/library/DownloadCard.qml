// One download: what, how far, how fast, what went wrong, and what to do.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: card
    required property string key
    required property string title
    required property string detail
    required property string sentence
    required property string page
    required property real share
    required property var spans
    required property bool canPause
    required property bool canResume
    required property bool stopped
    required property bool ready
    required property bool canRise
    required property bool canSink
    required property string path
    required property DownloadList downloads
    signal cancelRequested(string key, string title)
    signal startOverRequested(string key, string title)
    signal chatRequested(string path)
    signal linkActivated(string address)
    spacing: 4

    RowLayout {
        Layout.fillWidth: true
        spacing: 0
        Text {
            Layout.fillWidth: true
            text: card.title
            textFormat: Text.PlainText
            elide: Text.ElideMiddle
            color: Theme.ink
            font.pixelSize: Theme.label
            font.weight: Font.Medium
        }
        IconButton {
            visible: card.canRise
            implicitWidth: Theme.px(26); implicitHeight: Theme.px(26); iconSize: 13
            iconName: "arrow-up"
            text: qsTr("%1: earlier").arg(card.title)
            onClicked: card.downloads.move(card.key, -1)
        }
        IconButton {
            visible: card.canSink
            implicitWidth: Theme.px(26); implicitHeight: Theme.px(26); iconSize: 13
            iconName: "arrow-down"
            text: qsTr("%1: later").arg(card.title)
            onClicked: card.downloads.move(card.key, 1)
        }
        IconButton {
            visible: card.canPause
            implicitWidth: Theme.px(26); implicitHeight: Theme.px(26); iconSize: 13
            iconName: "pause"
            text: qsTr("Pause %1").arg(card.title)
            onClicked: card.downloads.pause(card.key)
        }
        IconButton {
            visible: card.canResume
            implicitWidth: Theme.px(26); implicitHeight: Theme.px(26); iconSize: 13
            iconName: "play"
            text: qsTr("Go on with %1").arg(card.title)
            onClicked: card.downloads.resume(card.key)
        }
        IconButton {
            implicitWidth: Theme.px(26); implicitHeight: Theme.px(26); iconSize: 12
            iconName: "close"
            text: card.ready ? qsTr("Take %1 off this list (the file stays)").arg(card.title) : qsTr("Cancel %1").arg(card.title)
            onClicked: {
                if (card.ready) card.downloads.cancel(card.key)
                else card.cancelRequested(card.key, card.title)
            }
        }
    }
    PartBar {
        visible: !card.ready
        Layout.fillWidth: true
        spans: card.spans
        share: card.share
    }
    Text {
        Layout.fillWidth: true
        text: card.detail
        color: Theme.muted
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("%1: %2").arg(card.title).arg(text)
    }
    Text {
        visible: text !== ""
        Layout.fillWidth: true
        text: card.sentence
        textFormat: Text.PlainText
        color: card.stopped ? Theme.brick : Theme.amber
        font.pixelSize: Theme.small
        lineHeight: 1.2
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Flow {
        visible: card.stopped || card.ready
        Layout.fillWidth: true
        spacing: 4
        TextButton {
            visible: card.stopped
            text: qsTr("Try again")
            implicitHeight: Theme.px(28)
            onClicked: card.downloads.resume(card.key)
        }
        TextButton {
            visible: card.stopped && card.page !== ""
            text: qsTr("Open the page")
            implicitHeight: Theme.px(28)
            onClicked: card.linkActivated(card.page)
        }
        TextButton {
            visible: card.stopped
            bare: true
            text: qsTr("Start over")
            onClicked: card.startOverRequested(card.key, card.title)
        }
        TextButton {
            visible: card.ready
            text: qsTr("Chat with it")
            implicitHeight: Theme.px(28)
            onClicked: card.chatRequested(card.path)
        }
    }
}
