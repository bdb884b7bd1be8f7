// A file beside a message: its name, its size or what is wrong with it, and what can be done with it.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

AbstractButton {
    id: chip
    required property string fileName
    required property string detail
    property bool bad: false
    property bool removable: false
    property real widest: Theme.px(300)
    signal removeRequested()

    implicitWidth: Math.min(widest, row.implicitWidth + 20 + (removable ? Theme.px(26) : 0))
    implicitHeight: Math.max(Theme.px(42), words.implicitHeight + 10)
    focusPolicy: Qt.StrongFocus
    text: qsTr("%1, %2").arg(fileName).arg(detail)
    Accessible.role: removable ? Accessible.Button : Accessible.ButtonMenu
    Accessible.name: qsTr("File %1").arg(text)
    Keys.onReturnPressed: chip.clicked()
    Keys.onDeletePressed: if (chip.removable) chip.removeRequested()
    background: Rectangle {
        radius: Theme.radiusBlock
        color: chip.bad ? Theme.brickSoft : chip.hovered ? Theme.panel3 : Theme.panel2
        border.width: Theme.highContrast ? 1 : 0
        border.color: Theme.outline
        FocusRing { shown: chip.visualFocus; radius: Theme.radiusBlock + 3 }
    }
    contentItem: Item {
        Row {
            id: row
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.leftMargin: 10
            spacing: 8
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(18)
                height: Theme.px(18)
                name: chip.bad ? "warning" : "file"
                color: chip.bad ? Theme.brick : Theme.muted
            }
            Column {
                id: words
                readonly property real room: chip.widest - Theme.px(18) - 28 - (chip.removable ? Theme.px(26) : 0)
                anchors.verticalCenter: parent.verticalCenter
                Text {
                    text: chip.fileName
                    width: Math.min(implicitWidth, words.room)
                    color: Theme.ink
                    font.pixelSize: Theme.label
                    textFormat: Text.PlainText
                    elide: Text.ElideMiddle
                }
                Text {
                    text: chip.detail
                    width: Math.min(implicitWidth, words.room)
                    color: chip.bad ? Theme.brick : Theme.muted
                    font.pixelSize: Theme.small
                    textFormat: Text.PlainText
                    wrapMode: chip.bad ? Text.Wrap : Text.NoWrap
                    elide: chip.bad ? Text.ElideNone : Text.ElideRight
                }
            }
        }
        IconButton {
            visible: chip.removable
            anchors { right: parent.right; verticalCenter: parent.verticalCenter; rightMargin: 2 }
            implicitWidth: Theme.px(26)
            implicitHeight: Theme.px(26)
            iconSize: 12
            iconName: "close"
            text: qsTr("Remove %1").arg(chip.fileName)
            onClicked: chip.removeRequested()
        }
    }
}
