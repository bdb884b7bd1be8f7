// The thinking, folded to one line; while it goes on, a peek at its newest lines.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Column {
    id: root
    required property ThinkingModel thinking
    signal linkActivated(string address)
    signal copyRequested(string text)
    visible: thinking.present
    spacing: 4

    AbstractButton {
        id: header
        implicitHeight: Theme.px(28)
        implicitWidth: line.implicitWidth + 12
        focusPolicy: Qt.StrongFocus
        text: root.thinking.label
        Accessible.role: Accessible.Button
        Accessible.name: root.thinking.expanded ? qsTr("%1, fold").arg(text) : qsTr("%1, unfold").arg(text)
        Keys.onReturnPressed: header.clicked()
        onClicked: root.thinking.expanded = !root.thinking.expanded
        background: Item { FocusRing { shown: header.visualFocus } }
        contentItem: Item {
            Row {
                id: line
                anchors.verticalCenter: parent.verticalCenter
                spacing: 4
                Icon {
                    width: Theme.px(14)
                    height: Theme.px(14)
                    anchors.verticalCenter: parent.verticalCenter
                    name: root.thinking.expanded ? "chevron-down" : "chevron-right"
                    color: Theme.muted
                }
                Text {
                    text: header.text
                    color: header.hovered ? Theme.ink : Theme.muted
                    font.pixelSize: Theme.row
                }
            }
        }
    }
    Rectangle {
        // The peek: a few lines pinned to the newest, fading at the top.
        visible: root.thinking.live && !root.thinking.expanded && root.thinking.peek !== ""
        width: parent.width
        height: Math.min(Theme.px(88), peek.implicitHeight + 4)
        color: "transparent"
        clip: true
        Rectangle { width: 2; height: parent.height; color: Theme.hair }
        Text {
            id: peek
            anchors.left: parent.left
            anchors.leftMargin: 16
            width: parent.width - 16
            anchors.bottom: parent.bottom
            text: root.thinking.peek
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.muted
            font.pixelSize: Theme.row
            lineHeight: 1.25
            Accessible.ignored: true
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 2 }
            height: Theme.px(28)
            visible: peek.implicitHeight > parent.height
            gradient: Gradient {
                GradientStop { position: 0; color: Theme.paper }
                GradientStop { position: 1; color: Qt.rgba(Theme.paper.r, Theme.paper.g, Theme.paper.b, 0) }
            }
        }
    }
    Loader {
        active: root.thinking.expanded
        visible: active
        width: parent.width
        sourceComponent: Item {
            implicitHeight: text.implicitHeight
            Rectangle { width: 2; height: parent.height - 8; color: Theme.hair }
            BlockColumn {
                id: text
                anchors.left: parent.left
                anchors.leftMargin: 16
                width: parent.width - 16
                blocks: root.thinking.blocks
                textColor: Theme.muted
                textSize: Theme.row
                onLinkActivated: address => root.linkActivated(address)
                onCopyRequested: code => root.copyRequested(code)
            }
        }
    }
    Item { width: 1; height: 6 }
}
