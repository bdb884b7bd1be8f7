// How the composer behaves.
import QtQuick
import Hearth
import Hearth.App

// A positioner: see FactsPanel.
Column {
    id: root
    required property AttachmentShelf shelf
    readonly property var limits: [0, 2000, 8000]
    spacing: 14

    SectionTitle {
        width: parent.width
        text: qsTr("Writing")
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Pasted text becomes a file")
        detail: qsTr("From this many characters on, or 25 lines; it can be put back into the message.")
        options: [qsTr("Never"), qsTr("2,000"), qsTr("8,000")]
        chosen: root.limits.indexOf(root.shelf.longPaste)
        onChose: index => root.shelf.longPaste = root.limits[index]
    }
}
