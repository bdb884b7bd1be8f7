// A preset in the list: its name to change in place, its instructions when it is unfolded, and what can be done.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Rectangle {
    id: row
    required property PresetListModel presets
    required property ModelController models
    required property int count
    required property int index
    required property var presetId
    required property string name
    required property string systemPrompt
    required property string detail
    required property string modelName   // that it is meant for; empty: any
    property bool open: false
    signal exportRequested(var id)
    implicitHeight: column.implicitHeight + 16
    radius: Theme.radiusRow
    color: Theme.panel
    Accessible.role: Accessible.ListItem
    Accessible.name: row.name

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 8 }
        spacing: 6
        RowLayout {
            Layout.fillWidth: true
            spacing: 2
            InspectorInput {
                Layout.fillWidth: true
                horizontalAlignment: TextInput.AlignLeft
                name: qsTr("Name of the preset")
                shown: row.name
                onEntered: typed => row.presets.rename(row.presetId, typed)
            }
            IconButton {
                iconName: row.open ? "chevron-down" : "pencil"
                iconSize: 15
                text: row.open ? qsTr("Hide the instructions of %1").arg(row.name) : qsTr("Edit the instructions of %1").arg(row.name)
                onClicked: row.open = !row.open
            }
            IconButton {
                enabled: row.index > 0
                iconName: "arrow-up"
                iconSize: 15
                text: qsTr("Move %1 up").arg(row.name)
                onClicked: row.presets.move(row.presetId, -1)
            }
            IconButton {
                enabled: row.index + 1 < row.count
                iconName: "arrow-down"
                iconSize: 15
                text: qsTr("Move %1 down").arg(row.name)
                onClicked: row.presets.move(row.presetId, 1)
            }
            IconButton {
                iconName: "copy"
                iconSize: 15
                text: qsTr("Duplicate %1").arg(row.name)
                onClicked: row.presets.duplicate(row.presetId)
            }
            IconButton {
                iconName: "external"
                iconSize: 15
                text: qsTr("Export %1…").arg(row.name)
                onClicked: row.exportRequested(row.presetId)
            }
            IconButton {
                iconName: "trash"
                iconSize: 15
                text: qsTr("Delete %1").arg(row.name)
                onClicked: row.presets.remove(row.presetId)
            }
        }
        Text {
            Layout.fillWidth: true
            visible: !row.open
            text: row.modelName === "" ? row.detail : qsTr("For %1 · %2").arg(row.modelName).arg(row.detail)
            textFormat: Text.PlainText
            elide: Text.ElideRight
            color: Theme.muted
            font.pixelSize: Theme.small
        }
        TextBox {
            visible: row.open
            Layout.fillWidth: true
            name: qsTr("Instructions of %1").arg(row.name)
            placeholder: qsTr("Instructions (system prompt)")
            shown: row.systemPrompt
            onEntered: typed => row.presets.setSystemPrompt(row.presetId, typed)
        }
        PickerButton {
            id: picker
            visible: row.open
            Layout.fillWidth: true
            text: row.modelName === "" ? qsTr("For any model") : qsTr("For %1").arg(row.modelName)
            Accessible.name: qsTr("Model of %1: %2").arg(row.name).arg(text)
            onClicked: menu.popup(picker, 0, picker.height + 4)
        }
        QuietMenu {
            id: menu
            width: picker.width
            Instantiator {
                model: [0]
                delegate: QuietMenuItem {
                    text: qsTr("For any model")
                    checked: row.modelName === ""
                    onTriggered: row.presets.setModel(row.presetId, "")
                }
                onObjectAdded: (index, item) => menu.insertItem(index, item)
                onObjectRemoved: (index, item) => menu.removeItem(item)
            }
            Instantiator {
                model: row.models
                delegate: QuietMenuItem {
                    required property string name
                    required property string path
                    text: name
                    checked: row.modelName === name
                    onTriggered: row.presets.setModel(row.presetId, path)
                }
                onObjectAdded: (index, item) => menu.insertItem(index + 1, item)
                onObjectRemoved: (index, item) => menu.removeItem(item)
            }
        }
    }
}
