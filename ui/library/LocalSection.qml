// A model on this computer: its speed measured, what is in the file, and what can be done with the file.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property LibraryController library
    readonly property ModelDetail detail: library.detail
    readonly property Benchmark benchmark: library.benchmark
    property bool everything: false
    property bool templateShown: false
    spacing: 8

    function openCopy() {
        library.openCopy()
        copySheet.open()
    }

    // Above everything else: what such a model calls for is not to be hunted for.
    Rectangle {
        visible: root.detail.copyAdvice !== ""
        Layout.fillWidth: true
        Layout.bottomMargin: 4
        implicitHeight: advice.implicitHeight + 20
        radius: Theme.radiusRow
        color: Theme.panel2
        ColumnLayout {
            id: advice
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: 10 }
            spacing: 6
            Text {
                Layout.fillWidth: true
                text: root.detail.copyAdvice
                color: Theme.ink
                font.pixelSize: Theme.label
                lineHeight: 1.3
                wrapMode: Text.Wrap
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            TextButton {
                iconName: "copy"
                text: root.detail.copyText
                onClicked: root.openCopy()
            }
        }
    }
    RowLayout {
        visible: root.detail.usable
        Layout.fillWidth: true
        spacing: 8
        TextButton {
            enabled: root.benchmark.running === ""
            text: qsTr("Measure its speed")
            onClicked: root.library.startBenchmark()
        }
        TextButton {
            visible: root.benchmark.running !== ""
            bare: true
            text: qsTr("Stop")
            onClicked: root.benchmark.stop()
        }
        Item { Layout.fillWidth: true }
        TextButton {
            bare: true
            iconName: "folder"
            text: qsTr("Show in folder")
            onClicked: root.library.reveal()
        }
    }
    Text {
        readonly property string result: root.benchmark.running === "" ? root.library.benchmarkOf(root.detail.key) : ""
        visible: text !== ""
        Layout.fillWidth: true
        text: root.benchmark.running !== "" ? root.benchmark.progress : result
        color: Theme.ink
        font.pixelSize: Theme.label
        lineHeight: 1.3
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Text {
        Layout.topMargin: 8
        text: root.detail.checkpoint ? qsTr("About this folder") : qsTr("About this file")
        color: Theme.muted
        font.pixelSize: Theme.label
    }
    FactLines {
        Layout.fillWidth: true
        facts: root.detail.facts
    }
    Flow {
        Layout.fillWidth: true
        spacing: 4
        TextButton {
            visible: root.detail.metadata.length > 0
            bare: true
            iconName: root.everything ? "chevron-down" : "chevron-right"
            text: root.detail.checkpoint ? qsTr("Everything its files say") : qsTr("Everything the file says")
            onClicked: root.everything = !root.everything
        }
        TextButton {
            visible: root.detail.chatTemplate !== ""
            bare: true
            iconName: root.templateShown ? "chevron-down" : "chevron-right"
            text: qsTr("Chat template")
            onClicked: root.templateShown = !root.templateShown
        }
    }
    FactLines {
        visible: root.everything
        Layout.fillWidth: true
        facts: root.everything ? root.detail.metadata : []
    }
    Rectangle {
        visible: root.templateShown && root.detail.chatTemplate !== ""
        Layout.fillWidth: true
        implicitHeight: source.implicitHeight + 20
        radius: Theme.radiusRow
        color: Theme.code
        TextEdit {
            id: source
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: 10 }
            text: root.detail.chatTemplate
            textFormat: TextEdit.PlainText
            readOnly: true
            selectByMouse: true
            wrapMode: TextEdit.WrapAnywhere
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.family: Theme.mono
            font.pixelSize: Theme.small
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Chat template")
        }
    }
    Flow {
        Layout.fillWidth: true
        Layout.topMargin: 4
        spacing: 4
        TextButton {
            visible: root.detail.usable && root.detail.copyAdvice === ""
            bare: true
            iconName: "copy"
            text: root.detail.copyText
            onClicked: root.openCopy()
        }
        TextButton {
            visible: root.detail.keptBecause === ""
            bare: true
            iconName: "trash"
            text: qsTr("Move to the trash")
            onClicked: root.library.moveToTrash()
        }
    }
    Text {
        visible: text !== ""
        Layout.fillWidth: true
        text: root.detail.keptBecause
        color: Theme.muted
        font.pixelSize: Theme.label
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    SmallerCopySheet {
        id: copySheet
        copy: root.library.copy
    }
}
