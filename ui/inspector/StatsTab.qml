// The figures of the last answer, and the way to the totals.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property HearthApp app
    signal statisticsRequested()
    spacing: 10

    FieldHead {
        Layout.fillWidth: true
        name: qsTr("The last answer")
        help: root.app.chat.speed.facts.length === 0 ? qsTr("Its figures stand here once there is one.") : ""
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        visible: root.app.chat.speed.facts.length > 0
        spacing: 10
        Repeater {
            model: root.app.chat.speed.facts
            FactLine {
                required property var modelData
                width: parent.width
                label: modelData.label
                value: modelData.value
            }
        }
    }
    TextButton {
        text: qsTr("All answers…")
        Accessible.name: qsTr("Statistics of all answers")
        onClicked: root.statisticsRequested()
    }
}
