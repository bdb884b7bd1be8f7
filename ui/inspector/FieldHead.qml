// The name of something the chat can set, where its present value comes from, and the way back to what it inherits.
import QtQuick
import QtQuick.Layouts
import Hearth

ColumnLayout {
    id: root
    required property string name
    property string help: ""
    property string source: ""
    property bool own: false
    default property alias control: holder.data
    signal resetRequested()
    spacing: 1
    RowLayout {
        Layout.fillWidth: true
        spacing: 2
        Text {
            Layout.fillWidth: true
            text: root.name
            color: Theme.ink
            font.pixelSize: Theme.row
            elide: Text.ElideRight
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        IconButton {
            visible: root.own
            implicitWidth: Theme.px(24)
            implicitHeight: Theme.px(24)
            iconSize: 13
            iconName: "refresh"
            text: qsTr("Reset %1 to what it inherits").arg(root.name)
            onClicked: root.resetRequested()
        }
        Item {
            id: holder
            implicitWidth: childrenRect.width
            implicitHeight: childrenRect.height
        }
    }
    Text {
        Layout.fillWidth: true
        visible: root.help !== ""
        text: root.help
        color: Theme.muted
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        lineHeight: 1.2
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Text {
        Layout.fillWidth: true
        visible: root.source !== ""
        text: root.source
        color: root.own ? Theme.ember : Theme.muted
        font.pixelSize: Theme.small
        font.italic: !root.own
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
