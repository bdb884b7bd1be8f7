// Hearth among the other programs. What this system does not offer is not shown.
import QtQuick
import Hearth
import Hearth.App

// A positioner: see FactsPanel.
Column {
    id: root
    required property DesktopSession session
    readonly property bool offered: session.canNotify || session.canKeepAwake || session.hasTray
    readonly property var offOn: [qsTr("Off"), qsTr("On")]
    spacing: 14

    SectionTitle {
        width: parent.width
        text: qsTr("System")
    }
    SettingChoice {
        width: parent.width
        visible: root.session.canNotify
        title: qsTr("Tell me when an answer is ready")
        detail: qsTr("When it took a while, or failed, and you are not looking at Hearth.")
        options: root.offOn
        chosen: root.session.notifies ? 1 : 0
        onChose: index => root.session.notifies = index === 1
    }
    SettingChoice {
        width: parent.width
        visible: root.session.canNotify && root.session.notifies
        title: qsTr("Show the answer's beginning in the notification")
        detail: qsTr("Whoever sees your screen can read it.")
        options: root.offOn
        chosen: root.session.notifiesWithText ? 1 : 0
        onChose: index => root.session.notifiesWithText = index === 1
    }
    SettingChoice {
        width: parent.width
        visible: root.session.canKeepAwake
        title: qsTr("Stay awake while Hearth works")
        detail: qsTr("The computer does not sleep while an answer is written or a model is downloaded.")
        options: root.offOn
        chosen: root.session.keepsAwake ? 1 : 0
        onChose: index => root.session.keepsAwake = index === 1
    }
    SettingChoice {
        width: parent.width
        visible: root.session.hasTray
        title: qsTr("Keep running when the window is closed")
        detail: qsTr("Hearth stays in the tray, its model stays loaded, and answers are finished.")
        options: root.offOn
        chosen: root.session.keepsRunning ? 1 : 0
        onChose: index => root.session.keepsRunning = index === 1
    }
}
