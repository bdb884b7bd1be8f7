// A page beside the chat: the way back at its top, a title, and one column of sections that scrolls.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

FocusScope {
    id: page
    required property HearthApp app
    required property string title
    property bool sidebarShown: true
    property real widest: 1100   // of the column
    property real sectionGap: 22
    property string viewName: ""   // how tests call the scrolled part
    default property alias content: sections.data
    property alias panes: paneHolder.data   // instead of the scrolled column: the whole page, under the bar at its top
    readonly property bool scrolls: paneHolder.children.length === 0
    readonly property real barHeight: top.height
    readonly property real columnWidth: Math.min(Theme.px(widest), width - (width < Theme.px(760) ? 48 : 80))
    signal sidebarToggled()
    signal backRequested()
    signal pageRequested(string name)
    signal linkRequested(string address)   // to be shown before it is opened
    signal requestsRequested()             // the list of what was sent

    // Keeps what the keyboard is on in sight.
    function reveal(item: Item) {
        const y = item.mapToItem(column, 0, 0).y
        if (y < 0 || y > column.height) return
        if (y - 24 < view.contentY) view.contentY = Math.max(0, y - 24)
        else if (y + item.height + 24 > view.contentY + view.height)
            view.contentY = Math.min(view.contentHeight - view.height, y + Math.min(item.height, view.height - 48) + 24 - view.height)
    }

    function scroll(pixels: real) {
        view.contentY = Math.max(0, Math.min(view.contentHeight - view.height, view.contentY + pixels))
    }

    Keys.onPressed: event => {
        if (event.key !== Qt.Key_PageDown && event.key !== Qt.Key_PageUp) return
        scroll((event.key === Qt.Key_PageDown ? 0.8 : -0.8) * view.height)
        event.accepted = true
    }
    Accessible.role: Accessible.Pane
    Accessible.name: page.title
    Connections {
        target: page.Window.window
        function onActiveFocusItemChanged() {
            const item = page.Window.window.activeFocusItem
            for (let above = item; above; above = above.parent) if (above === column) page.reveal(item)
        }
    }

    Item {
        id: paneHolder
        anchors.fill: parent
    }
    RowLayout {
        id: top
        anchors { left: parent.left; right: parent.right; leftMargin: 12; rightMargin: 12 }
        height: Theme.px(52)
        spacing: 4
        IconButton {
            iconName: "sidebar"
            text: page.sidebarShown ? qsTr("Hide the sidebar (Ctrl+B)") : qsTr("Show the sidebar (Ctrl+B)")
            onClicked: page.sidebarToggled()
        }
        TextButton {
            id: back
            focus: true
            bare: true
            iconName: "chevron-left"
            text: qsTr("Back to the chat")
            size: Theme.row
            onClicked: page.backRequested()
        }
        Item { Layout.fillWidth: true }
        IconButton {
            iconName: Theme.dark ? "sun" : "moon"
            text: Theme.dark ? qsTr("Light theme (Ctrl+Shift+L)") : qsTr("Dark theme (Ctrl+Shift+L)")
            onClicked: page.app.appearance.toggle()
        }
    }

    Flickable {
        id: view
        objectName: page.viewName
        visible: page.scrolls
        anchors { left: parent.left; right: parent.right; top: top.bottom; bottom: parent.bottom }
        contentHeight: column.height + 30
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { }

        Column {
            id: column
            anchors.horizontalCenter: parent.horizontalCenter
            width: page.columnWidth
            spacing: 6
            Text {
                text: page.title
                color: Theme.ink
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            Column {
                id: sections
                width: parent.width
                topPadding: page.sectionGap > 22 ? 14 : 0
                spacing: page.sectionGap
            }
        }
    }
}
