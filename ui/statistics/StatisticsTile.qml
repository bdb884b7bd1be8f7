import QtQuick
import Hearth

Rectangle {
    id: tile
    required property string name
    required property string value
    required property string detail
    implicitHeight: column.implicitHeight + 28
    radius: Theme.radiusBlock
    color: Theme.panel
    Accessible.role: Accessible.StaticText
    Accessible.name: detail === "" ? qsTr("%1: %2").arg(name).arg(value) : qsTr("%1: %2, %3").arg(name).arg(value).arg(detail)
    Column {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 14 }
        spacing: 4
        Text {
            width: parent.width
            text: tile.name
            color: Theme.muted
            font.pixelSize: Theme.label
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        Text {
            width: parent.width
            text: tile.value
            color: Theme.ink
            font.pixelSize: Theme.lead
            font.weight: Font.DemiBold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.small
            Accessible.ignored: true
        }
        Text {
            width: parent.width
            text: tile.detail
            color: Theme.muted
            font.pixelSize: Theme.label
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
}
