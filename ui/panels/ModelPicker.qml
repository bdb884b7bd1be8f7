// The models at hand: the bundled one, the files opened before, and what else was found on this computer.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Hearth
import Hearth.App

Panel {
    id: panel
    required property ModelController models
    required property LibraryController library
    signal openFileRequested()
    signal realModelRequested()
    title: qsTr("Models")
    padding: 8
    width: Math.min(Theme.px(400), parent ? parent.width - 24 : Theme.px(400))
    onAboutToShow: library.openPicker()
    onOpened: {
        list.currentIndex = models.currentRow
        list.forceActiveFocus()
    }

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
            footer: Column {
                width: ListView.view.width
                Text {
                    visible: foundHere.count > 0
                    leftPadding: 12
                    topPadding: 10
                    bottomPadding: 2
                    text: qsTr("Also on this computer")
                    color: Theme.muted
                    font.pixelSize: Theme.small
                }
                Repeater {
                    id: foundHere
                    model: panel.library.pickable
                    AbstractButton {
                        id: other
                        required property string key
                        required property string title
                        required property string detail
                        width: parent.width
                        implicitHeight: Theme.px(52)
                        focusPolicy: Qt.StrongFocus
                        hoverEnabled: true
                        text: title
                        Accessible.role: Accessible.Button
                        Accessible.name: qsTr("%1. %2").arg(title).arg(detail)
                        Keys.onReturnPressed: other.clicked()
                        onClicked: {
                            panel.models.load(key)
                            panel.close()
                        }
                        background: Rectangle {
                            radius: Theme.radiusRow
                            color: other.hovered ? Theme.panel2 : "transparent"
                            FocusRing { shown: other.visualFocus; anchors.margins: 0 }
                        }
                        contentItem: Item {
                            Column {
                                x: 12
                                anchors.verticalCenter: parent.verticalCenter
                                width: parent.width - 26
                                spacing: 2
                                Text {
                                    width: parent.width
                                    text: other.title
                                    textFormat: Text.PlainText
                                    elide: Text.ElideMiddle
                                    color: Theme.ink
                                    font.pixelSize: Theme.row
                                }
                                Text {
                                    width: parent.width
                                    text: other.detail
                                    elide: Text.ElideMiddle
                                    color: Theme.muted
                                    font.pixelSize: Theme.small
                                }
                            }
                        }
                    }
                }
            }
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
                text: qsTr("Get a model…")
                onClicked: {
                    panel.close()
                    panel.realModelRequested()
                }
            }
        }
    }
}
