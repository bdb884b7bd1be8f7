// The panel at the right: model and instructions, sampling, context, figures of the open chat.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

FocusScope {
    id: root
    required property HearthApp app
    readonly property InspectorController inspector: app.inspector
    signal closeRequested()
    signal presetsRequested()
    signal statisticsRequested()
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Inspector")

    function reveal(item: Item) {
        const y = item.mapToItem(holder, 0, 0).y
        if (y < 0 || y > holder.height) return
        if (y - 16 < view.contentY) view.contentY = Math.max(0, y - 16)
        else if (y + item.height + 16 > view.contentY + view.height)
            view.contentY = Math.max(0, Math.min(view.contentHeight - view.height, y + Math.min(item.height, view.height - 32) + 16 - view.height))
    }
    Connections {
        target: root.Window.window
        function onActiveFocusItemChanged() {
            const item = root.Window.window.activeFocusItem
            for (let above = item; above; above = above.parent) if (above === holder) root.reveal(item)
        }
    }
    Keys.onEscapePressed: root.closeRequested()

    Rectangle {
        anchors.fill: parent
        color: Theme.panel
        Rectangle { width: 1; height: parent.height; color: Theme.hair }
    }
    RowLayout {
        id: top
        anchors { left: parent.left; right: parent.right; leftMargin: 12; rightMargin: 8 }
        height: Theme.px(52)
        spacing: 0
        Row {
            // A positioner: see FactsPanel.
            Repeater {
                model: [qsTr("Model"), qsTr("Sampling"), qsTr("Context"), qsTr("Stats")]
                InspectorTab {
                    required property int index
                    required property string modelData
                    text: modelData
                    on: root.inspector.tab === index
                    focus: on
                    onClicked: root.inspector.tab = index
                }
            }
        }
        Item { Layout.fillWidth: true }
        IconButton {
            iconName: "close"
            iconSize: 14
            text: {
                const keys = root.app.commands.keys["inspector.toggle"]
                return keys ? qsTr("Close the inspector (%1)").arg(keys) : qsTr("Close the inspector")
            }
            onClicked: root.closeRequested()
        }
    }
    Flickable {
        id: view
        objectName: "inspectorView"
        anchors { left: parent.left; right: parent.right; top: top.bottom; bottom: parent.bottom }
        contentHeight: holder.implicitHeight + 24
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { }
        Loader {
            id: holder
            x: 16
            width: view.width - 32
            sourceComponent: [modelTab, samplingTab, contextTab, statsTab][root.inspector.tab]
            onSourceComponentChanged: view.contentY = 0
        }
    }
    Component {
        id: modelTab
        ModelTab {
            app: root.app
            onPresetsRequested: root.presetsRequested()
        }
    }
    Component {
        id: samplingTab
        SamplingTab { inspector: root.inspector }
    }
    Component {
        id: contextTab
        ContextTab { app: root.app }
    }
    Component {
        id: statsTab
        StatsTab {
            app: root.app
            onStatisticsRequested: root.statisticsRequested()
        }
    }
}
