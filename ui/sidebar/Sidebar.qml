// New chat, search, and the conversations: pinned, in folders, by day.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Qt.labs.qmlmodels
import Hearth
import Hearth.App

Rectangle {
    id: root
    required property HearthApp app
    readonly property ConversationListModel list: app.conversations
    readonly property alias searchField: search
    readonly property alias listView: view
    property string pageName: ""   // of the page in front of the chat
    signal chosen()
    signal pageRequested(string name)
    signal trashRequested()
    signal folderSettingsRequested(var id)
    signal folderExportRequested(var id, string name)
    color: Theme.panel

    // Renames the row that has the keyboard, else the chat that is open.
    function rename() {
        for (let i = 0; i < view.count; ++i) {
            const item = view.itemAtIndex(i) as SidebarRow
            if (item && item.activeFocus) return item.startRenaming()
        }
        for (let i = 0; i < view.count; ++i) {
            const item = view.itemAtIndex(i) as ConversationRow
            if (item && item.active) return item.startRenaming()
        }
    }
    function renameFolder(id) {
        for (let i = 0; i < view.count; ++i) {
            const item = view.itemAtIndex(i) as FolderRow
            if (item && item.rowId === id) return item.startRenaming()
        }
    }

    // ---- Dragging: what is held, and where it would go
    property var held: null   // {ids: […]} of chats, or {folder: id}
    function hold(what, label) {
        held = what
        ghost.label = label
        ghost.Drag.active = true
    }
    function drag(scenePosition) {
        const place = root.mapFromItem(null, scenePosition.x, scenePosition.y)
        ghost.x = place.x - 8
        ghost.y = place.y - 8
    }
    function release() {
        ghost.Drag.drop()
        ghost.Drag.active = false
        held = null
    }

    ColumnLayout {
        anchors { fill: parent; margins: 12; topMargin: 14 }
        spacing: 6

        SidebarLink {
            Layout.fillWidth: true
            iconName: "plus"
            text: qsTr("New chat")
            strong: true
            keys: root.app.commands.keys["chat.new"]
            onClicked: {
                root.app.newChat()
                root.chosen()
            }
        }
        TextField {
            id: search
            Layout.fillWidth: true
            implicitHeight: Theme.px(36)
            readonly property real iconRoom: Theme.px(15) + 18
            leftPadding: LayoutMirroring.enabled ? Theme.px(52) : iconRoom
            rightPadding: LayoutMirroring.enabled ? iconRoom : Theme.px(52)
            placeholderText: qsTr("Search")
            placeholderTextColor: Theme.muted
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.pixelSize: Theme.row
            verticalAlignment: TextInput.AlignVCenter
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Search all chats")
            onTextChanged: root.list.query = text
            Keys.onEscapePressed: event => {
                event.accepted = text !== ""
                clear()
            }
            Keys.onDownPressed: view.forceActiveFocus()
            background: Rectangle {
                radius: Theme.radiusRow
                color: Theme.panel2
                FocusRing { shown: search.activeFocus }
            }
            Icon {
                anchors.left: parent.left
                anchors.leftMargin: 10
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(15)
                height: Theme.px(15)
                name: "search"
                color: Theme.muted
            }
            Text {
                anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                visible: search.text === ""
                text: root.app.commands.keys["palette.open"]
                color: Theme.muted
                font.pixelSize: Theme.px(11)
            }
            IconButton {
                anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
                visible: search.text !== ""
                implicitWidth: Theme.px(28)
                implicitHeight: Theme.px(28)
                iconSize: 13
                iconName: "close"
                text: qsTr("Clear the search")
                onClicked: search.clear()
            }
        }
        SidebarLink {
            Layout.fillWidth: true
            visible: root.app.hasTemporary
            iconName: "hourglass"
            text: qsTr("Temporary chat")
            current: root.app.chat.temporary && root.pageName === ""
            keys: root.app.commands.keys["chat.temporary"]
            onClicked: {
                root.app.showTemporary()
                root.chosen()
            }
        }
        ListView {
            id: view
            objectName: "conversations"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            model: root.list
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            spacing: 1
            Accessible.role: Accessible.List
            Accessible.name: root.list.searching ? qsTr("Search results") : qsTr("Chats")
            ScrollBar.vertical: ScrollBar { }
            onActiveFocusChanged: if (activeFocus && count > 0) itemAtIndex(Math.max(0, currentIndex))?.forceActiveFocus(Qt.TabFocusReason)
            section.property: "section"
            section.delegate: Text {
                required property string section
                width: ListView.view.width
                topPadding: 14
                bottomPadding: 4
                leftPadding: 10
                text: section
                color: Theme.muted
                font.pixelSize: Theme.px(12)
                font.letterSpacing: 0.3
            }
            delegate: DelegateChooser {
                role: "kind"
                DelegateChoice {
                    roleValue: ConversationListModel.Chat
                    ConversationRow {
                        id: chatRow
                        width: ListView.view.width
                        app: root.app
                        inFront: root.pageName === "" && !root.app.chat.temporary
                        menuOpen: menus.shown && menus.row === chatRow
                        onMenuWanted: (anchor, x, y) => menus.showForChat(chatRow, anchor, x, y)
                        onOpened: {
                            root.app.openChatAt(rowId, messageId, messageId === 0 ? "" : root.list.query)
                            root.chosen()
                        }
                        onDragStarted: {
                            const ids = root.list.actedOn(rowId)
                            root.hold({ ids: ids }, ids.length > 1 ? qsTr("%1 chats").arg(ids.length) : title)
                        }
                        onDragMoved: position => root.drag(position)
                        onDragEnded: root.release()
                        DropArea {
                            // Into the folder that the row is in; out of all when it is in none.
                            anchors.fill: parent
                            onDropped: if (root.held && root.held.ids) root.app.chats.moveToFolder(root.held.ids, chatRow.folderId)
                        }
                    }
                }
                DelegateChoice {
                    roleValue: ConversationListModel.Folder
                    FolderRow {
                        id: folderRow
                        width: ListView.view.width
                        app: root.app
                        menuOpen: menus.shown && menus.row === folderRow
                        onMenuWanted: (anchor, x, y) => menus.showForFolder(folderRow, anchor, x, y)
                        onDragStarted: root.hold({ folder: rowId }, title)
                        onDragMoved: position => root.drag(position)
                        onDragEnded: root.release()
                        DropArea {
                            id: target
                            // A folder goes before, into or behind this one; chats go into it.
                            readonly property bool folderHeld: root.held !== null && root.held.folder !== undefined
                            readonly property string where: !folderHeld || (drag.y > height * 0.3 && drag.y < height * 0.7) ? "in" : drag.y < height / 2 ? "before" : "behind"
                            anchors.fill: parent
                            onDropped: {
                                if (!root.held) return
                                if (root.held.ids) root.app.chats.moveToFolder(root.held.ids, folderRow.rowId)
                                else if (root.held.folder !== folderRow.rowId) root.app.chats.placeFolder(root.held.folder, folderRow.rowId, where)
                            }
                            Rectangle {
                                visible: target.containsDrag
                                width: parent.width
                                y: target.where === "behind" ? parent.height - 1 : 0
                                height: target.where === "in" ? parent.height : 2
                                radius: target.where === "in" ? Theme.radiusRow : 1
                                color: target.where === "in" ? "transparent" : Theme.ember
                                border.width: target.where === "in" ? 2 : 0
                                border.color: Theme.ember
                            }
                        }
                    }
                }
            }
            Text {
                visible: view.count === 0
                width: parent.width - 20
                anchors.left: parent.left
                anchors.leftMargin: 10
                y: Theme.px(16)
                wrapMode: Text.Wrap
                text: root.list.searching ? qsTr("Nothing found. Every word must occur in a message or a title.") : qsTr("Your chats will be listed here. They stay on this computer.")
                color: Theme.muted
                font.pixelSize: Theme.label
                lineHeight: 1.3
            }
        }
        SelectionBar {
            Layout.fillWidth: true
            visible: root.list.selectedCount > 0
            app: root.app
            onMoveRequested: anchor => menus.showMove(anchor)
        }
        Rectangle {
            // More of the list lies below.
            Layout.fillWidth: true
            implicitHeight: 1
            color: view.atYEnd ? "transparent" : Theme.hair
        }
        Column {
            Layout.fillWidth: true
            SidebarLink {
                width: parent.width
                text: qsTr("Trash")
                iconName: "trash"
                onClicked: root.trashRequested()
            }
            Repeater {
                model: [
                    { name: "library", text: qsTr("Library"), icon: "library", command: "library.show" },
                    { name: "hardware", text: qsTr("Hardware"), icon: "chip", command: "hardware.show" },
                    { name: "settings", text: qsTr("Settings"), icon: "settings", command: "settings.show" }
                ]
                SidebarLink {
                    required property var modelData
                    width: parent.width
                    text: modelData.text
                    iconName: modelData.icon
                    keys: root.app.commands.keys[modelData.command]
                    current: root.pageName === modelData.name
                    onClicked: root.pageRequested(modelData.name)
                }
            }
        }
    }
    ConversationMenus {
        id: menus
        app: root.app
        onChosen: root.chosen()
        onFolderSettingsRequested: id => root.folderSettingsRequested(id)
        onFolderExportRequested: (id, name) => root.folderExportRequested(id, name)
    }
    Connections {
        target: root.app.chats
        function onFolderCreated(id) { newFolder.wanted = id }
    }
    Timer {
        // A new folder is named at once, as soon as it is in the list.
        id: newFolder
        property var wanted: 0
        interval: 30
        running: wanted !== 0
        onTriggered: {
            root.renameFolder(wanted)
            wanted = 0
        }
    }
    Rectangle {
        id: ghost
        property string label: ""
        visible: Drag.active
        width: Math.min(220, name.implicitWidth + 24)
        height: Theme.px(32)
        radius: Theme.radiusRow
        color: Theme.ink
        opacity: 0.9
        z: 10
        Drag.hotSpot: Qt.point(8, 8)
        Text {
            id: name
            anchors { fill: parent; leftMargin: 12; rightMargin: 12 }
            verticalAlignment: Text.AlignVCenter
            text: ghost.label
            elide: Text.ElideRight
            color: Theme.paper
            font.pixelSize: Theme.label
        }
    }
}
