// What the library asks and tells wherever the user is: the one question before anything is sent, the list of
// what was sent, and short lines about deleted and finished models.
import QtQuick
import Hearth
import Hearth.App

Item {
    id: root
    required property HearthApp app
    required property Toast toast
    property bool drawerShown: false   // the downloads are in sight: no toast tells of them, too
    signal chatRequested()
    function showRequests() {
        logSheet.open()
    }

    Sheet {
        id: consentSheet
        property bool answered: false
        title: qsTr("Ask %1?").arg(root.app.library.hub.host)
        onOpened: no.forceActiveFocus(Qt.TabFocusReason)
        onAboutToShow: answered = false
        onClosed: if (!answered) root.app.library.consent(false)
        SheetText {
            text: qsTr("Your search words, and the names of the models that you open or download, are sent to %1; it also learns this computer's address, as every website does. Nothing else is sent, and nothing before you ask for it.").arg(root.app.library.hub.host)
        }
        SheetText {
            color: Theme.muted
            text: qsTr("Hearth asks this once. You can see every request, and take this back, in the settings under Models and downloads.")
        }
        buttons: [
            TextButton {
                primary: true
                text: qsTr("Allow")
                onClicked: {
                    consentSheet.answered = true
                    consentSheet.close()
                    root.app.library.consent(true)
                }
            },
            TextButton {
                id: no
                text: qsTr("Not now")
                onClicked: consentSheet.close()
            }
        ]
    }
    NetworkLogSheet {
        id: logSheet
        hub: root.app.library.hub
    }
    SmallerCopySheet {
        id: copySheet
        copy: root.app.library.copy
    }
    Connections {
        target: root.app.library
        function onCopyOffered(line, button, title, path) {
            root.toast.offer(line, button, 15000, () => {
                root.app.library.copy.open(path, title)
                copySheet.open()
            }, null)
        }
        function onConsentNeeded() { consentSheet.open() }
        function onModelReady(title, path) {
            if (root.drawerShown) return
            root.toast.offer(qsTr("%1 is ready").arg(title), qsTr("Chat with it"), 12000, () => {
                root.app.models.load(path)
                root.chatRequested()
            }, null)
        }
    }
    Connections {
        target: root.app.library.found
        function onTrashedChanged() {
            const found = root.app.library.found
            if (found.trashedTitle === "") root.toast.hide()
            else root.toast.offer(qsTr("“%1” is in the system's trash").arg(found.trashedTitle), qsTr("Undo"), 12000, () => found.undoTrash(), null)
        }
    }
}
