// A setting: its name and a quiet detail on the left, what changes it on the right, or below where it is narrow.
import QtQuick
import QtQuick.Layouts
import Hearth

GridLayout {
    id: line
    required property string title
    property string detail: ""
    default property alias control: holder.data
    Layout.fillWidth: true
    columns: width < Theme.px(520) ? 1 : 2
    columnSpacing: 16
    rowSpacing: 6
    ColumnLayout {
        Layout.fillWidth: true
        spacing: 2
        Text {
            Layout.fillWidth: true
            text: line.title
            color: Theme.ink
            font.pixelSize: Theme.body
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Text {
            Layout.fillWidth: true
            visible: line.detail !== ""
            text: line.detail
            color: Theme.muted
            font.pixelSize: Theme.label
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    Item {
        id: holder
        Layout.alignment: Qt.AlignVCenter
        implicitWidth: childrenRect.width
        implicitHeight: childrenRect.height
    }
}
