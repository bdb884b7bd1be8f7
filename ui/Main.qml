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
        library: "library/LibraryPage.qml",
        settings: "settings/SettingsPage.qml",
        statistics: "statistics/StatisticsPage.qml"
    })
    readonly property bool mirrored: Qt.application.layoutDirection === Qt.RightToLeft
    readonly property bool inspectorShown: app.inspector.open && pageName === ""
    // Beside the chat where that stays wide enough to read, else over it.
    readonly property bool inspectorBeside: width - (narrow || !sidebarShown ? 0 : Theme.sidebarWidth) >= Theme.inspectorWidth + Theme.px(500)
    readonly property bool sidebarShown: narrow ? sidebarOverPage : app.sidebarOpen

    function toggleSidebar() {
        if (narrow) sidebarOverPage = !sidebarOverPage
        else app.sidebarOpen = !app.sidebarOpen
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

    // What the registry's commands do where that is the window's affair.
    readonly property var actions: ({
        "chat.new": () => focusComposer(),
        "chat.next": () => showChat(),
        "chat.previous": () => showChat(),
        "answer.edit": () => focusComposer(),
        "question.edit": () => focusComposer(),
        "palette.open": () => palette.opened ? palette.close() : palette.show(""),
        "find.open": () => { showChat(); page.openFind() },
        "answer.regenerateWith": () => { if (app.chat.lastAnswer() !== 0) regenerateSheet.show(app.chat.lastAnswer()) },
        "model.pick": () => { showChat(); picker.open() },
        "model.open": () => fileDialog.open(),
        "library.show": () => togglePage("library"),
        "hardware.show": () => togglePage("hardware"),
        "settings.show": () => togglePage("settings"),
        "statistics.show": () => togglePage("statistics"),
        "inspector.toggle": () => toggleInspector(),
        "presets.show": () => presetsSheet.open(),
        "page.chat": () => focusComposer(),
        "sidebar.toggle": () => toggleSidebar(),
        "chat.rename": () => { if (!sidebarShown) toggleSidebar(); sidebar.rename() },
        "chat.export": () => {
            app.exchange.prepareExport(ExchangeController.Chat, app.chat.temporary ? 0 : app.chat.conversationId, app.chat.title)
            exportSheet.open()
        },
        "chat.import": () => {
            app.exchange.prepareImport()
            importSheet.open()
        },
        "trash.show": () => trashSheet.open(),
        "chat.end": () => { showChat(); page.follow() },
        "keys.show": () => shortcutsSheet.open(),
        "window.quit": () => Qt.quit()
    })

    LayoutMirroring.enabled: mirrored
    LayoutMirroring.childrenInherit: true
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
        onRealModelRequested: window.showPage("library")
        onInspectorToggled: window.toggleInspector()
        onRegenerateWithRequested: id => regenerateSheet.show(id)
        onMenuRequested: anchor => menu.popup(anchor, window.mirrored ? 0 : anchor.width - menu.width, anchor.height + 4)
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
        function onRequestsRequested() { librarySheets.showRequests() }
        function onLinkRequested(address) {
            linkSheet.address = address
            linkSheet.open()
        }
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
        x: window.mirrored ? window.width - width * inside : width * (inside - 1)
        visible: inside > 0
        property real inside: window.sidebarShown ? 1 : 0   // how much of it has slid in
        anchors { top: parent.top; bottom: status.top }
        app: window.app
        pageName: window.pageName
        onPageRequested: name => window.showPage(name)
        onTrashRequested: trashSheet.open()
        onFolderExportRequested: (id, name) => {
            app.exchange.prepareExport(ExchangeController.Folder, id, name)
            exportSheet.open()
        }
        onFolderSettingsRequested: id => folderSheet.show(id)
        onChosen: {
            window.sidebarOverPage = false
            window.focusComposer()
        }
        Behavior on inside { NumberAnimation { duration: Theme.slow; easing.type: Easing.OutCubic } }
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
        models: window.app.models
    }
    StatusBar {
        id: status
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        app: window.app
        onHardwareRequested: window.showPage("hardware")
        onLibraryRequested: window.showPage("library")
        onRequestsRequested: librarySheets.showRequests()
    }

    ModelPicker {
        id: picker
        parent: page.composer
        models: window.app.models
        library: window.app.library
        x: window.mirrored ? 12 : Math.max(0, page.composer.width - width - 12)
        y: page.composer.mapToItem(null, 0, 0).y > height + 20 ? -height - 6 : page.composer.height + 6
        onOpenFileRequested: fileDialog.open()
        onRealModelRequested: window.showPage("library")
        onClosed: window.focusComposer()
    }
    QuietMenu {
        id: menu
        CommandItem { commands: window.app.commands; command: "model.open" }
        CommandItem { commands: window.app.commands; command: "library.show" }
        CommandItem { commands: window.app.commands; command: "chat.export" }
        CommandItem { commands: window.app.commands; command: "chat.import" }
        CommandItem { commands: window.app.commands; command: "inspector.toggle" }
        CommandItem { commands: window.app.commands; command: "hardware.show" }
        CommandItem { commands: window.app.commands; command: "statistics.show" }
        CommandItem { commands: window.app.commands; command: "settings.show" }
        CommandItem { commands: window.app.commands; command: "keys.show" }
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Open a model file")
        nameFilters: [qsTr("Models (*.gguf config.json *.safetensors)"), qsTr("All files (*)")]
        onAccepted: window.app.models.loadFile(selectedFile)
    }
    TrashSheet {
        id: trashSheet
        app: window.app
    }
    FolderSheet {
        id: folderSheet
        app: window.app
    }
    RegenerateSheet {
        id: regenerateSheet
        app: window.app
    }
    LinkSheet {
        id: linkSheet
        app: window.app
    }
    ExportSheet {
        id: exportSheet
        exchange: window.app.exchange
    }
    ImportSheet {
        id: importSheet
        exchange: window.app.exchange
    }
    HubLinkSheet {
        id: hubLinkSheet
        app: window.app
        onLibraryRequested: window.showPage("library")
    }
    Connections {
        target: window.app
        function onHubModelRequested(repository, file) { hubLinkSheet.show(repository, file) }
    }
    ShortcutsSheet {
        id: shortcutsSheet
        commands: window.app.commands
    }
    Palette {
        id: palette
        model: window.app.palette
    }

    Toast {
        id: toast
        anchors {
            horizontalCenter: page.horizontalCenter
            bottom: status.top
            bottomMargin: window.pageName === "" && !page.empty ? page.composer.height + 26 : 16
        }
    }
    LibrarySheets {
        id: librarySheets
        app: window.app
        toast: toast
        drawerShown: window.pageName === "library"
        onChatRequested: window.focusComposer()
    }
    Loader {
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: status.top }
        active: window.app.library.firstRun
        focus: active
        sourceComponent: FirstRun {
            focus: true
            app: window.app
            onFinished: window.focusComposer()
            onLibraryRequested: window.showPage("library")
        }
    }
    Connections {
        target: window.app
        function onAnnounced(text) { toast.show(text, text.length > 40 ? 8000 : 1800) }
    }
    Connections {
        target: window.app.chats
        function onUndoChanged() {
            const chats = window.app.chats
            if (chats.undoText === "") toast.hide()
            else toast.offer(chats.undoText, qsTr("Undo"), 8000, () => chats.undo(), () => chats.forgetUndo())
        }
    }

    // Keys as the registry has them; while one is recorded they belong to the sheet that changes them.
    Instantiator {
        model: window.app.commands
        delegate: Shortcut {
            required property string commandId
            required property var bindings
            required property bool runnable
            context: Qt.ApplicationShortcut
            sequences: bindings
            enabled: runnable
            onActivated: window.app.commands.trigger(commandId)
        }
    }
    Connections {
        target: window.app.commands
        function onTriggered(id) { if (id in window.actions) window.actions[id]() }
    }
    Connections {
        // A chat that was chosen is what the window shows, and what the keyboard writes to.
        target: window.app
        function onChatChanged() { window.focusComposer() }
    }
    Connections {
        target: window.app.palette
        function onChatChosen(conversation, message) { window.showChat() }
    }
    Shortcut {
        sequence: "Esc"
        enabled: window.app.chat.find.active || window.app.chat.busy || window.app.chat.editing !== 0 || window.sidebarOverPage || window.pageName !== ""
        onActivated: {
            if (window.sidebarOverPage) window.sidebarOverPage = false
            else if (window.pageName !== "") window.focusComposer()
            else if (window.app.chat.find.active) { window.app.chat.find.close(); window.focusComposer() }
            else if (window.app.chat.overflow !== "") window.app.chat.cancelOverflow()
            else if (window.app.chat.busy) window.app.chat.stop()
            else window.app.chat.cancelEdit()
        }
    }
}
