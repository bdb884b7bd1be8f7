// A hearth:// link asks for a model of Hugging Face. Any web page may hold one: nothing is asked of the hub before the
// user agrees.
import QtQuick
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HearthApp app
    property string repository: ""
    property string file: ""
    readonly property string address: "https://huggingface.co/" + repository + (file === "" ? "" : "/blob/main/" + file)
    signal libraryRequested()
    title: qsTr("Look at this model?")

    function show(repository, file) {
        sheet.repository = repository
        sheet.file = file
        open()
    }
    onOpened: cancel.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        text: sheet.address
        font.family: Theme.mono
        font.pixelSize: Theme.label
        textFormat: Text.PlainText
        wrapMode: Text.WrapAnywhere
    }
    SheetText {
        color: Theme.muted
        text: qsTr("A link asked Hearth for it. Nothing was sent yet. The library can show its files and how they would run on this computer; for that it asks %1, which learns that you looked.").arg(sheet.app.library.hub.host)
    }
    buttons: [
        TextButton {
            primary: true
            text: qsTr("Look in the library")
            onClicked: {
                sheet.close()
                sheet.libraryRequested()
                sheet.app.library.openReference(sheet.address)
            }
        },
        TextButton {
            text: qsTr("Open the page")
            onClicked: {
                sheet.app.openLink(sheet.address)
                sheet.close()
            }
        },
        TextButton {
            text: qsTr("Copy the address")
            onClicked: {
                sheet.app.copyText(sheet.address)
                sheet.close()
            }
        },
        TextButton {
            id: cancel
            text: qsTr("Cancel")
            onClicked: sheet.close()
        }
    ]
}
