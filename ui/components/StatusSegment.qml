// One word of the status line; opens its panel above itself.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

AbstractButton {
    id: segment
    property color tint: Theme.muted
    property bool dot: false
    property real bar: -1      // 0..1 shows a small bar
    property string textAfter: ""
    property Popup panel: null

    implicitHeight: Theme.statusHeight - 2
    implicitWidth: row.implicitWidth + 16
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: segment.clicked()
    onClicked: {
        if (!panel) return
        panel.parent = segment
        panel.width = Qt.binding(() => Math.min(Theme.px(340), segment.Window.width - 24))
        // Its size is known once it is open.
        panel.x = Qt.binding(() => Math.min(0, segment.Window.width - 12 - panel.width - segment.mapToItem(null, 0, 0).x))
        panel.y = Qt.binding(() => -panel.height - 6)
        panel.open()
    }
    background: Rectangle {
        radius: 6
        color: segment.hovered ? Theme.panel2 : "transparent"
        FocusRing { shown: segment.visualFocus; anchors.margins: 0; radius: 6 }
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: 7
            Rectangle {
                visible: segment.dot
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(7)
                height: width
                radius: width / 2
                color: Theme.moss
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: segment.text
                color: segment.hovered ? Theme.ink : segment.tint
                font.pixelSize: Theme.small
            }
            Rectangle {
                visible: segment.bar >= 0
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(64)
                height: 5
                radius: 2.5
                color: Theme.panel3
                Rectangle {
                    width: Math.max(height, parent.width * Math.min(1, segment.bar))
                    height: parent.height
                    radius: 2.5
                    color: segment.tint === Theme.muted ? Theme.ember : segment.tint
                }
            }
            Text {
                visible: text !== ""
                anchors.verticalCenter: parent.verticalCenter
                text: segment.textAfter
                color: segment.hovered ? Theme.ink : segment.tint
                font.pixelSize: Theme.small
            }
        }
    }
}
