// A quiet sentence in a column; not there when it is empty.
import QtQuick
import QtQuick.Layouts
import Hearth

Text {
    Layout.fillWidth: true
    visible: text !== ""
    color: Theme.muted
    textFormat: Text.PlainText
    font.pixelSize: Theme.label
    lineHeight: 1.3
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
