import QtQuick
import QtQuick.Layouts
import Hearth

Text {
    color: Theme.ink
    font.pixelSize: Theme.px(14)
    lineHeight: 1.35
    wrapMode: Text.Wrap
    Layout.fillWidth: true
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
