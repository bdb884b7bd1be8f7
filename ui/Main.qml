// The window: sidebar, chat page, status line, the sheets over them, and the keys.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Hearth
import Hearth.App

ApplicationWindow {
    id: window
    required property HearthApp app
    readonly property bool narrow: width < Theme.px(760)
    property bool sidebarOverPage: false   // in a narrow window the sidebar lies over the page while it is used
    property string pageName: ""           // shown instead of the chat, which stays as it is behind it; empty: none
    readonly property var pageFiles: ({
        hardware: "hardware/HardwarePage.qml",
        settings: "settings/SettingsPage.qml",
        statistics: "statistics/StatisticsPage.qml"
    })
    readonly property bool inspectorShown: app.inspector.open && pageName === ""
    // Beside the chat where that stays wide enough to read, else over it.
    readonly property bool inspectorBeside: width - (narrow || !sidebarShown ? 0 : Theme.sidebarWidth) >= Theme.inspectorWidth + Theme.px(500)
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
        pageName = ""
    }
    function showPage(name) {
        sidebarOverPage = false
        pageName = name
        pageLoader.shown.forceActiveFocus()
    }
    function toggleInspector() {
        const opens = !inspectorShown
        showChat()
        app.inspector.open = opens
        if (opens) inspectorLoader.item.forceActiveFocus(Qt.TabFocusReason)
        else focusComposer()
    }
    function togglePage(name) {
        if (pageName === name) focusComposer()
        else showPage(name)
    }

    width: 1280
    height: 800
    minimumWidth: 480
    minimumHeight: 400
    visible: true
    title: app.chat.title === "" ? "Hearth" : app.chat.title + " – Hearth"
    color: Theme.paper
    font.pixelSize: Theme.body

    Binding {
        target: Theme
        property: "dark"
        value: window.app.appearance.dark
    }
    Binding {
        target: Theme
        property: "highContrast"
        value: window.app.appearance.highContrast
    }
    Binding {
        target: Theme
        property: "zoom"
        value: window.app.appearance.zoom / 100
    }
    Binding {
        target: Theme
        property: "motion"
        value: window.app.appearance.motion
    }
    onNarrowChanged: sidebarOverPage = false
    onPageNameChanged: {
        if (pageName !== "") pageLoader.setSource(pageFiles[pageName], { app: window.app, focus: true })
        else pageLoader.setSource("")
    }

    ChatPage {
        id: page
        anchors { left: window.narrow ? parent.left : sidebar.right; right: window.inspectorShown && window.inspectorBeside ? inspectorLoader.left : parent.right; top: parent.top; bottom: status.top }
        visible: window.pageName === ""
        app: window.app
        sidebarShown: window.sidebarShown
        onSidebarToggled: window.toggleSidebar()
        onHardwareRequested: window.showPage("hardware")
        onLinkActivated: address => {
            linkSheet.address = address
            linkSheet.open()
        }
        onPickerRequested: picker.open()
        onOpenFileRequested: fileDialog.open()
        onRealModelRequested: getModelSheet.open()
        onInspectorToggled: window.toggleInspector()
        onMenuRequested: anchor => menu.popup(anchor, anchor.width - menu.width, anchor.height + 4)
    }
    Loader {
        // Made when it is asked for: nothing is painted behind the chat.
        id: pageLoader
        anchors { left: page.left; right: parent.right; top: page.top; bottom: page.bottom }
        readonly property Page shown: item as Page
    }
    Binding {
        target: pageLoader.shown
        when: pageLoader.shown !== null
        property: "sidebarShown"
        value: window.sidebarShown
    }
    Connections {
        target: pageLoader.shown
        function onSidebarToggled() { window.toggleSidebar() }
        function onBackRequested() { window.focusComposer() }
        function onPageRequested(name) { window.showPage(name) }
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
        pageName: window.pageName
        onPageRequested: name => window.showPage(name)
        onChosen: {
            window.sidebarOverPage = false
            window.focusComposer()
        }
        Behavior on x { NumberAnimation { duration: Theme.slow; easing.type: Easing.OutCubic } }
    }
    Rectangle {
        visible: window.inspectorShown && !window.inspectorBeside
        anchors { fill: page }
        color: Qt.rgba(0, 0, 0, 0.25)
        TapHandler { onTapped: window.app.inspector.open = false }
    }
    Loader {
        id: inspectorLoader
        anchors { right: parent.right; top: parent.top; bottom: status.top }
        width: Math.min(Theme.inspectorWidth, parent.width - 24)
        active: window.inspectorShown
        visible: active
        sourceComponent: Inspector {
            app: window.app
            onCloseRequested: window.toggleInspector()
            onPresetsRequested: presetsSheet.open()
            onStatisticsRequested: window.showPage("statistics")
        }
    }
    PresetsSheet {
        id: presetsSheet
        presets: window.app.inspector.presets
    }
    StatusBar {
        id: status
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        app: window.app
        onHardwareRequested: window.showPage("hardware")
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
            text: qsTr("Inspector")
            iconName: "inspector"
            keys: "Ctrl I"
            onTriggered: window.toggleInspector()
        }
        QuietMenuItem {
            text: qsTr("Hardware")
            iconName: "chip"
            keys: "Ctrl Shift H"
            onTriggered: window.showPage("hardware")
        }
        QuietMenuItem {
            text: qsTr("Statistics")
            iconName: "chart"
            onTriggered: window.showPage("statistics")
        }
        QuietMenuItem {
            text: qsTr("Settings")
            iconName: "settings"
            keys: "Ctrl ,"
            onTriggered: window.showPage("settings")
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
    Shortcut { sequence: "Ctrl+I"; onActivated: window.toggleInspector() }
    Shortcut { sequence: "Ctrl+M"; onActivated: { window.showChat(); picker.open() } }
    Shortcut { sequence: "Ctrl+Shift+H"; onActivated: window.togglePage("hardware") }
    Shortcut { sequence: "Ctrl+,"; onActivated: window.togglePage("settings") }
    Shortcut { sequences: ["Ctrl++", "Ctrl+="]; onActivated: window.app.appearance.zoomBy(1) }
    Shortcut { sequence: "Ctrl+-"; onActivated: window.app.appearance.zoomBy(-1) }
    Shortcut { sequence: "Ctrl+0"; onActivated: window.app.appearance.zoomBy(0) }
    Shortcut { sequences: ["Alt+Left", "Back"]; enabled: window.pageName !== ""; onActivated: window.focusComposer() }
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
        enabled: window.app.chat.busy || window.app.chat.editing !== 0 || window.sidebarOverPage || window.pageName !== ""
        onActivated: {
            if (window.sidebarOverPage) window.sidebarOverPage = false
            else if (window.pageName !== "") window.focusComposer()
            else if (window.app.chat.overflow !== "") window.app.chat.cancelOverflow()
            else if (window.app.chat.busy) window.app.chat.stop()
            else window.app.chat.cancelEdit()
        }
    }
}
