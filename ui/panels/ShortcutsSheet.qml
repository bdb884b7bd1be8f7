// Every key that does something.
import QtQuick
import QtQuick.Layouts
import Hearth

Sheet {
    id: sheet
    title: qsTr("Keyboard")
    onOpened: close.forceActiveFocus(Qt.TabFocusReason)

    Repeater {
        model: [
            [qsTr("New chat"), "Ctrl+N"],
            [qsTr("Search all chats"), "Ctrl+K  Ctrl+F"],
            [qsTr("Show or hide the sidebar"), "Ctrl+B"],
            [qsTr("Show or hide the inspector"), "Ctrl+I"],
            [qsTr("Choose a model"), "Ctrl+M"],
            [qsTr("Open a model file"), "Ctrl+O"],
            [qsTr("Hardware"), "Ctrl+Shift+H"],
            [qsTr("Send"), "Enter"],
            [qsTr("New line"), "Shift+Enter"],
            [qsTr("Stop the answer, stop editing, or back to the chat"), "Esc"],
            [qsTr("Edit your last message"), qsTr("Up in an empty box")],
            [qsTr("Write another answer"), "Ctrl+R"],
            [qsTr("Copy the last answer"), "Ctrl+Shift+C"],
            [qsTr("To the end of the conversation"), "Shift+PgDown"],
            [qsTr("Previous or next chat"), "Ctrl+PgUp  Ctrl+PgDown"],
            [qsTr("Rename a chat in the list"), "F2"],
            [qsTr("Bring back a deleted chat"), "Ctrl+Z"],
            [qsTr("Light or dark"), "Ctrl+Shift+L"],
            [qsTr("This list"), "F1"],
            [qsTr("Quit"), "Ctrl+Q"]
        ]
        Item {
            id: line
            required property var modelData
            Layout.fillWidth: true
            implicitHeight: Theme.px(20)
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: line.modelData[0]
                color: Theme.ink
                font.pixelSize: Theme.px(14)
                Accessible.role: Accessible.StaticText
                Accessible.name: line.modelData[0] + ": " + line.modelData[1]
            }
            Text {
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                text: line.modelData[1]
                color: Theme.muted
                font.pixelSize: Theme.label
            }
        }
    }
    buttons: [
        TextButton {
            id: close
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
