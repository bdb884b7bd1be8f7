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
    signal regenerateWithRequested(var messageId)

    function follow() {
        view.follow()
    }
    function openFind() {
        chat.find.open()
        findBar.start()
    }
    // A tip with the command's keys.
    function tip(text, command) {
        const keys = app.commands.keys[command]
        return keys ? text + " (" + keys + ")" : text
    }

    RowLayout {
        id: top
        anchors { left: parent.left; right: parent.right; leftMargin: 12; rightMargin: 12 }
        height: Theme.px(52)
        spacing: 4
        IconButton {
            iconName: "sidebar"
            text: page.tip(page.sidebarShown ? qsTr("Hide the sidebar") : qsTr("Show the sidebar"), "sidebar.toggle")
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
            text: page.tip(Theme.dark ? qsTr("Light theme") : qsTr("Dark theme"), "theme.toggle")
            onClicked: page.app.appearance.toggle()
        }
        IconButton {
            iconName: "inspector"
            text: page.tip(page.app.inspector.open ? qsTr("Hide the inspector") : qsTr("Show the inspector"), "inspector.toggle")
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
        property int revealing: -1        // the row to go to, until its place is known for good
        // Who hurries through sees no words: messages are made when the hurry is over, one between two frames,
        // and so are those that take too long together.
        readonly property real hurry: 400   // pixels at a time
        property bool hurrying: false
        property real lastY: 0
        property var waiting: []            // rows that are still to be made
        onContentYChanged: {
            if (Math.abs(contentY - lastY) > hurry && !following) {
                hurrying = true
                calm.restart()
            }
            lastY = contentY
        }
        Timer {
            id: calm
            interval: 60
            onTriggered: {
                view.hurrying = false
                maker.start()
            }
        }
        Timer {
            id: maker
            interval: 5
            repeat: true
            onTriggered: {
                const row = view.waiting.shift()
                if (row) row.made = true
                else stop()
            }
        }

        function queue(row) {
            waiting.push(row)
            if (!hurrying) maker.start()
        }
        function follow() {
            following = true
            toEnd()
        }
        function reveal(row) {
            following = false
            revealing = row
            place.release()
            positionViewAtIndex(row, ListView.Center)
            place.take()
            settleReveal.restart()
        }
        // A place in a long message may still be off the screen.
        function bringIntoView(row, place) {
            if (place.width <= 0 || !row.isCurrentFind || moving) return
            const top = row.y + place.y, bottom = top + place.height
            if (top < contentY + 60) contentY = Math.max(originY, top - height / 3)
            else if (bottom > contentY + height - 40) contentY = Math.min(originY + contentHeight - height, bottom - height * 2 / 3)
        }
        function toEnd() {
            place.release()
            positionViewAtEnd()
            forceLayout()
            // The position is not clamped by itself when what was estimated turns out smaller.
            contentY = Math.max(originY, originY + contentHeight - height)
            place.take()
        }

        anchors { left: parent.left; right: parent.right; top: findBar.visible ? findBar.bottom : top.bottom; bottom: bottom.top }
        clip: true
        visible: !page.empty
        model: page.chat.messages
        cacheBuffer: 600
        currentIndex: -1                    // the first message is not kept when it is out of sight
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

        Timer {
            // Once more when what is above and below has been laid out.
            id: settleReveal
            interval: 60
            onTriggered: {
                if (view.revealing >= 0) {
                    place.release()
                    view.positionViewAtIndex(view.revealing, ListView.Center)
                    place.take()
                }
                view.revealing = -1
            }
        }

        delegate: Item {
            id: row
            required property MessageItem message
            required property int index
            readonly property bool isCurrentFind: page.chat.find.currentMessage === message.messageId
            property bool made: false
            readonly property bool provisional: loader.status !== Loader.Ready
            property bool placed: false   // the view has it, and has given it a place
            onHeightChanged: if (placed) place.hold()
            Component.onCompleted: {
                message.attach()
                if (!view.hurrying && turn.take()) made = true
                else view.queue(row)
                placed = true
            }
            Component.onDestruction: {
                message.detach()
                view.waiting = view.waiting.filter(other => other !== row)
            }
            width: ListView.view.width
            height: loader.status === Loader.Ready ? loader.height + (summaryNote.active ? summaryNote.height : 0)
                                                   : message.estimatedLines * 24 + 40
            opacity: page.chat.editingRow >= 0 && index > page.chat.editingRow ? 0.5 : 1
            Behavior on opacity { NumberAnimation { duration: Theme.slow } }
            Loader {
                active: loader.status !== Loader.Ready
                anchors.horizontalCenter: parent.horizontalCenter
                width: page.columnWidth
                sourceComponent: MessagePlaceholder { }
            }
            Loader {
                id: summaryNote
                active: row.message.summary !== "" && loader.status === Loader.Ready
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
                sourceComponent: !row.message.ready || !row.made ? null : row.message.fromUser ? userMessage : answerMessage
                Component {
                    id: userMessage
                    MessageUser {
                        message: row.message
                        chat: page.chat
                        commands: page.app.commands
                        onRegenerateWithRequested: id => page.regenerateWithRequested(id)
                    }
                }
                Component {
                    id: answerMessage
                    MessageAnswer {
                        message: row.message
                        chat: page.chat
                        figuresPinned: page.app.statistics.pinned
                        commands: page.app.commands
                        onRegenerateWithRequested: id => page.regenerateWithRequested(id)
                        onLinkActivated: address => page.linkActivated(address)
                        onCopyRequested: text => page.app.copyText(text)
                    }
                }
            }
            Loader {
                active: page.chat.find.active && page.chat.find.terms.length > 0
                anchors.fill: loader
                sourceComponent: FindMarks {
                    area: loader.item
                    terms: page.chat.find.terms
                    current: row.isCurrentFind ? page.chat.find.currentInMessage : -1
                    color: Theme.amber
                    onCurrentRectChanged: view.bringIntoView(row, currentRect)
                }
            }
        }
    }
    ReadingPlace {
        id: place
        list: view
    }
    // How many messages are made before others have their turn.
    TimeShare { id: turn }
    SelectionLayer {
        anchors.fill: view
        visible: view.visible
        list: view
        messages: page.chat.messages
        onLinkActivated: address => page.linkActivated(address)
    }
    FocusInSight { view: view }
    onChatChanged: view.follow()
    Connections {
        target: page.chat
        function onConversationChanged() { view.follow() }
        function onTurnStarted() { view.follow() }
        function onRevealed(row) { view.reveal(row) }
    }
    FindBar {
        id: findBar
        visible: page.chat.find.active
        find: page.chat.find
        anchors { right: parent.right; top: top.bottom; rightMargin: 16; topMargin: 2 }
        width: Math.min(420, page.width - 32)
        onDismissed: composer.field.forceActiveFocus()
    }

    EmptyState {
        visible: page.empty
        anchors { left: parent.left; right: parent.right; bottom: bottom.top; bottomMargin: 22 }
        app: page.app
    }

    TextButton {
        visible: !view.following && !page.empty && !view.atYEnd
        anchors { horizontalCenter: parent.horizontalCenter; bottom: bottom.top; bottomMargin: 10 }
        raised: true
        iconName: "arrow-down"
        text: page.chat.answeringHere ? qsTr("New text") : qsTr("To the end")
        onClicked: view.follow()
    }

    DropArea {
        // A model dropped anywhere on the page is opened; other files and text go to the composer.
        id: drop
        property string model: ""
        anchors.fill: parent
        onEntered: drag => {
            drag.accepted = drag.hasUrls || drag.hasText
            model = drag.hasUrls ? page.app.models.modelAmong(drag.urls) : ""
        }
        onDropped: event => {
            if (model !== "") page.app.models.load(model)
            else if (event.hasUrls) page.chat.attachments.addFiles(event.urls)
            else if (event.hasText && !page.chat.attachments.takeLongText(event.text)) composer.field.insert(composer.field.cursorPosition, event.text)
            event.accept(Qt.CopyAction)
        }
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
        Banner {
            visible: page.chat.temporary
            width: bottom.width
            iconName: "hourglass"
            text: qsTr("Temporary chat: it is kept in memory only, and gone when you end it or close Hearth.")
            TextButton {
                text: qsTr("End it")
                onClicked: page.app.endTemporary()
            }
        }
        QueueList {
            chat: page.chat
            width: bottom.width
            visible: page.chat.queue.count > 0
        }
        Composer {
            id: composer
            app: page.app
            width: bottom.width
            maximumHeight: Math.max(90, page.height * 0.4)
            onPickerRequested: page.pickerRequested()
        }
    }

    Rectangle {
        visible: drop.containsDrag
        anchors { fill: parent; margins: 10 }
        radius: Theme.radiusBubble
        color: Theme.panel
        opacity: 0.94
        border.width: 2
        border.color: Theme.ember
        Text {
            anchors.centerIn: parent
            text: drop.model !== "" ? qsTr("Drop the model to open it") : qsTr("Drop files to attach them")
            color: Theme.ink
            font.pixelSize: Theme.lead
        }
    }
    PassagesSheet { id: passagesSheet }
    Connections {
        target: page.chat.attachments
        function onShown(fileName, share, passages) { passagesSheet.show(fileName, share, passages) }
    }
}
