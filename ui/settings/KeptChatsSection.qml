// What of chats is kept on the disk besides their words, so that they go on at once.
import QtQuick
import Hearth
import Hearth.App

// A positioner: see FactsPanel.
Column {
    id: root
    required property KeptChats kept
    spacing: 14

    SectionTitle {
        width: parent.width
        text: qsTr("Opening chats again")
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Keep chats' working memory on disk")
        detail: qsTr("A chat that you open again goes on at once; otherwise the model first reads it anew. It stays on this computer and goes with the chat.")
        options: [qsTr("Off"), qsTr("On")]
        chosen: root.kept.on ? 1 : 0
        onChose: index => root.kept.on = index === 1
    }
    SettingChoice {
        width: parent.width
        visible: root.kept.on
        title: qsTr("At most")
        detail: qsTr("When it is full, the chats used longest ago make room.")
        options: root.kept.quotaChoices
        chosen: root.kept.quotaIndex
        onChose: index => root.kept.quotaIndex = index
    }
    SettingLine {
        width: parent.width
        visible: root.kept.on
        title: qsTr("Kept now")
        detail: root.kept.useText
        Row {
            spacing: 8
            TextButton {
                objectName: "clearKeptChats"
                enabled: !root.kept.empty
                text: qsTr("Clear")
                onClicked: root.kept.clear()
            }
        }
    }
}
