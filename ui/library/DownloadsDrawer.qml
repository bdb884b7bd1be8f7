// The queue of downloads, at the foot of the right pane while there is one.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Rectangle {
    id: drawer
    required property DownloadList downloads
    property real tallest: Theme.px(300)
    signal cancelRequested(string key, string title)
    signal startOverRequested(string key, string title)
    signal chatRequested(string path)
    signal linkActivated(string address)
    visible: list.count > 0
    implicitHeight: Math.min(list.contentHeight, tallest) + 28
    radius: Theme.radiusBlock
    color: Theme.paper
    border.width: 1
    border.color: Theme.hair

    ListView {
        id: list
        anchors { fill: parent; margins: 14 }
        clip: true
        spacing: 16
        model: drawer.downloads.rows
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Downloads")
        ScrollBar.vertical: ScrollBar { }
        delegate: DownloadCard {
            width: ListView.view.width
            downloads: drawer.downloads
            onCancelRequested: (key, title) => drawer.cancelRequested(key, title)
            onStartOverRequested: (key, title) => drawer.startOverRequested(key, title)
            onChatRequested: path => drawer.chatRequested(path)
            onLinkActivated: address => drawer.linkActivated(address)
        }
    }
}
