// What the model's makers recommend, and where they say it.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property InspectorController inspector
    visible: inspector.recommendation !== ""
    spacing: 2
    Text {
        Layout.fillWidth: true
        text: root.inspector.recommendation
        color: Theme.ink
        font.pixelSize: Theme.label
        wrapMode: Text.Wrap
        lineHeight: 1.2
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Text {
        Layout.fillWidth: true
        text: qsTr("Source: %1").arg(root.inspector.recommendationSource)
        color: Theme.muted
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
