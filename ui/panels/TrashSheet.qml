// What was thrown away and can still be had back.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HearthApp app
    property var asking: null   // ids that are about to be deleted for good
    title: qsTr("Trash")
    onAboutToShow: {
        asking = null
        app.trash.refresh()
    }
    onOpened: close.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        visible: sheet.asking === null
        color: Theme.muted
        text: sheet.app.trash.count === 0 ? qsTr("The trash is empty.") : qsTr("Chats stay here for 30 days, then they are deleted for good.")
    }
    ListView {
        id: list
        objectName: "trash"
        visible: sheet.asking === null
        Layout.fillWidth: true
        implicitHeight: Math.min(contentHeight, 380)
        clip: true
        model: sheet.app.trash
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: sheet.title
        ScrollBar.vertical: ScrollBar { }
        delegate: Item {
            id: row
            required property var rowId
            required property string title
            required property string note
            required property bool isFolder
            width: ListView.view.width
            height: Theme.px(48)
            Accessible.role: Accessible.ListItem
            Accessible.name: title + ", " + note
            Column {
                anchors { left: parent.left; right: buttons.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
                spacing: 1
                Text {
                    width: parent.width
                    text: row.title
                    textFormat: Text.PlainText
                    elide: Text.ElideRight
                    color: Theme.ink
                    font.pixelSize: Theme.row
                }
                Text {
                    text: row.note
                    color: Theme.muted
                    font.pixelSize: Theme.small
                }
            }
            Row {
                id: buttons
                anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                TextButton {
                    bare: true
                    iconName: "restore"
                    text: qsTr("Restore")
                    Accessible.name: qsTr("Restore “%1”").arg(row.title)
                    onClicked: row.isFolder ? sheet.app.chats.restoreFolder(row.rowId) : sheet.app.chats.restore([row.rowId])
                }
                IconButton {
                    visible: !row.isFolder
                    implicitHeight: Theme.px(28)
                    iconSize: 15
                    iconName: "trash"
                    text: qsTr("Delete “%1” for good").arg(row.title)
                    onClicked: sheet.asking = [row.rowId]
                }
            }
        }
    }
    SheetText {
        visible: sheet.asking !== null
        text: sheet.asking === null ? "" : sheet.asking.length === 1 ? qsTr("Delete this chat for good? Nothing can bring it back.") : qsTr("Delete %1 chats for good? Nothing can bring them back.").arg(sheet.asking.length)
    }
    buttons: [
        TextButton {
            visible: sheet.asking !== null
            primary: true
            text: qsTr("Delete for good")
            onClicked: {
                sheet.app.chats.deleteForGood(sheet.asking)
                sheet.asking = null
            }
        },
        TextButton {
            id: close
            text: sheet.asking === null ? qsTr("Close") : qsTr("Keep")
            onClicked: sheet.asking === null ? sheet.close() : sheet.asking = null
        },
        TextButton {
            visible: sheet.asking === null && sheet.app.trash.chatIds().length > 0 && sheet.app.trash.count > 0
            text: qsTr("Empty the trash…")
            onClicked: sheet.asking = sheet.app.trash.chatIds()
        }
    ]
}
