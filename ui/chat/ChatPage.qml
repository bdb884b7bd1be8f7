// The open conversation: top line, reading column, notices, composer.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Item {
    id: page
    required property HearthApp app
    property bool sidebarShown: true
    readonly property ChatController chat: app.chat
    readonly property bool empty: chat.messages.count === 0
    readonly property real columnWidth: Math.min(Theme.columnWidth, width - 48)
    readonly property alias composer: composer
    readonly property alias view: view
    signal sidebarToggled()
    signal linkActivated(string address)
    signal pickerRequested()
    signal openFileRequested()
    signal realModelRequested()
    signal hardwareRequested()
    signal menuRequested(Item anchor)
    signal inspectorToggled()

    function follow() {
        view.follow()
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
        Text {
            text: page.chat.title
            color: Theme.muted
            font.pixelSize: Theme.row
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.leftMargin: 4
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        IconButton {
            iconName: Theme.dark ? "sun" : "moon"
            text: Theme.dark ? qsTr("Light theme (Ctrl+Shift+L)") : qsTr("Dark theme (Ctrl+Shift+L)")
            onClicked: page.app.appearance.toggle()
        }
        IconButton {
            iconName: "inspector"
            text: page.app.inspector.open ? qsTr("Hide the inspector (Ctrl+I)") : qsTr("Show the inspector (Ctrl+I)")
            onClicked: page.inspectorToggled()
        }
        IconButton {
            id: more
            iconName: "more"
            text: qsTr("More")
            onClicked: page.menuRequested(more)
        }
    }

    ListView {
        id: view
        objectName: "conversation"
        property bool following: true     // stays at the end while the answer grows

        function follow() {
            following = true
            toEnd()
        }
        function toEnd() {
            positionViewAtEnd()
            forceLayout()
            // The position is not clamped by itself when what was estimated turns out smaller.
            contentY = Math.max(originY, originY + contentHeight - height)
        }

        anchors { left: parent.left; right: parent.right; top: top.bottom; bottom: bottom.top }
        clip: true
        visible: !page.empty
        model: page.chat.messages
        cacheBuffer: 600
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Conversation")
        header: Item { height: 8 }
        footer: Item { height: Theme.px(20) }
        ScrollBar.vertical: ScrollBar { id: bar }

        onContentHeightChanged: if (following && !moving) Qt.callLater(toEnd)
        onHeightChanged: if (following) Qt.callLater(toEnd)
        onMovementEnded: following = atYEnd
        onModelChanged: following = true
        Connections {
            target: bar
            function onPressedChanged() { view.following = !bar.pressed && view.atYEnd }
        }
        WheelHandler {
            // The wheel scrolls without counting as a movement when it is not kinetic.
            target: null
            blocking: false
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            onWheel: event => {
                if (event.angleDelta.y > 0) view.following = false
                settle.restart()
            }
        }
        Timer {
            id: settle
            interval: 150
            onTriggered: view.following = view.atYEnd
        }

        delegate: Item {
            id: row
            required property MessageItem message
            required property int index
            width: ListView.view.width
            height: loader.height + (summaryNote.active ? summaryNote.height : 0)
            opacity: page.chat.editingRow >= 0 && index > page.chat.editingRow ? 0.5 : 1
            Behavior on opacity { NumberAnimation { duration: Theme.slow } }
            Loader {
                id: summaryNote
                active: row.message.summary !== ""
                visible: active
                anchors { top: loader.bottom; left: loader.left; right: loader.right }
                sourceComponent: SummaryNote {
                    message: row.message
                    chat: page.chat
                }
            }
            Loader {
                id: loader
                x: Math.round((row.width - width) / 2)
                width: page.columnWidth
                sourceComponent: row.message.fromUser ? userMessage : answerMessage
                Component {
                    id: userMessage
                    MessageUser {
                        message: row.message
                        chat: page.chat
                    }
                }
                Component {
                    id: answerMessage
                    MessageAnswer {
                        message: row.message
                        chat: page.chat
                        figuresPinned: page.app.statistics.pinned
                        onLinkActivated: address => page.linkActivated(address)
                        onCopyRequested: text => page.app.copyText(text)
                    }
                }
            }
        }
    }
    Connections {
        target: page.chat
        function onConversationChanged() { view.follow() }
        function onTurnStarted() { view.follow() }
    }

    EmptyState {
        visible: page.empty
        anchors { left: parent.left; right: parent.right; bottom: bottom.top; bottomMargin: 22 }
        app: page.app
    }

    TextButton {
        visible: !view.following && !page.empty && !view.atYEnd
        anchors { horizontalCenter: parent.horizontalCenter; bottom: bottom.top; bottomMargin: 10 }
        iconName: "arrow-down"
        text: page.chat.answeringHere ? qsTr("New text") : qsTr("To the end")
        onClicked: view.follow()
    }

    // A positioner, not a layout: a layout keeps its height when its last visible child goes.
    Column {
        id: bottom
        anchors { horizontalCenter: parent.horizontalCenter }
        // In an empty chat the composer sits in the middle, then moves down.
        y: page.empty ? Math.max(top.height + 120, Math.min(page.height - height - 14, page.height * 0.46)) : page.height - height - 14
        width: page.columnWidth
        spacing: 8

        Notices {
            app: page.app
            width: bottom.width
            onOpenFileRequested: page.openFileRequested()
            onRealModelRequested: page.realModelRequested()
            onHardwareRequested: page.hardwareRequested()
        }
        Composer {
            id: composer
            app: page.app
            width: bottom.width
            maximumHeight: Math.max(90, page.height * 0.4)
            onPickerRequested: page.pickerRequested()
        }
    }
}
