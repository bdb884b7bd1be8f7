// The models at hand: the bundled one, and the files opened before.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Panel {
    id: panel
    required property ModelController models
    signal openFileRequested()
    signal realModelRequested()
    title: qsTr("Models")
    padding: 8
    width: Math.min(Theme.px(400), parent ? parent.width - 24 : Theme.px(400))
    onOpened: list.forceActiveFocus()

    contentItem: ColumnLayout {
        spacing: 4
        ListView {
            id: list
            Layout.fillWidth: true
            implicitHeight: Math.min(contentHeight, Theme.px(300))
            clip: true
            model: panel.models
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            Accessible.role: Accessible.List
            Accessible.name: panel.title
            ScrollBar.vertical: ScrollBar { }
            Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
            delegate: ItemDelegate {
                id: row
                required property string name
                required property string path
                required property string detail
                required property bool current
                required property bool bundled
                required property bool missing
                width: ListView.view.width
                height: Theme.px(52)
                enabled: !missing || !bundled
                text: name
                Accessible.role: Accessible.ListItem
                Accessible.name: current ? qsTr("%1, in use. %2").arg(name).arg(detail) : qsTr("%1. %2").arg(name).arg(detail)
                onClicked: {
                    if (missing) return
                    panel.models.load(path)
                    panel.close()
                }
                background: Rectangle {
                    radius: Theme.radiusRow
                    color: row.hovered ? Theme.panel2 : "transparent"
                    FocusRing { shown: row.visualFocus || (row.ListView.isCurrentItem && list.activeFocus); anchors.margins: 0 }
                }
                contentItem: Item {
                    Column {
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - 40
                        spacing: 2
                        Text {
                            width: parent.width
                            text: row.name
                            elide: Text.ElideMiddle
                            color: row.missing ? Theme.muted : Theme.ink
                            font.pixelSize: Theme.row
                            font.weight: row.current ? Font.Medium : Font.Normal
                        }
                        Text {
                            width: parent.width
                            text: row.detail
                            elide: Text.ElideMiddle
                            color: Theme.muted
                            font.pixelSize: Theme.small
                        }
                    }
                    Icon {
                        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                        visible: row.current
                        width: Theme.px(16)
                        height: Theme.px(16)
                        name: "check"
                        color: Theme.ember
                    }
                    IconButton {
                        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                        visible: !row.current && !row.bundled
                        implicitWidth: Theme.px(28)
                        implicitHeight: Theme.px(28)
                        iconSize: 13
                        iconName: "close"
                        text: qsTr("Forget %1 (the file stays)").arg(row.name)
                        onClicked: panel.models.forget(row.path)
                    }
                }
            }
        }
        Rectangle { Layout.fillWidth: true; height: 1; color: Theme.hair }
        RowLayout {
            spacing: 8
            Layout.margins: 4
            TextButton {
                iconName: "folder"
                text: qsTr("Open a model file…")
                onClicked: {
                    panel.close()
                    panel.openFileRequested()
                }
            }
            TextButton {
                bare: true
                text: qsTr("Get a real model")
                onClicked: {
                    panel.close()
                    panel.realModelRequested()
                }
            }
        }
    }
}
