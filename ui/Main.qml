// The window: sidebar, chat page, status line, the sheets over them, and the keys.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Hearth
import Hearth.App

ApplicationWindow {
    id: window
    required property HearthApp app
    readonly property bool narrow: width < 760
    property bool sidebarOverPage: false   // in a narrow window the sidebar lies over the page while it is used
    property bool hardwareShown: false     // instead of the chat, which stays as it is behind it
    readonly property bool sidebarShown: narrow ? sidebarOverPage : app.sidebarOpen

    function toggleSidebar() {
        if (narrow) sidebarOverPage = !sidebarOverPage
        else app.sidebarOpen = !app.sidebarOpen
    }
    function focusSearch() {
        if (!sidebarShown) toggleSidebar()
        sidebar.searchField.forceActiveFocus()
        sidebar.searchField.selectAll()
    }
    function focusComposer() {
        showChat()
        page.composer.field.forceActiveFocus()
    }
    function showChat() {
        hardwareShown = false
    }
    function showHardware() {
        sidebarOverPage = false
        hardwareShown = true
        hardwarePage.shown.forceActiveFocus()
    }

    width: 1280
    height: 800
    minimumWidth: 480
    minimumHeight: 400
    visible: true
    title: app.chat.title === "" ? "Hearth" : app.chat.title + " – Hearth"
    color: Theme.paper

    Binding {
        target: Theme
        property: "dark"
        value: window.app.appearance.dark
    }
    onNarrowChanged: sidebarOverPage = false
    onHardwareShownChanged: {
        if (hardwareShown) hardwarePage.setSource("hardware/HardwarePage.qml", { app: window.app, focus: true })
        else hardwarePage.setSource("")
    }

    ChatPage {
        id: page
        anchors { left: window.narrow ? parent.left : sidebar.right; right: parent.right; top: parent.top; bottom: status.top }
        visible: !window.hardwareShown
        app: window.app
        sidebarShown: window.sidebarShown
        onSidebarToggled: window.toggleSidebar()
        onHardwareRequested: window.showHardware()
        onLinkActivated: address => {
            linkSheet.address = address
            linkSheet.open()
        }
        onPickerRequested: picker.open()
        onOpenFileRequested: fileDialog.open()
        onRealModelRequested: getModelSheet.open()
        onMenuRequested: anchor => menu.popup(anchor, anchor.width - menu.width, anchor.height + 4)
    }
    Loader {
        // Made when it is asked for: nothing is painted behind the chat.
        id: hardwarePage
        anchors.fill: page
        readonly property HardwarePage shown: item as HardwarePage
    }
    Binding {
        target: hardwarePage.shown
        when: hardwarePage.shown !== null
        property: "sidebarShown"
        value: window.sidebarShown
    }
    Connections {
        target: hardwarePage.shown
        function onSidebarToggled() { window.toggleSidebar() }
        function onBackRequested() { window.focusComposer() }
    }
    Rectangle {
        // Dims the page behind the sidebar in a narrow window; a click closes it.
        visible: window.narrow && window.sidebarShown
        anchors { fill: page }
        color: Qt.rgba(0, 0, 0, 0.25)
        TapHandler { onTapped: window.sidebarOverPage = false }
    }
    Sidebar {
        id: sidebar
        width: Theme.sidebarWidth
        x: window.sidebarShown ? 0 : -width
        visible: x > -width
        anchors { top: parent.top; bottom: status.top }
        app: window.app
        hardwareShown: window.hardwareShown
        onHardwareRequested: window.showHardware()
        onChosen: {
            window.sidebarOverPage = false
            window.focusComposer()
        }
        Behavior on x { NumberAnimation { duration: Theme.slow; easing.type: Easing.OutCubic } }
    }
    StatusBar {
        id: status
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        app: window.app
        onHardwareRequested: window.showHardware()
    }

    ModelPicker {
        id: picker
        parent: page.composer
        models: window.app.models
        x: Math.max(0, page.composer.width - width - 12)
        y: page.composer.mapToItem(null, 0, 0).y > height + 20 ? -height - 6 : page.composer.height + 6
        onOpenFileRequested: fileDialog.open()
        onRealModelRequested: getModelSheet.open()
        onClosed: window.focusComposer()
    }
    QuietMenu {
        id: menu
        QuietMenuItem {
            text: qsTr("Open a model file…")
            iconName: "folder"
            keys: "Ctrl O"
            onTriggered: fileDialog.open()
        }
        QuietMenuItem {
            text: qsTr("Get a real model")
            iconName: "model"
            onTriggered: getModelSheet.open()
        }
        QuietMenuItem {
            text: qsTr("Follow the system's theme")
            checked: window.app.appearance.mode === Appearance.System
            onTriggered: window.app.appearance.mode = Appearance.System
        }
        QuietMenuItem {
            text: qsTr("Light theme")
            checked: window.app.appearance.mode === Appearance.Light
            onTriggered: window.app.appearance.mode = Appearance.Light
        }
        QuietMenuItem {
            text: qsTr("Dark theme")
            checked: window.app.appearance.mode === Appearance.Dark
            onTriggered: window.app.appearance.mode = Appearance.Dark
        }
        QuietMenuItem {
            text: qsTr("Hardware")
            iconName: "chip"
            keys: "Ctrl Shift H"
            onTriggered: window.showHardware()
        }
        QuietMenuItem {
            text: qsTr("Keyboard")
            iconName: "keyboard"
            keys: "F1"
            onTriggered: shortcutsSheet.open()
        }
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Open a model file")
        nameFilters: [qsTr("GGUF models (*.gguf)"), qsTr("All files (*)")]
        onAccepted: window.app.models.loadFile(selectedFile)
    }
    GetModelSheet {
        id: getModelSheet
        onOpenFileRequested: fileDialog.open()
    }
    LinkSheet {
        id: linkSheet
        app: window.app
    }
    ShortcutsSheet { id: shortcutsSheet }

    Toast {
        id: toast
        anchors { horizontalCenter: page.horizontalCenter; bottom: status.top; bottomMargin: 16 }
        onTriggered: window.app.conversations.undoTrash()
        onExpired: window.app.conversations.forgetTrashed()
    }
    Connections {
        target: window.app
        function onAnnounced(text) { toast.show(text, "", text.length > 40 ? 8000 : 1800) }
    }
    Connections {
        target: window.app.conversations
        function onTrashed() {
            toast.show(qsTr("“%1” is in the trash").arg(window.app.conversations.trashedTitle), qsTr("Undo"), 8000)
        }
        function onRestored() { toast.hide() }
    }

    Shortcut { sequence: "Ctrl+N"; onActivated: { window.app.chat.startNew(); window.focusComposer() } }
    Shortcut { sequences: ["Ctrl+K", "Ctrl+F"]; onActivated: window.focusSearch() }
    Shortcut { sequence: "Ctrl+B"; onActivated: window.toggleSidebar() }
    Shortcut { sequence: "Ctrl+M"; onActivated: { window.showChat(); picker.open() } }
    Shortcut { sequence: "Ctrl+Shift+H"; onActivated: window.hardwareShown ? window.focusComposer() : window.showHardware() }
    Shortcut { sequences: ["Alt+Left", "Back"]; enabled: window.hardwareShown; onActivated: window.focusComposer() }
    Shortcut { sequence: "Ctrl+O"; onActivated: fileDialog.open() }
    Shortcut { sequence: "Ctrl+R"; onActivated: window.app.chat.regenerateLast() }
    Shortcut { sequence: "Ctrl+Shift+C"; onActivated: window.app.chat.copyLastAnswer() }
    Shortcut { sequence: "Ctrl+Shift+L"; onActivated: window.app.appearance.toggle() }
    Shortcut { sequence: "Shift+PgDown"; onActivated: { window.showChat(); page.follow() } }
    Shortcut { sequence: "Ctrl+PgDown"; onActivated: { window.showChat(); window.app.openNeighbour(1) } }
    Shortcut { sequence: "Ctrl+PgUp"; onActivated: { window.showChat(); window.app.openNeighbour(-1) } }
    Shortcut { sequence: "F1"; onActivated: shortcutsSheet.open() }
    Shortcut { sequence: "Ctrl+Q"; onActivated: Qt.quit() }
    Shortcut {
        sequence: "Ctrl+Z"
        enabled: window.app.conversations.trashedTitle !== ""
        onActivated: window.app.conversations.undoTrash()
    }
    Shortcut {
        sequence: "Esc"
        enabled: window.app.chat.busy || window.app.chat.editing !== 0 || window.sidebarOverPage || window.hardwareShown
        onActivated: {
            if (window.sidebarOverPage) window.sidebarOverPage = false
            else if (window.hardwareShown) window.focusComposer()
            else if (window.app.chat.overflow !== "") window.app.chat.cancelOverflow()
            else if (window.app.chat.busy) window.app.chat.stop()
            else window.app.chat.cancelEdit()
        }
    }
}
