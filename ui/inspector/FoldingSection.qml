// A group under a heading that folds.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Column {
    // Positioners, for rows may come and go in it: see FactsPanel.
    id: root
    required property string title
    property bool open: false
    default property alias content: body.data
    spacing: 6
    AbstractButton {
        id: head
        width: parent.width
        implicitHeight: Theme.px(30)
        focusPolicy: Qt.StrongFocus
        hoverEnabled: true
        text: root.title
        Accessible.role: Accessible.Button
        Accessible.name: root.open ? qsTr("%1, fold").arg(text) : qsTr("%1, unfold").arg(text)
        Keys.onReturnPressed: head.clicked()
        Keys.onEnterPressed: head.clicked()
        onClicked: root.open = !root.open
        background: Item { FocusRing { shown: head.visualFocus } }
        contentItem: Item {
            Icon {
                id: icon
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(13)
                height: Theme.px(13)
                name: root.open ? "chevron-down" : "chevron-right"
                color: Theme.muted
            }
            Text {
                anchors { left: icon.right; leftMargin: 6; right: parent.right; verticalCenter: parent.verticalCenter }
                text: head.text
                elide: Text.ElideRight
                color: head.hovered ? Theme.ink : Theme.muted
                font.pixelSize: Theme.label
                font.weight: Font.Medium
            }
        }
    }
    Column {
        id: body
        width: parent.width
        visible: root.open
        spacing: 14
    }
}
