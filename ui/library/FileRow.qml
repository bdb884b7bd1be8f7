// A way in which a model is stored: number format, size, bits per weight, quality, and how it would run here.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: row
    required property string key
    required property string label
    required property string size
    required property string bits
    required property string quality
    required property string chip
    required property string tone
    required property string speed
    required property string place
    property bool chosen: false
    implicitHeight: Theme.px(52)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    text: label
    Accessible.role: Accessible.RadioButton
    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.name: [label, size, bits, quality, chip, speed].filter(word => word !== "").join(", ")
    Keys.onReturnPressed: row.clicked()
    background: Rectangle {
        radius: Theme.radiusRow
        color: row.chosen ? Theme.panel3 : row.hovered ? Theme.panel2 : "transparent"
        FocusRing { shown: row.visualFocus }
    }
    contentItem: Item {
        Column {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width * 0.56
            spacing: 1
            Text {
                width: parent.width
                text: row.label
                textFormat: Text.PlainText
                elide: Text.ElideMiddle
                color: Theme.ink
                font.pixelSize: Theme.label
                font.weight: Font.Medium
            }
            Text {
                width: parent.width
                text: [row.quality, row.bits].filter(word => word !== "").join(" · ")
                elide: Text.ElideRight
                color: Theme.muted
                font.pixelSize: Theme.small
            }
        }
        Column {
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            spacing: 1
            Text {
                anchors.right: parent.right
                text: row.size
                color: Theme.ink
                font.pixelSize: Theme.label
            }
            Text {
                anchors.right: parent.right
                text: row.place === "here" ? qsTr("on this computer") : row.place === "queued" ? qsTr("being downloaded")
                    : row.speed !== "" ? row.speed : row.chip
                color: row.place === "here" || row.tone === "fits" ? Theme.moss : row.tone === "partly" ? Theme.amber
                     : row.tone === "no" ? Theme.brick : Theme.muted
                font.pixelSize: Theme.small
            }
        }
    }
}
