// What the model was shown of a file.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth

Sheet {
    id: sheet
    property string share: ""
    property var passages: []

    function show(fileName, share, passages) {
        sheet.title = fileName
        sheet.share = share
        sheet.passages = passages
        open()
    }
    onOpened: closeButton.forceActiveFocus(Qt.TabFocusReason)

    SheetText { text: sheet.share }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        visible: sheet.passages.length > 0
        spacing: 10
        Repeater {
            model: sheet.passages
            Rectangle {
                id: box
                required property string modelData
                width: parent.width
                implicitHeight: words.implicitHeight + 20
                radius: Theme.radiusRow
                color: Theme.panel
                TextEdit {
                    id: words
                    x: 12
                    y: 10
                    width: parent.width - 24
                    // A whole book would take long to lay out; its beginning shows what it is.
                    text: box.modelData.length > 20000 ? box.modelData.substring(0, 20000) + "…" : box.modelData
                    textFormat: TextEdit.PlainText
                    wrapMode: TextEdit.Wrap
                    readOnly: true
                    selectByMouse: true
                    color: Theme.ink
                    selectionColor: Theme.selection
                    selectedTextColor: Theme.ink
                    font.pixelSize: Theme.label
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
            }
        }
    }
    buttons: [
        TextButton {
            id: closeButton
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
