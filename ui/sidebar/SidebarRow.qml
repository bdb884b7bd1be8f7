// What rows of chats and of folders share: looks, keys, menu button, renaming, dragging.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: row
    required property string title
    required property int depth
    required property int index
    property bool lit: false            // drawn as the one that is shown
    property bool marked: false         // part of a selection
    property bool menuOpen: false
    readonly property bool renaming: name.visible
    property real textInset: 10 + depth * (Theme.px(14) + 4)   // below the name of the folder it is in
    property string leadingIcon: ""
    property string trailing: ""
    property real extra: 0              // height below the title
    default property alias more: content.data
    signal menuWanted(Item anchor, real x, real y)
    signal renamedTo(string name)
    signal dragStarted()
    signal dragMoved(point scenePosition)
    signal dragEnded()

    function startRenaming() {
        name.start(title)
    }

    implicitHeight: Theme.px(36) + extra
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: title
    onDoubleClicked: startRenaming()
    Keys.onReturnPressed: clicked()
    Keys.onMenuPressed: menuWanted(row, 20, 30)
    Keys.onPressed: event => {
        if (event.key !== Qt.Key_F10 || event.modifiers !== Qt.ShiftModifier) return
        menuWanted(row, 20, 30)
        event.accepted = true
    }
    Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    background: Rectangle {
        radius: Theme.radiusRow
        color: row.marked ? Theme.emberSoft : row.lit || row.hovered || row.menuOpen ? Theme.panel2 : "transparent"
        FocusRing { shown: row.visualFocus; anchors.margins: 0 }
    }
    contentItem: Item {
        id: content
        Icon {
            visible: row.leadingIcon !== ""
            anchors.left: parent.left
            anchors.leftMargin: row.textInset - 2
            y: (Theme.px(36) - height) / 2
            width: Theme.px(14)
            height: Theme.px(14)
            name: row.leadingIcon
            color: Theme.muted
        }
        Text {
            anchors.left: parent.left
            anchors.leftMargin: row.textInset + (row.leadingIcon === "" ? 0 : Theme.px(14) + 4)
            y: (Theme.px(36) - height) / 2
            width: parent.width - anchors.leftMargin - 10 - (moreButton.visible ? 24 : 0) - (count.visible ? count.width + 6 : 0)
            visible: !row.renaming
            text: row.title
            textFormat: Text.PlainText
            elide: Text.ElideRight
            color: Theme.ink
            font.pixelSize: Theme.row
            font.weight: row.lit ? Font.Medium : Font.Normal
        }
        Text {
            id: count
            anchors { right: parent.right; rightMargin: 12 }
            y: (Theme.px(36) - height) / 2
            visible: row.trailing !== "" && !moreButton.visible && !row.renaming
            text: row.trailing
            color: Theme.muted
            font.pixelSize: Theme.small
        }
        InlineName {
            id: name
            anchors.left: parent.left
            anchors.leftMargin: row.textInset - 6
            y: 3
            width: parent.width - anchors.leftMargin - 4
            onKept: text => { if (text !== row.title) row.renamedTo(text) }
            onDismissed: row.forceActiveFocus(Qt.TabFocusReason)
        }
        IconButton {
            id: moreButton
            anchors { right: parent.right; rightMargin: 4; top: parent.top; topMargin: 4 }
            visible: (row.hovered || row.visualFocus || activeFocus || row.menuOpen) && !row.renaming
            implicitWidth: Theme.px(28)
            implicitHeight: Theme.px(28)
            iconSize: 16
            iconName: "more"
            text: qsTr("Actions for “%1”").arg(row.title)
            focusPolicy: Qt.NoFocus   // the row's own keys open the menu
            tipped: false
            onClicked: row.menuWanted(moreButton, 0, 30)
        }
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: event => row.menuWanted(row, event.position.x, event.position.y)
    }
    DragHandler {
        target: null
        dragThreshold: 6
        acceptedDevices: PointerDevice.Mouse
        grabPermissions: PointerHandler.CanTakeOverFromItems | PointerHandler.CanTakeOverFromHandlersOfDifferentType | PointerHandler.ApprovesCancellation
        onActiveChanged: if (active) row.dragStarted(); else row.dragEnded()
        onCentroidChanged: if (active) row.dragMoved(centroid.scenePosition)
    }
}
