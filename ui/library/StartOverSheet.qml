// Asks before what was received of a download is thrown away to begin again.
import QtQuick
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property DownloadList downloads
    property string key: ""
    property string name: ""
    function ask(which, title) {
        key = which
        name = title
        open()
    }
    title: qsTr("Start this download over?")
    onOpened: keep.forceActiveFocus(Qt.TabFocusReason)
    SheetText { text: qsTr("What was received of %1 so far is deleted, and all of it is fetched again. To go on with what is here, try again instead.").arg(sheet.name) }
    buttons: [
        TextButton {
            primary: true
            text: qsTr("Delete and start over")
            onClicked: {
                sheet.downloads.startOver(sheet.key)
                sheet.close()
            }
        },
        TextButton {
            id: keep
            text: qsTr("Keep what is here")
            onClicked: sheet.close()
        }
    ]
}
