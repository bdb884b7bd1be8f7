// All sampling parameters, those that are asked for most often first; the others fold.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property InspectorController inspector
    spacing: 14

    RecommendedNote {
        Layout.fillWidth: true
        inspector: root.inspector
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        spacing: 14
        Repeater {
            model: [
                { title: qsTr("Choice of words"), first: 0, last: 4, open: true },
                { title: qsTr("Length and chance"), first: 5, last: 6, open: true },
                { title: qsTr("Repetition"), first: 7, last: 10, open: false },
                { title: qsTr("Repeated phrases (DRY)"), first: 11, last: 14, open: false },
                { title: qsTr("Less obvious words (XTC)"), first: 15, last: 16, open: false }
            ]
            FoldingSection {
                id: section
                required property var modelData
                width: parent.width
                title: modelData.title
                open: modelData.open
                Repeater {
                    model: section.open ? root.inspector.parameters : 0
                    Loader {
                        id: line
                        required property int index
                        required property var model
                        width: parent.width
                        active: index >= section.modelData.first && index <= section.modelData.last
                        visible: active
                        sourceComponent: ParameterRow {
                            inspector: root.inspector
                            number: line.model.number
                            name: line.model.name
                            help: line.model.help
                            value: line.model.value
                            text: line.model.text
                            from: line.model.from
                            to: line.model.to
                            step: line.model.step
                            own: line.model.own
                            source: line.model.source
                        }
                    }
                }
                Loader {
                    width: parent.width
                    active: section.open && section.modelData.first === 11
                    visible: active
                    sourceComponent: TextParameter {
                        name: qsTr("Sequence breakers")
                        help: qsTr("Texts that end a phrase, one a line; %1 is a line break.").arg("\\n")
                        shown: root.inspector.sequenceBreakers
                        source: root.inspector.textSources.breakers.source
                        own: root.inspector.textSources.breakers.own
                        onEntered: typed => root.inspector.setSequenceBreakers(typed)
                        onResetRequested: root.inspector.resetSequenceBreakers()
                    }
                }
            }
        }
    }
    FoldingSection {
        id: texts
        Layout.fillWidth: true
        title: qsTr("Stop words and banned tokens")
        Loader {
            width: parent.width
            active: texts.open
            visible: active
            sourceComponent: ColumnLayout {
                spacing: 12
                TextParameter {
                    Layout.fillWidth: true
                    name: qsTr("Stop words")
                    help: qsTr("The answer ends before any of these texts, one a line; %1 is a line break.").arg("\\n")
                    shown: root.inspector.stopWords
                    source: root.inspector.textSources.stop.source
                    own: root.inspector.textSources.stop.own
                    onEntered: typed => root.inspector.setStopWords(typed)
                    onResetRequested: root.inspector.resetStopWords()
                }
                TextParameter {
                    id: bias
                    Layout.fillWidth: true
                    name: qsTr("Token biases")
                    help: qsTr("A token's number, a colon, and what is added to its score, one a line: “1234: -100” bans it. hearth-cli tokenize shows the numbers.")
                    shown: root.inspector.logitBias
                    source: root.inspector.textSources.bias.source
                    own: root.inspector.textSources.bias.own
                    onEntered: typed => wrong = !root.inspector.setLogitBias(typed)
                    onResetRequested: {
                        wrong = false
                        root.inspector.resetLogitBias()
                    }
                }
            }
        }
    }
    Rectangle { Layout.fillWidth: true; height: 1; color: Theme.hair }
    Flow {
        Layout.fillWidth: true
        spacing: 6
        TextButton {
            enabled: root.inspector.changedHere
            text: qsTr("Save as default for this model")
            onClicked: root.inspector.saveAsModelDefault()
        }
        TextButton {
            visible: root.inspector.hasModelDefaults
            text: qsTr("Forget this model's defaults")
            onClicked: root.inspector.forgetModelDefaults()
        }
        TextButton {
            enabled: root.inspector.changedHere
            text: qsTr("Reset all")
            Accessible.name: qsTr("Reset all parameters of this chat")
            onClicked: root.inspector.resetAll()
        }
    }
    Text {
        Layout.fillWidth: true
        text: qsTr("Changes hold from the next answer on.")
        color: Theme.muted
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
}
