// The first steps, once: how it looks, what this computer can run, which model to begin with. Esc skips them.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

FocusScope {
    id: root
    required property HearthApp app
    property int step: 0
    readonly property LibraryController library: app.library
    signal finished()
    signal libraryRequested()

    function end() {
        finished()   // first: this item is gone with the first run
        library.finishFirstRun()
    }
    function forward() {
        if (step === 2) return end()
        ++step
        next.forceActiveFocus(Qt.TabFocusReason)
    }
    Component.onCompleted: {
        library.open()
        next.forceActiveFocus(Qt.TabFocusReason)
    }
    Keys.onEscapePressed: root.end()
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("First steps")

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
        MouseArea { anchors.fill: parent }   // nothing behind is clicked
    }
    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(Theme.px(560), root.width - 48)
        height: Math.min(Theme.px(root.step === 2 ? 540 : 430), root.height - 32)
        spacing: 14
        Flickable {
            // Scrolls where a small window and large letters leave too little room.
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: root.step === 2 ? words.implicitHeight : Number.POSITIVE_INFINITY
            Layout.preferredHeight: words.implicitHeight
            contentHeight: words.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar { }
            ColumnLayout {
                id: words
                width: parent.width
                spacing: 14
                Icon {
                    Layout.alignment: Qt.AlignHCenter
                    Layout.preferredWidth: Theme.px(44)
                    Layout.preferredHeight: Theme.px(44)
                    visible: root.height > Theme.px(380)
                    name: "hearth"
                    color: Theme.ember
                }
                Text {
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    text: [qsTr("Welcome to Hearth"), qsTr("This computer"), qsTr("A model to begin with")][root.step]
                    color: Theme.ink
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
                Text {
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    lineHeight: 1.35
                    text: root.step === 0 ? qsTr("The models run on this computer, and what you write stays on it. There is no account, and nothing is sent unless you ask for it.")
                        : root.step === 1 ? (root.library.fit.measured ? root.library.fit.computerText : root.library.fit.measuring ? qsTr("Measuring…") : qsTr("The hardware page tells what your computer has."))
                        : root.library.found.rows.count > 1 ? qsTr("These are on this computer already. Any of them can be chosen later, too.")
                        : qsTr("The small demonstration model that comes with Hearth works at once. For daily work, get one of these; the download is asked for first.")
                    color: Theme.muted
                    font.pixelSize: Theme.body
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
                SettingChoice {
                    visible: root.step === 0
                    Layout.topMargin: 12
                    title: qsTr("Language")
                    options: root.app.language.names
                    chosen: root.app.language.chosen
                    onChose: index => root.app.language.chosen = index
                }
                SettingChoice {
                    visible: root.step === 0
                    title: qsTr("Theme")
                    options: [qsTr("As the system"), qsTr("Light"), qsTr("Dark")]
                    chosen: root.app.appearance.mode
                    onChose: index => root.app.appearance.mode = index
                }
                Text {
                    visible: root.step === 1 && root.library.fit.measured
                    Layout.fillWidth: true
                    Layout.topMargin: 6
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    lineHeight: 1.35
                    text: root.library.fit.computerAdvice
                    color: Theme.ink
                    font.pixelSize: Theme.body
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
            }
        }
        ListView {
            id: list
            readonly property bool own: root.library.found.rows.count > 1
            visible: root.step === 2
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: Theme.px(90)
            clip: true
            spacing: 2
            activeFocusOnTab: true
            keyNavigationEnabled: true
            model: own ? root.library.found.rows : root.library.suggestions
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Models")
            ScrollBar.vertical: ScrollBar { }
            Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
            delegate: LibraryRow {
                width: ListView.view.width
                onClicked: {
                    if (list.own) {
                        root.app.models.load(key)
                        root.end()
                    } else {
                        root.library.source = LibraryController.Curated
                        root.library.selectEntry(key)
                        root.libraryRequested()
                        root.library.finishFirstRun()
                    }
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: 8
            TextButton {
                visible: root.step > 0
                bare: true
                iconName: "chevron-left"
                text: qsTr("Back")
                onClicked: --root.step
            }
            Row {
                spacing: 6
                Repeater {
                    model: 3
                    Rectangle {
                        required property int index
                        width: 7
                        height: 7
                        radius: 3.5
                        color: index === root.step ? Theme.ember : Theme.panel3
                    }
                }
            }
            Item { Layout.fillWidth: true }
            TextButton {
                visible: root.step < 2
                bare: true
                text: qsTr("Skip")
                onClicked: root.end()
            }
            TextButton {
                id: next
                primary: true
                text: root.step < 2 ? qsTr("Continue") : root.app.models.hasBundled ? qsTr("Begin with the small one") : qsTr("Begin")
                onClicked: root.forward()
            }
        }
    }
}
