// Everything that was sent, request by request.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property HubAccess hub
    title: qsTr("What Hearth has sent")
    wide: Theme.px(680)
    onAboutToShow: hub.showRequests()
    onOpened: close.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        color: Theme.muted
        text: qsTr("%1 Chats are never sent. Every request is also written to network.log beside your chats.").arg(sheet.hub.requestsText)
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        spacing: 10
        Repeater {
            model: sheet.hub.requests
            ColumnLayout {
                id: line
                required property string time
                required property string what
                required property string address
                required property string result
                required property bool failed
                width: parent.width
                spacing: 1
                RowLayout {
                    Layout.fillWidth: true
                    spacing: 12
                    Text {
                        Layout.fillWidth: true
                        text: line.what
                        textFormat: Text.PlainText
                        elide: Text.ElideRight
                        color: Theme.ink
                        font.pixelSize: Theme.label
                        font.weight: Font.Medium
                        Accessible.role: Accessible.StaticText
                        Accessible.name: qsTr("%1, %2, %3, %4").arg(line.time).arg(text).arg(line.address).arg(line.result)
                    }
                    Text {
                        text: line.time
                        color: Theme.muted
                        font.pixelSize: Theme.small
                    }
                }
                Text {
                    Layout.fillWidth: true
                    text: line.address
                    textFormat: Text.PlainText
                    elide: Text.ElideMiddle
                    color: Theme.muted
                    font.family: Theme.mono
                    font.pixelSize: Theme.px(11)
                }
                Text {
                    Layout.fillWidth: true
                    text: line.result
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    color: line.failed ? Theme.brick : Theme.muted
                    font.pixelSize: Theme.small
                }
            }
        }
    }
    buttons: [
        TextButton {
            id: close
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
