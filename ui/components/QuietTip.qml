// The words that appear over a button while the pointer rests on it.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

ToolTip {
    id: tip
    delay: 600
    leftPadding: 9
    rightPadding: 9
    topPadding: 5
    bottomPadding: 5
    margins: 6
    background: Rectangle {
        radius: 6
        color: Theme.ink
    }
    contentItem: Text {
        text: tip.text
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: Theme.paper
        font.pixelSize: Theme.small
    }
}
