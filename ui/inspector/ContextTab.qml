// What the model's context is taken by, what would be left out first, and what happens when it does not suffice.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property HearthApp app
    readonly property InspectorController inspector: app.inspector
    readonly property ContextBar bar: app.chat.contextBar
    spacing: 14
    property ContextBar counted: null   // of the chat that is counted message by message
    onBarChanged: count(bar)
    Component.onCompleted: count(bar)
    Component.onDestruction: count(null)

    function count(next) {
        if (counted) counted.wanted = false
        counted = next
        if (counted) counted.wanted = true
    }

    function tint(part, index) {
        if (part.dropped) return Theme.brick
        switch (part.kind) {
        case ContextBar.Instructions: return Theme.slate
        case ContextBar.Turns: return index % 2 ? Theme.ember : Theme.emberPale
        case ContextBar.Marks: return Theme.sand
        case ContextBar.Answer: return Theme.sandPale
        default: return Theme.panel3
        }
    }

    Text {
        Layout.fillWidth: true
        text: root.bar.known ? root.bar.sentence : qsTr("How full the context is will stand here once a model is loaded and there is something to read.")
        color: Theme.muted
        font.pixelSize: Theme.label
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Row {
        id: stack
        objectName: "contextStack"
        Layout.fillWidth: true
        visible: root.bar.known
        height: Theme.px(18)
        Accessible.role: Accessible.Graphic
        Accessible.name: root.bar.sentence
        Repeater {
            model: root.bar.parts
            Item {
                id: piece
                required property int index
                required property var modelData
                width: modelData.share * stack.width
                height: stack.height
                Rectangle {
                    anchors { fill: parent; rightMargin: parent.width > 3 ? 1 : 0 }
                    radius: 2
                    color: root.tint(piece.modelData, piece.index)
                }
            }
        }
    }
    Column {
        // A positioner: see FactsPanel.
        id: parts
        Layout.fillWidth: true
        visible: root.bar.known
        spacing: 5
        Repeater {
            model: root.bar.parts
            RowLayout {
                id: line
                required property int index
                required property var modelData
                readonly property string mark: modelData.dropped ? qsTr("does not fit") : modelData.first ? qsTr("goes first") : ""
                width: parts.width
                spacing: 8
                Accessible.role: Accessible.StaticText
                Accessible.name: mark === "" ? qsTr("%1: %2 tokens").arg(modelData.name).arg(modelData.amount)
                                             : qsTr("%1: %2 tokens, %3").arg(modelData.name).arg(modelData.amount).arg(mark)
                Rectangle {
                    implicitWidth: Theme.px(9)
                    implicitHeight: Theme.px(9)
                    radius: 2
                    color: root.tint(line.modelData, line.index)
                }
                Text {
                    Layout.fillWidth: true
                    text: line.modelData.name
                    textFormat: Text.PlainText
                    elide: Text.ElideRight
                    color: line.modelData.dropped ? Theme.muted : Theme.ink
                    font.pixelSize: Theme.label
                    font.strikeout: line.modelData.dropped
                    Accessible.ignored: true
                }
                Text {
                    visible: line.mark !== ""
                    text: line.mark
                    color: line.modelData.dropped ? Theme.brick : Theme.amber
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                Text {
                    text: line.modelData.amount
                    color: Theme.muted
                    font.pixelSize: Theme.label
                    Accessible.ignored: true
                }
            }
        }
    }
    AtLimitChoice {
        Layout.fillWidth: true
        inspector: root.inspector
    }
}
