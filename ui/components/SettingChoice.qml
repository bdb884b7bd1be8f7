// A setting of a few words to choose from, side by side.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Hearth

SettingLine {
    id: root
    required property var options
    required property int chosen
    signal chose(int index)
    Rectangle {
        // As wide as its words, in as many rows as it takes where the line is too narrow for them.
        readonly property real natural: {
            let sum = 0
            for (let i = 0; i < row.children.length; ++i) sum += row.children[i].implicitWidth
            return sum
        }
        width: Math.min(natural, root.width - 6) + 6
        height: row.height + 6
        radius: Theme.radiusRow
        color: Theme.panel2
        Flow {
            id: row
            x: 3
            y: 3
            width: parent.width - 6
            Repeater {
                model: root.options
                AbstractButton {
                    id: option
                    required property int index
                    required property string modelData
                    readonly property bool on: index === root.chosen
                    implicitWidth: word.implicitWidth + 24
                    implicitHeight: Theme.px(28)
                    focusPolicy: Qt.StrongFocus
                    hoverEnabled: true
                    text: modelData
                    Accessible.role: Accessible.RadioButton
                    Accessible.name: qsTr("%1: %2").arg(root.title).arg(modelData)
                    Accessible.checkable: true
                    Accessible.checked: on
                    Keys.onReturnPressed: option.clicked()
                    Keys.onEnterPressed: option.clicked()
                    onClicked: root.chose(index)
                    background: Rectangle {
                        radius: Theme.radiusRow - 2
                        color: option.on ? Theme.paper : "transparent"
                        border.width: option.on ? 1 : 0
                        border.color: Theme.highContrast ? Theme.outline : Theme.hair
                        FocusRing { shown: option.visualFocus }
                    }
                    contentItem: Text {
                        id: word
                        text: option.text
                        color: option.on || option.hovered ? Theme.ink : Theme.muted
                        font.pixelSize: Theme.label
                        font.weight: option.on ? Font.Medium : Font.Normal
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                    }
                }
            }
        }
    }
}
