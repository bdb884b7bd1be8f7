// One command and its keys: a press on the keys records new ones, Backspace takes them away.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Item {
    id: row
    required property CommandRegistry commands
    required property string commandId
    required property string name
    required property string keys
    required property string conflict
    required property bool changed
    property bool recording: false
    Layout.fillWidth: true
    implicitHeight: conflict === "" ? Theme.px(32) : Theme.px(50)

    Text {
        anchors { left: parent.left; right: actions.left; rightMargin: 8 }
        y: (Theme.px(30) - height) / 2
        text: row.name
        elide: Text.ElideRight
        color: Theme.ink
        font.pixelSize: Theme.row
    }
    Text {
        anchors { left: parent.left; right: parent.right }
        y: Theme.px(30)
        visible: row.conflict !== ""
        text: qsTr("“%1” has the same keys: neither works until one is changed.").arg(row.conflict)
        elide: Text.ElideRight
        color: Theme.amber
        font.pixelSize: Theme.small
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Row {
        id: actions
        anchors.right: parent.right
        spacing: 2
        IconButton {
            visible: row.changed
            implicitWidth: Theme.px(30)
            implicitHeight: Theme.px(30)
            iconSize: 15
            iconName: "undo"
            text: qsTr("Give “%1” its own keys back").arg(row.name)
            onClicked: row.commands.reset(row.commandId)
        }
        AbstractButton {
            id: record
            implicitWidth: Math.max(Theme.px(120), label.implicitWidth + 24)
            implicitHeight: Theme.px(30)
            focusPolicy: Qt.StrongFocus
            text: row.recording ? qsTr("Press the new keys") : row.keys === "" ? qsTr("None") : row.keys
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("%1: %2").arg(row.name).arg(text)
            onClicked: row.recording = true
            onActiveFocusChanged: if (!activeFocus) row.recording = false
            Keys.onShortcutOverride: event => event.accepted = row.recording
            Keys.onPressed: event => {
                if (!row.recording) {
                    if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) row.recording = true
                    else if (event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete) row.commands.unassign(row.commandId)
                    else return
                } else if (event.key === Qt.Key_Escape) {
                    row.recording = false
                } else if (event.key === Qt.Key_Backspace && event.modifiers === Qt.NoModifier) {
                    row.recording = false
                    row.commands.unassign(row.commandId)
                } else if (row.commands.assignKey(row.commandId, event.key, event.modifiers)) {
                    row.recording = false
                }
                event.accepted = true
            }
            background: Rectangle {
                radius: Theme.radiusRow
                color: row.recording ? Theme.emberSoft : record.hovered ? Theme.panel3 : Theme.panel2
                FocusRing { shown: record.visualFocus }
            }
            contentItem: Text {
                id: label
                text: record.text
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                color: row.conflict !== "" ? Theme.amber : row.keys === "" && !row.recording ? Theme.muted : Theme.ink
                font.pixelSize: Theme.label
            }
        }
        IconButton {
            implicitWidth: Theme.px(30)
            implicitHeight: Theme.px(30)
            iconSize: 13
            iconName: "close"
            enabled: row.keys !== ""
            text: qsTr("Take the keys from “%1”").arg(row.name)
            onClicked: row.commands.unassign(row.commandId)
        }
    }
}
