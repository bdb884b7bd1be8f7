// Where the next message is written. Enter sends, Shift+Enter breaks the line, Esc stops; while an input method
// composes, Enter belongs to it.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Hearth
import Hearth.App

Rectangle {
    id: root
    required property HearthApp app
    property real maximumHeight: Theme.px(300)
    readonly property ChatController chat: app.chat
    readonly property alias field: field
    readonly property int toolsHeight: 14 + Theme.px(46)   // the row below the text, with its margins
    signal pickerRequested()

    implicitHeight: scroller.height + root.toolsHeight + (editLine.visible ? editLine.height : 0) + (files.visible ? files.height + 8 : 0)
    radius: Theme.radiusBubble
    color: Theme.panel
    border.width: 1
    border.color: field.activeFocus ? Theme.panel3 : "transparent"

    Item {
        id: editLine
        visible: root.chat.editing !== 0
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 18; rightMargin: 8; topMargin: 6 }
        height: Theme.px(28)
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: root.chat.editingAnswer ? qsTr("Editing the answer: the old one is kept beside it") : qsTr("Editing your message: the old one is kept beside it")
            color: Theme.muted
            font.pixelSize: Theme.label
            elide: Text.ElideRight
            width: parent.width - 40
        }
        IconButton {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            implicitWidth: Theme.px(28)
            implicitHeight: Theme.px(28)
            iconSize: 14
            iconName: "close"
            text: qsTr("Stop editing")
            onClicked: root.chat.cancelEdit()
        }
    }
    DraftFiles {
        id: files
        // While a message is edited, the files of the next one wait.
        visible: root.chat.attachments.count > 0 && root.chat.editing === 0
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 12; rightMargin: 12; topMargin: 12 }
        shelf: root.chat.attachments
        tooLong: root.chat.context.fraction > 1
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Attach files")
        fileMode: FileDialog.OpenFiles
        nameFilters: [qsTr("Text, PDF and DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)"), qsTr("All files (*)")]
        onAccepted: root.chat.attachments.addFiles(selectedFiles)
    }
    Flickable {
        id: scroller
        anchors { left: parent.left; right: parent.right; top: files.visible ? files.bottom : editLine.visible ? editLine.bottom : parent.top; leftMargin: 12; rightMargin: 10; topMargin: 6 }
        height: Math.min(root.maximumHeight - root.toolsHeight, Math.max(Theme.px(40), field.implicitHeight))
        contentHeight: field.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { policy: scroller.contentHeight > scroller.height ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff }
        TextArea.flickable: TextArea {
            id: field
            leftPadding: 6
            rightPadding: 6
            topPadding: 8
            bottomPadding: 6
            wrapMode: TextArea.Wrap
            textFormat: TextEdit.PlainText
            placeholderText: qsTr("Ask anything")
            placeholderTextColor: Theme.muted
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.pixelSize: Theme.body
            focus: true
            background: null
            KeyNavigation.priority: KeyNavigation.BeforeItem
            KeyNavigation.tab: attachButton
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Your message")
            onTextChanged: root.chat.draft = text
            Connections {
                target: root.chat
                function onDraftChanged() {
                    if (field.text === root.chat.draft) return
                    field.text = root.chat.draft
                    field.cursorPosition = field.length
                }
                function onEditingChanged() { if (root.chat.editing !== 0) field.forceActiveFocus() }
            }
            Component.onCompleted: text = root.chat.draft
            Connections {
                target: root.chat.attachments
                function onPasteUndone(text) {
                    field.insert(field.cursorPosition, text)
                    field.forceActiveFocus()
                }
            }
            Connections {
                target: root
                function onChatChanged() { field.text = root.chat.draft }
            }
            Keys.onPressed: event => {
                const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter
                if (enter && !(event.modifiers & Qt.ShiftModifier) && !field.inputMethodComposing) {
                    root.chat.send()
                    event.accepted = true
                } else if (event.key === Qt.Key_Up && field.length === 0 && event.modifiers === Qt.NoModifier) {
                    root.chat.editLast()
                    event.accepted = true
                } else if (event.matches(StandardKey.Paste) && root.chat.editing === 0) {
                    event.accepted = root.chat.attachments.paste()
                }
            }
        }
    }
    IconButton {
        id: attachButton
        anchors { left: parent.left; bottom: parent.bottom; leftMargin: 10; bottomMargin: 10 }
        enabled: root.chat.editing === 0
        iconName: "attach"
        text: qsTr("Attach files")
        onClicked: fileDialog.open()
    }
    Row {
        anchors { right: parent.right; bottom: parent.bottom; rightMargin: 12; bottomMargin: 10 }
        spacing: 10
        Text {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.width > 420
            text: root.chat.context.draftText
            color: root.chat.context.amber ? Theme.amber : Theme.muted
            font.pixelSize: Theme.label
        }
        AbstractButton {
            id: modelPill
            anchors.verticalCenter: parent.verticalCenter
            implicitHeight: Theme.px(32)
            implicitWidth: Math.min(pillRow.implicitWidth + 24, root.width - 130 - attachButton.width)
            focusPolicy: Qt.StrongFocus
            text: root.app.models.name === "" ? qsTr("Choose a model") : root.app.models.name
            Accessible.role: Accessible.ButtonMenu
            Accessible.name: qsTr("Model: %1").arg(text)
            Keys.onReturnPressed: modelPill.clicked()
            onClicked: root.pickerRequested()
            background: Rectangle {
                radius: height / 2
                color: modelPill.hovered ? Theme.panel3 : Theme.panel2
                FocusRing { shown: modelPill.visualFocus; radius: 18 }
            }
            contentItem: Item {
                clip: true
                Row {
                    id: pillRow
                    anchors.verticalCenter: parent.verticalCenter
                    x: 12
                    spacing: 6
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        text: root.app.models.state === ModelController.Loading ? qsTr("Loading %1…").arg(modelPill.text) : modelPill.text
                        color: Theme.ink
                        font.pixelSize: Theme.label
                    }
                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.px(13)
                        height: Theme.px(13)
                        name: "chevron-down"
                        color: Theme.muted
                    }
                }
            }
        }
        AbstractButton {
            id: sendButton
            readonly property bool stops: root.chat.busy && root.chat.overflow === "" && !root.chat.canSend
            width: Theme.px(36)
            height: Theme.px(36)
            focusPolicy: Qt.StrongFocus
            enabled: stops || root.chat.canSend
            text: stops ? qsTr("Stop (Esc)") : root.chat.queues ? qsTr("Send when the answer is finished (Enter)") : root.chat.editingAnswer ? qsTr("Save this version (Enter)") : qsTr("Send (Enter)")
            Accessible.role: Accessible.Button
            Accessible.name: text
            Keys.onReturnPressed: sendButton.clicked()
            onClicked: stops ? root.chat.stop() : root.chat.send()
            Loader {
                active: sendButton.hovered
                sourceComponent: QuietTip {
                    parent: sendButton
                    text: sendButton.text
                    visible: !sendButton.down
                }
            }
            background: Rectangle {
                radius: width / 2
                color: !sendButton.enabled ? Theme.panel3 : sendButton.hovered ? Theme.ember : Theme.ink
                FocusRing { shown: sendButton.visualFocus; radius: 20 }
            }
            contentItem: Item {
                Icon {
                    anchors.centerIn: parent
                    width: Theme.px(18)
                    height: Theme.px(18)
                    name: sendButton.stops ? "stop" : "arrow-up"
                    color: sendButton.enabled ? Theme.paper : Theme.muted
                }
            }
        }
    }
}
