// One model of the list.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

ItemDelegate {
    id: row
    required property string key
    required property string title
    required property string detail
    required property string chip
    required property string tone
    property bool chosen: false
    readonly property bool roomy: width > Theme.px(430)
    implicitHeight: roomy || chip === "" ? Theme.px(68) : Theme.px(92)
    text: title
    Accessible.role: Accessible.ListItem
    Accessible.name: chip === "" ? qsTr("%1. %2").arg(title).arg(detail) : qsTr("%1. %2. %3").arg(title).arg(detail).arg(chip)
    background: Rectangle {
        radius: Theme.radiusRow
        color: row.chosen ? Theme.panel : row.hovered ? Theme.panel : "transparent"
        opacity: row.chosen || !row.hovered ? 1 : 0.6
        FocusRing { shown: row.ListView.isCurrentItem && row.ListView.view.activeFocus; anchors.margins: 0 }
    }
    contentItem: Item {
        Column {
            id: words
            anchors { left: parent.left; leftMargin: 2 }
            y: row.roomy || row.chip === "" ? (parent.height - height) / 2 : 2
            width: parent.width - 8 - (row.roomy && verdict.visible ? verdict.width + 16 : 0)
            spacing: 3
            Text {
                width: parent.width
                text: row.title
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: Theme.ink
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
            }
            Text {
                width: parent.width
                text: row.detail
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: Theme.muted
                font.pixelSize: Theme.label
            }
        }
        FitChip {
            id: verdict
            x: row.roomy ? parent.width - width - 2 : 2
            y: row.roomy ? (parent.height - height) / 2 : words.y + words.height + 6
            text: row.chip
            tone: row.tone
        }
    }
}
