// Honest numbers, one a line, behind a segment of the status line.
import QtQuick
import QtQuick.Layouts
import Hearth

Panel {
    id: panel
    property var facts: []
    property string note: ""
    property string action: ""   // one thing to do, below
    signal triggered()
    width: 340   // until its segment opens it
    // A positioner, not a layout: until they are polished, Qt 6.4's layouts keep pointers to delegates that went, and
    // crash when they are resized meanwhile.
    contentItem: Column {
        spacing: 6
        Text {
            text: panel.title
            color: Theme.ink
            font.pixelSize: Theme.body
            font.weight: Font.DemiBold
            width: panel.availableWidth
            bottomPadding: 2
            elide: Text.ElideRight
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Repeater {
            model: panel.facts.length
            RowLayout {
                id: line
                required property int index
                readonly property var fact: panel.facts[index] ?? ({ label: "", value: "" })
                spacing: 12
                width: panel.availableWidth
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("%1: %2").arg(fact.label).arg(fact.value)
                Text {
                    text: line.fact.label
                    color: Theme.muted
                    font.pixelSize: Theme.label
                }
                Text {
                    text: line.fact.value
                    color: Theme.ink
                    font.pixelSize: Theme.label
                    horizontalAlignment: Text.AlignRight
                    wrapMode: Text.WrapAnywhere
                    Layout.fillWidth: true
                }
            }
        }
        Text {
            visible: panel.note !== ""
            text: panel.note
            color: Theme.muted
            font.pixelSize: Theme.label
            lineHeight: 1.3
            wrapMode: Text.Wrap
            width: panel.availableWidth
            topPadding: 4
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        TextButton {
            visible: panel.action !== ""
            Layout.topMargin: 4
            text: panel.action
            onClicked: {
                panel.close()
                panel.triggered()
            }
        }
    }
}
