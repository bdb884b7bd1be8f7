// What all answers amount to: totals, by day, by model, and what they would have cost.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Page {
    id: page
    readonly property StatisticsController statistics: app.statistics
    title: qsTr("Statistics")
    viewName: "statisticsView"
    widest: 860
    Component.onCompleted: statistics.refresh()

    SettingChoice {
        width: parent.width
        title: qsTr("Answers that are kept on this computer")
        options: [qsTr("7 days"), qsTr("30 days"), qsTr("A year"), qsTr("All")]
        chosen: page.statistics.range
        onChose: index => page.statistics.range = index
    }
    Text {
        visible: page.statistics.empty
        width: parent.width
        text: qsTr("There is no answer in this time yet. Temporary chats are not counted.")
        color: Theme.muted
        font.pixelSize: Theme.body
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Grid {
        // A positioner: see FactsPanel.
        id: tiles
        visible: !page.statistics.empty
        width: parent.width
        columns: Math.max(1, Math.floor(width / Theme.px(190)))
        columnSpacing: 14
        rowSpacing: 14
        Repeater {
            model: page.statistics.tiles
            StatisticsTile {
                required property var modelData
                width: Math.floor((tiles.width - (tiles.columns - 1) * tiles.columnSpacing) / tiles.columns)
                name: modelData.name
                value: modelData.value
                detail: modelData.detail
            }
        }
    }
    UsageBars {
        visible: !page.statistics.empty
        width: parent.width
        days: page.statistics.days
    }
    Column {
        visible: !page.statistics.empty
        width: parent.width
        spacing: 10
        SectionTitle {
            width: parent.width
            text: qsTr("By model")
        }
        Repeater {
            model: page.statistics.models
            ModelBar {
                required property var modelData
                width: parent.width
                name: modelData.name
                share: modelData.share
                text: modelData.text
            }
        }
    }
    Column {
        visible: !page.statistics.empty
        width: parent.width
        spacing: 6
        SectionTitle {
            width: parent.width
            text: qsTr("What it took")
        }
        Text {
            width: parent.width
            text: page.statistics.energyLine
            color: Theme.muted
            font.pixelSize: Theme.body
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Text {
            width: parent.width
            visible: text !== ""
            text: page.statistics.costLine
            color: Theme.muted
            font.pixelSize: Theme.body
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        TextButton {
            text: page.statistics.costLine === "" ? qsTr("Compare with a price…") : qsTr("Change the prices…")
            onClicked: page.pageRequested("settings")
        }
    }
}
