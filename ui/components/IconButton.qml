// A square button with one icon; its name is read aloud and shown as a tip.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

AbstractButton {
    id: button
    required property string iconName
    property color tint: Theme.muted
    property int iconSize: 18
    property color fill: "transparent"
    property int corner: Theme.radiusRow
    property bool tipped: true   // whether its name appears while the pointer rests on it
    property bool used: false    // since the pointer came: no tip lies over what the button opened

    implicitWidth: Theme.px(32)
    implicitHeight: Theme.px(32)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    Accessible.role: Accessible.Button
    onPressed: used = true
    onHoveredChanged: if (!hovered) used = false
    Keys.onReturnPressed: button.clicked()
    Keys.onEnterPressed: button.clicked()

    Loader {
        active: button.hovered && button.tipped && button.text !== ""
        sourceComponent: QuietTip {
            parent: button
            text: button.text
            visible: !button.used
        }
    }

    background: Rectangle {
        radius: button.corner
        color: button.down ? Theme.washDown : button.hovered ? Theme.wash : button.fill
        FocusRing { shown: button.visualFocus; radius: button.corner + 2 }
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            width: Theme.px(button.iconSize)
            height: Theme.px(button.iconSize)
            name: button.iconName
            color: button.hovered && button.enabled ? Theme.ink : button.tint
        }
    }
}
