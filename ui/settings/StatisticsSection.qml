// Figures under answers, and the prices that the statistics page compares with.
pragma ComponentBehavior: Bound
import QtQuick
import Hearth
import Hearth.App

// A positioner: see FactsPanel.
Column {
    id: root
    required property StatisticsController statistics
    spacing: 14

    SectionTitle {
        width: parent.width
        text: qsTr("Statistics")
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Figures under answers")
        options: [qsTr("When pointed at"), qsTr("Always")]
        chosen: root.statistics.pinned ? 1 : 0
        onChose: index => root.statistics.pinned = index === 1
    }
    Column {
        width: parent.width
        spacing: 14
        Repeater {
            model: [
                { price: StatisticsController.Written, title: qsTr("Price of a million tokens written"), detail: qsTr("Elsewhere, to compare with. Leave it empty for no comparison.") },
                { price: StatisticsController.Read, title: qsTr("Price of a million tokens read"), detail: "" },
                { price: StatisticsController.Energy, title: qsTr("Price of a kilowatt-hour"), detail: qsTr("Of your electricity.") }
            ]
            SettingLine {
                id: line
                width: parent.width
                required property var modelData
                title: modelData.title
                detail: modelData.detail
                Row {
                    spacing: 8
                    InspectorInput {
                        id: field
                        objectName: "price-" + line.modelData.price
                        width: Theme.px(110)
                        name: line.title
                        shown: [root.statistics.priceRead, root.statistics.priceWritten, root.statistics.priceEnergy][line.modelData.price]
                        placeholderText: qsTr("not set")
                        onEntered: typed => wrong = !root.statistics.setPrice(line.modelData.price, typed)
                    }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        text: root.statistics.currency
                        color: Theme.muted
                        font.pixelSize: Theme.row
                    }
                }
            }
        }
    }
}
