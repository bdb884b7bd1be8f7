// What the graphics card, the memory and the processor do for the loaded model, and what a user can choose.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

FocusScope {
    id: page
    required property HearthApp app
    property bool sidebarShown: true
    readonly property HardwareController hardware: app.hardware
    readonly property real columnWidth: Math.min(1100, width - (width < 760 ? 48 : 80))
    signal sidebarToggled()
    signal backRequested()

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
    Accessible.name: qsTr("Hardware")
    Component.onCompleted: hardware.findCards()
    Connections {
        target: page.Window.window
        function onActiveFocusItemChanged() {
            const item = page.Window.window.activeFocusItem
            for (let above = item; above; above = above.parent) if (above === column) page.reveal(item)
        }
    }

    RowLayout {
        id: top
        anchors { left: parent.left; right: parent.right; leftMargin: 12; rightMargin: 12 }
        height: 52
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
        objectName: "hardwareView"
        anchors { left: parent.left; right: parent.right; top: top.bottom; bottom: parent.bottom }
        contentHeight: column.height + 30
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { }

        Column {
            id: column
            anchors.horizontalCenter: parent.horizontalCenter
            width: page.columnWidth
            spacing: 22

            Column {
                width: parent.width
                spacing: 6
                Text {
                    text: qsTr("Hardware")
                    color: Theme.ink
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
                Text {
                    width: parent.width
                    text: page.hardware.sentence
                    color: Theme.muted
                    font.pixelSize: Theme.body
                    lineHeight: 1.3
                    wrapMode: Text.Wrap
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
                Text {
                    visible: text !== ""
                    width: parent.width
                    text: page.hardware.advice
                    color: Theme.muted
                    font.pixelSize: Theme.body
                    lineHeight: 1.3
                    wrapMode: Text.Wrap
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
            }
            MemoryBar {
                visible: page.hardware.onCard
                width: parent.width
                hardware: page.hardware
            }
            LayerStrip {
                visible: page.hardware.onCard && !page.hardware.hasExperts && page.hardware.layers > 0
                width: parent.width
                hardware: page.hardware
            }
            ExpertMapSection {
                visible: page.hardware.hasMap
                width: parent.width
                hardware: page.hardware
            }
            NumberTiles {
                visible: page.hardware.known
                width: parent.width
                tiles: page.hardware.tiles
            }
            DeviceChoices {
                width: parent.width
                hardware: page.hardware
            }
        }
    }
}
