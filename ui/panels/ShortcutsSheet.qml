// Every key that does something, and where to change it.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property CommandRegistry commands
    title: qsTr("Keyboard")
    wide: Theme.px(620)
    onOpened: close.forceActiveFocus(Qt.TabFocusReason)

    Item {
        Layout.fillWidth: true
        implicitHeight: Theme.px(34)
        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Keys for commands")
            color: Theme.ink
            font.pixelSize: Theme.row
            font.weight: Font.Medium
        }
        TextButton {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: sheet.commands.keysOn ? qsTr("Switch all off") : qsTr("Switch on")
            onClicked: sheet.commands.keysOn = !sheet.commands.keysOn
        }
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        spacing: 2
        opacity: sheet.commands.keysOn ? 1 : 0.5
        Repeater {
            model: sheet.commands
            ColumnLayout {
                id: entry
                required property string commandId
                required property string name
                required property string group
                required property bool startsGroup
                required property string keys
                required property string conflict
                required property bool changed
                width: parent.width
                spacing: 2
                Text {
                    visible: entry.startsGroup
                    text: entry.group
                    topPadding: 8
                    color: Theme.muted
                    font.pixelSize: Theme.small
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
                KeyRow {
                    commands: sheet.commands
                    commandId: entry.commandId
                    name: entry.name
                    keys: entry.keys
                    conflict: entry.conflict
                    changed: entry.changed
                }
            }
        }
    }
    Text {
        topPadding: 8
        text: qsTr("Always")
        color: Theme.muted
        font.pixelSize: Theme.small
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        spacing: 10
        Repeater {
            model: [
                [qsTr("Send"), "Enter"],
                [qsTr("New line"), "Shift+Enter"],
                [qsTr("Stop the answer, stop editing, or back to the chat"), "Esc"],
                [qsTr("Edit your last message"), qsTr("Up in an empty box")],
                [qsTr("Versions of the focused message"), qsTr("Left and Right")]
            ]
            Item {
                id: line
                required property var modelData
                width: parent.width
                implicitHeight: Theme.px(22)
                Text {
                    anchors.verticalCenter: parent.verticalCenter
                    text: line.modelData[0]
                    color: Theme.ink
                    font.pixelSize: Theme.row
                    Accessible.role: Accessible.StaticText
                    Accessible.name: line.modelData[0] + ": " + line.modelData[1]
                }
                Text {
                    anchors { right: parent.right; rightMargin: 34; verticalCenter: parent.verticalCenter }
                    text: line.modelData[1]
                    color: Theme.muted
                    font.pixelSize: Theme.label
                }
            }
        }
    }
    buttons: [
        TextButton {
            id: close
            text: qsTr("Close")
            onClicked: sheet.close()
        },
        TextButton {
            visible: sheet.commands.anyChanged
            text: qsTr("Give all commands their own keys back")
            onClicked: sheet.commands.resetAll()
        }
    ]
}
