// A hearth:// link asks for a model of Hugging Face. Nothing is fetched: it says what was asked for and where it lies.
import QtQuick
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HearthApp app
    property string repository: ""
    property string file: ""
    readonly property string address: "https://huggingface.co/" + repository + (file === "" ? "" : "/blob/main/" + file)
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
        text: qsTr("A link asked Hearth for it. Nothing was downloaded. Your browser can show the page; download the GGUF file there and open it here. The website will learn that you opened it.")
    }
    buttons: [
        TextButton {
            primary: true
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
