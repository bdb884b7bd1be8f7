// A verdict in two or three words. The words say it; the colour only underlines them.
import QtQuick
import Hearth

Rectangle {
    id: chip
    required property string text
    required property string tone
    visible: text !== ""
    implicitWidth: label.implicitWidth + 20
    implicitHeight: Theme.px(26)
    radius: height / 2
    color: Theme.panel2
    border.width: Theme.highContrast ? 1 : 0
    border.color: Theme.outline
    Text {
        id: label
        anchors.centerIn: parent
        text: chip.text
        color: chip.tone === "fits" || chip.tone === "here" ? Theme.moss
             : chip.tone === "partly" ? Theme.amber
             : chip.tone === "no" ? Theme.brick : Theme.muted
        font.pixelSize: Theme.small
    }
}
