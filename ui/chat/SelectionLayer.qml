// Lies over the conversation: selecting text by mouse and keyboard, and what can be done with it.
import QtQuick
import Hearth
import Hearth.App

SelectionArea {
    id: area
    activeFocusOnTab: false
    Accessible.ignored: true
    onMenuRequested: where => menu.popup(area, where.x, where.y)

    QuietMenu {
        id: menu
        plain: true
        QuietMenuItem {
            text: qsTr("Copy")
            onTriggered: area.copy()
        }
        QuietMenuItem {
            text: qsTr("Copy as Markdown")
            onTriggered: area.copyMarkdown()
        }
        QuietMenuItem {
            text: qsTr("Copy as plain text")
            onTriggered: area.copyPlain()
        }
        QuietMenuItem {
            text: qsTr("Select the whole message")
            onTriggered: area.selectAll()
        }
    }
}
