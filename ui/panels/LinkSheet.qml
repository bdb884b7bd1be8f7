// Shows where a link leads before anything is opened: the one moment something could leave this computer.
import QtQuick
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HearthApp app
    property string address: ""
    title: qsTr("Open this link in your browser?")
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
        text: qsTr("The model wrote it. The website will learn that you opened it.")
    }
    buttons: [
        TextButton {
            primary: true
            text: qsTr("Open")
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
