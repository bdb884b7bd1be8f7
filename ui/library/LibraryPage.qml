// The library: models on this computer, a catalogue and the hub on the left, the chosen one and the downloads on
// the right. In a narrow window one of the two is in front.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Page {
    id: page
    readonly property LibraryController library: app.library
    readonly property bool onePane: width < Theme.px(720)
    readonly property bool detailInFront: onePane && library.detail.kind !== ModelDetail.None
    title: qsTr("Library")
    Component.onCompleted: {
        library.open()
        list.searchField.forceActiveFocus()
    }

    panes: [
        Rectangle {
            id: right
            anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
            visible: !page.onePane || page.detailInFront || drawer.visible
            width: page.onePane ? parent.width : Math.min(Theme.px(420), parent.width * 0.45)
            height: parent.height
            color: page.onePane ? "transparent" : Theme.panel
        },
        LibraryList {
            id: list
            anchors {
                left: parent.left; leftMargin: page.onePane ? 20 : 30
                right: parent.right; rightMargin: page.onePane ? 20 : right.width + 30
                top: parent.top; topMargin: page.barHeight + 4
                bottom: parent.bottom; bottomMargin: page.onePane && drawer.visible ? drawer.height + 28 : 12
            }
            visible: !page.detailInFront
            library: page.library
            onFoldersRequested: foldersSheet.open()
            onChosen: if (page.onePane) detailPane.forceActiveFocus()
        },
        TextButton {
            id: backToList
            visible: page.detailInFront
            x: 14
            y: page.barHeight
            bare: true
            iconName: "chevron-left"
            text: qsTr("All models")
            onClicked: page.library.closeDetail()
        },
        DetailPane {
            id: detailPane
            visible: !page.onePane || page.detailInFront
            anchors {
                left: right.left; leftMargin: page.onePane ? 20 : 26
                right: right.right; rightMargin: page.onePane ? 20 : 26
                top: parent.top; topMargin: page.barHeight + (page.onePane ? backToList.height + 4 : 6)
                bottom: parent.bottom; bottomMargin: drawer.visible ? drawer.height + 32 : 12
            }
            app: page.app
            onChatRequested: page.backRequested()
            onLinkActivated: address => page.linkRequested(address)
        },
        DownloadsDrawer {
            id: drawer
            anchors {
                left: right.left; leftMargin: page.onePane ? 14 : 18
                right: right.right; rightMargin: page.onePane ? 14 : 18
                bottom: parent.bottom; bottomMargin: 16
            }
            height: implicitHeight
            tallest: page.height * (page.onePane ? 0.46 : 0.42)
            downloads: page.library.downloads
            onCancelRequested: (key, title) => cancelSheet.ask(key, title)
            onStartOverRequested: (key, title) => startOverSheet.ask(key, title)
            onChatRequested: path => {
                page.app.models.load(path)
                page.backRequested()
            }
            onLinkActivated: address => page.linkRequested(address)
        }
    ]
    FoldersSheet {
        id: foldersSheet
        found: page.library.found
    }
    StartOverSheet {
        id: startOverSheet
        downloads: page.library.downloads
    }
    Sheet {
        id: cancelSheet
        property string key: ""
        property string name: ""
        function ask(which, title) {
            key = which
            name = title
            open()
        }
        title: qsTr("Cancel this download?")
        onOpened: keep.forceActiveFocus(Qt.TabFocusReason)
        SheetText { text: qsTr("What was received of %1 so far is deleted. To go on later, pause it instead.").arg(cancelSheet.name) }
        buttons: [
            TextButton {
                primary: true
                text: qsTr("Cancel and delete")
                onClicked: {
                    page.library.downloads.cancel(cancelSheet.key)
                    cancelSheet.close()
                }
            },
            TextButton {
                text: qsTr("Pause it")
                onClicked: {
                    page.library.downloads.pause(cancelSheet.key)
                    cancelSheet.close()
                }
            },
            TextButton {
                id: keep
                text: qsTr("Keep it")
                onClicked: cancelSheet.close()
            }
        ]
    }
}
