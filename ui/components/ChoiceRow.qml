// One of several choices of which one holds: a ring, filled for the chosen one, a name and a quiet detail.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

AbstractButton {
    id: row
    property string detail: ""
    property bool chosen: false
    readonly property bool twoLines: detail !== "" && nameWords.width + aboutWords.width + Theme.px(16) + 44 > width
    readonly property real secondLine: Theme.px(8) + name.implicitHeight + 2
    implicitHeight: twoLines ? secondLine + about.implicitHeight + Theme.px(8) : Theme.px(38)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: detail === "" ? text : qsTr("%1: %2").arg(text).arg(detail)
    Accessible.checkable: true
    Accessible.checked: chosen
    Keys.onReturnPressed: row.clicked()
    Keys.onEnterPressed: row.clicked()

    // Not the items' own widths, which change as lines are broken by them.
    TextMetrics {
        id: nameWords
        font: name.font
        text: row.text
    }
    TextMetrics {
        id: aboutWords
        font: about.font
        text: row.detail
    }

    background: Rectangle {
        radius: Theme.radiusRow
        color: row.chosen ? Theme.panel : row.hovered ? Theme.panel2 : "transparent"
        FocusRing { shown: row.visualFocus }
    }
    Item {
        anchors.fill: parent
        Rectangle {
            id: ring
            anchors.left: parent.left
            anchors.leftMargin: 6
            y: row.twoLines ? name.y + (name.height - height) / 2 : (parent.height - height) / 2
            width: Theme.px(16)
            height: Theme.px(16)
            radius: width / 2
            color: "transparent"
            opacity: row.enabled ? 1 : 0.5
            border.width: row.chosen ? Theme.px(5) : 1.5
            border.color: row.chosen ? Theme.ember : Theme.outline
        }
        Text {
            id: name
            anchors { left: ring.right; leftMargin: 10 }
            y: row.twoLines ? Theme.px(8) : (parent.height - height) / 2
            width: Math.min(implicitWidth, parent.width - ring.width - 20)
            elide: Text.ElideMiddle
            text: row.text
            color: row.enabled ? Theme.ink : Theme.muted
            font.pixelSize: Theme.row
            font.weight: row.chosen ? Font.Medium : Font.Normal
        }
        Text {
            id: about
            x: LayoutMirroring.enabled ? 4 : row.twoLines ? name.x : name.x + name.width + 10
            y: row.twoLines ? row.secondLine : (parent.height - height) / 2
            width: LayoutMirroring.enabled ? (row.twoLines ? name.x + name.width : name.x - 10) - 4 : parent.width - x - 4
            horizontalAlignment: Text.AlignLeft   // turned over with the row
            wrapMode: row.twoLines ? Text.Wrap : Text.NoWrap
            text: row.detail
            color: Theme.muted
            font.pixelSize: Theme.label
        }
    }
}
