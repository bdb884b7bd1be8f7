// The quiet greeting of an empty chat.
import QtQuick
import Hearth
import Hearth.App

Column {
    id: root
    required property HearthApp app
    spacing: 14
    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.px(44)
        height: Theme.px(44)
        name: "hearth"
        color: Theme.ember
    }
    Text {
        anchors.horizontalCenter: parent.horizontalCenter
        text: qsTr("What shall we think about?")
        color: Theme.ink
        font.pixelSize: Theme.title
        font.weight: Font.Medium
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
}
