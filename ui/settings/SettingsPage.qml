// What a user may choose for the whole of Hearth, a section each.
import QtQuick
import Hearth
import Hearth.App

Page {
    id: page
    title: qsTr("Settings")
    viewName: "settingsView"
    widest: 760
    sectionGap: 34

    AppearanceSection {
        width: parent.width
        appearance: page.app.appearance
        language: page.app.language
    }
    ModelsSection {
        width: parent.width
        library: page.app.library
        onRequestsRequested: page.requestsRequested()
    }
    WritingSection {
        width: parent.width
        shelf: page.app.chat.attachments
    }
    KeptChatsSection {
        width: parent.width
        kept: page.app.keptChats
    }
    StatisticsSection {
        width: parent.width
        statistics: page.app.statistics
    }
    SystemSection {
        width: parent.width
        visible: offered
        session: page.app.session
    }
}
