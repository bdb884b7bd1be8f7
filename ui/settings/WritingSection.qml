// How the composer behaves.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

ColumnLayout {
    id: root
    required property AttachmentShelf shelf
    readonly property var limits: [0, 2000, 8000]
    spacing: 14

    SectionTitle {
        Layout.fillWidth: true
        text: qsTr("Writing")
    }
    SettingChoice {
        title: qsTr("Pasted text becomes a file")
        detail: qsTr("From this many characters on, or 25 lines; it can be put back into the message")
        options: [qsTr("Never"), qsTr("2,000"), qsTr("8,000")]
        chosen: root.limits.indexOf(root.shelf.longPaste)
        onChose: index => root.shelf.longPaste = root.limits[index]
    }
}
