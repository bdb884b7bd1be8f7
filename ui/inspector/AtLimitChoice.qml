// What to do when the conversation does not fit any more.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property InspectorController inspector
    spacing: 4
    FieldHead {
        Layout.fillWidth: true
        name: qsTr("When the context is full")
        help: qsTr("Whatever you choose, you are told, and nothing leaves the chat: only the model reads less.")
        source: root.inspector.atLimitSource
        own: root.inspector.atLimitSource === qsTr("Set for this chat")
        onResetRequested: root.inspector.resetAtLimit()
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        spacing: 4
        Repeater {
            model: [
                { text: qsTr("Ask me"), detail: qsTr("Before sending, each time.") },
                { text: qsTr("Leave out the oldest turns"), detail: qsTr("The answer says how many.") },
                { text: qsTr("Summarise them"), detail: qsTr("The model writes a summary first, and reads that instead.") },
                { text: qsTr("Stop"), detail: qsTr("Nothing is sent.") }
            ]
            ChoiceRow {
                required property int index
                required property var modelData
                width: parent.width
                text: modelData.text
                detail: modelData.detail
                chosen: root.inspector.atLimit === index
                onClicked: root.inspector.setAtLimit(index)
            }
        }
    }
}
