// Where models run, how much of the card's memory they may take, and whether they guess ahead.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

GridLayout {
    id: root
    required property HardwareController hardware
    columns: width < 720 ? 1 : 2
    columnSpacing: 32
    rowSpacing: 26

    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        Layout.alignment: Qt.AlignTop
        spacing: 4
        SectionTitle {
            Layout.fillWidth: true
            text: qsTr("Where models run")
        }
        Column {
            // A positioner: see FactsPanel.
            Layout.fillWidth: true
            spacing: 4
            Repeater {
                model: root.hardware.devices.length
                ChoiceRow {
                    required property int index
                    readonly property var device: root.hardware.devices[index]
                    width: parent.width
                    text: device.name
                    detail: device.detail
                    chosen: device.chosen
                    enabled: device.usable
                    onClicked: root.hardware.chooseDevice(index)
                }
            }
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.leftMargin: 10
            Layout.topMargin: 4
            text: root.hardware.cardsNote
            color: Theme.muted
            font.pixelSize: Theme.label
            lineHeight: 1.25
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Rectangle {
            visible: root.hardware.reloadNeeded
            Layout.fillWidth: true
            Layout.topMargin: 6
            implicitHeight: notice.implicitHeight + 24
            radius: Theme.radiusBlock
            color: Theme.emberSoft
            ColumnLayout {
                id: notice
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: 14; topMargin: 12 }
                spacing: 10
                Text {
                    Layout.fillWidth: true
                    text: qsTr("This holds from the next load on. Loading the model again takes a moment and stops an answer that is being written; your chats stay as they are.")
                    color: Theme.ink
                    font.pixelSize: Theme.label
                    lineHeight: 1.25
                    wrapMode: Text.Wrap
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
                TextButton {
                    primary: true
                    text: qsTr("Load the model again")
                    onClicked: root.hardware.reload()
                }
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        Layout.alignment: Qt.AlignTop
        spacing: 4
        SectionTitle {
            Layout.fillWidth: true
            text: qsTr("Graphics memory Hearth may use")
            aside: root.hardware.memoryChoice
        }
        ChoiceRow {
            Layout.fillWidth: true
            enabled: root.hardware.memorySteps > 0
            text: qsTr("Automatic")
            detail: qsTr("what is free, less a reserve")
            chosen: root.hardware.memoryAutomatic
            onClicked: root.hardware.chooseMemoryAutomatic(true)
        }
        ChoiceRow {
            Layout.fillWidth: true
            enabled: root.hardware.memorySteps > 0
            text: qsTr("A limit of my own")
            chosen: !root.hardware.memoryAutomatic
            onClicked: root.hardware.chooseMemoryAutomatic(false)
        }
        QuietSlider {
            Layout.fillWidth: true
            Layout.leftMargin: 10
            Layout.rightMargin: 10
            visible: !root.hardware.memoryAutomatic && root.hardware.memorySteps > 0
            from: 1
            to: Math.max(2, root.hardware.memorySteps)
            stepSize: 1
            snapMode: Slider.SnapAlways
            value: root.hardware.memoryStep
            Accessible.name: qsTr("Graphics memory Hearth may use: %1").arg(root.hardware.memoryChoice)
            onMoved: root.hardware.chooseMemory(value)
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: 10
            Layout.topMargin: 4
            text: root.hardware.memoryChoiceNote
            color: Theme.muted
            font.pixelSize: Theme.label
            lineHeight: 1.25
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    SettingChoice {
        Layout.columnSpan: root.columns
        Layout.fillWidth: true
        title: qsTr("Memory of the conversation")
        detail: qsTr("How finely a model keeps what it has read. 8 bits take half the room, so that twice as much fits, and answers hardly change; 4 bits take about a quarter and can be noticed.")
        options: [qsTr("16 bits"), qsTr("8 bits"), qsTr("4 bits")]
        chosen: root.hardware.cacheForm
        onChose: index => root.hardware.chooseCacheForm(index)
    }
    SettingLine {
        Layout.columnSpan: root.columns
        title: qsTr("Guess ahead")
        detail: qsTr("The next words are guessed, and the model checks several at once while that is faster. What it writes is the same.")
        QuietSwitch {
            text: qsTr("Guess ahead")
            checked: root.hardware.draftAhead
            onToggled: root.hardware.chooseDraftAhead(checked)
        }
    }
}
