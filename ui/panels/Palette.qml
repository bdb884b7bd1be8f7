// Search everything: chats, commands and models in one list, by keyboard alone.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Templates as T
import Hearth
import Hearth.App

Panel {
    id: panel
    required property PaletteModel model
    title: qsTr("Search everything")
    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.min(96, parent.height * 0.1)) : 0
    width: parent ? Math.min(640, parent.width - 24) : 640
    padding: 8
    modal: true
    dim: true
    exit: null   // the focus goes back at once, before what was chosen is done
    T.Overlay.modal: Rectangle { color: Qt.rgba(0, 0, 0, Theme.dark ? 0.4 : 0.14) }

    function show(query) {
        model.open(query)
        field.text = query
        open()
    }
    function accept(row) {
        if (!model.narrows(row)) close()
        model.choose(row)
    }
    onOpened: field.forceActiveFocus()

    contentItem: Column {
        spacing: 6
        TextField {
            id: field
            focus: true
            width: parent.width
            implicitHeight: Theme.px(42)
            leftPadding: Theme.px(22) + 16
            placeholderText: qsTr("Search chats, commands and models")
            placeholderTextColor: Theme.muted
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.pixelSize: Theme.body
            verticalAlignment: TextInput.AlignVCenter
            Accessible.role: Accessible.EditableText
            Accessible.name: panel.title
            onTextEdited: panel.model.query = text
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onReturnPressed: panel.accept(list.currentIndex)
            Keys.onEnterPressed: panel.accept(list.currentIndex)
            Keys.onPressed: event => {
                const page = Math.max(1, Math.floor(list.height / 40))
                if (event.key === Qt.Key_PageDown) list.currentIndex = Math.min(list.count - 1, list.currentIndex + page)
                else if (event.key === Qt.Key_PageUp) list.currentIndex = Math.max(0, list.currentIndex - page)
                else return
                event.accepted = true
            }
            background: Item { }
            Connections {
                target: panel.model
                function onQueryChanged() { if (field.text !== panel.model.query) field.text = panel.model.query }
            }
            Icon {
                anchors.left: parent.left
                anchors.leftMargin: 12
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(16)
                height: Theme.px(16)
                name: "search"
                color: Theme.muted
            }
        }
        Rectangle { width: parent.width; height: 1; color: Theme.hair }
        ListView {
            id: list
            objectName: "palette"
            width: parent.width
            height: Math.max(36, Math.min(contentHeight, panel.parent ? panel.parent.height - panel.y - Theme.px(42 + 15) - Theme.statusHeight - 58 : 400))
            clip: true
            model: panel.model
            reuseItems: false
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            keyNavigationEnabled: false
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What was found")
            ScrollBar.vertical: ScrollBar { }
            Connections {
                target: panel.model
                function onModelReset() {
                    list.currentIndex = list.count > 0 ? 0 : -1
                    list.positionViewAtBeginning()
                }
            }
            section.property: "section"
            section.delegate: Text {
                required property string section
                width: ListView.view.width
                topPadding: 8
                bottomPadding: 4
                leftPadding: 12
                text: section
                color: Theme.muted
                font.pixelSize: Theme.small
            }
            delegate: AbstractButton {
                id: row
                required property int index
                required property string title
                required property string snippet
                required property string keys
                required property string iconName
                readonly property bool current: ListView.isCurrentItem
                width: ListView.view.width
                implicitHeight: snippet === "" ? Theme.px(36) : Theme.px(36) + excerpt.height + 4
                focusPolicy: Qt.NoFocus
                text: title
                Accessible.role: Accessible.ListItem
                Accessible.name: keys === "" ? title : title + ", " + keys
                Accessible.selected: current
                onClicked: panel.accept(index)
                background: Rectangle {
                    radius: Theme.radiusRow
                    color: row.current ? Theme.panel2 : row.hovered ? Theme.panel : "transparent"
                }
                contentItem: Item {
                    Icon {
                        anchors.left: parent.left
                        anchors.leftMargin: 12
                        y: Theme.px(10)
                        width: Theme.px(16)
                        height: Theme.px(16)
                        name: row.iconName
                        color: Theme.muted
                    }
                    Text {
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.px(22) + 16
                        y: Theme.px(8)
                        width: parent.width - anchors.leftMargin - shortcut.width - 24
                        text: row.title
                        textFormat: Text.PlainText
                        elide: Text.ElideRight
                        color: Theme.ink
                        font.pixelSize: Theme.row
                    }
                    Text {
                        id: excerpt
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.px(22) + 16
                        y: Theme.px(31)
                        width: parent.width - anchors.leftMargin - 16
                        visible: row.snippet !== ""
                        text: "<style>b{color:" + Theme.ember + ";font-weight:500}</style>" + row.snippet
                        textFormat: Text.RichText
                        wrapMode: Text.Wrap
                        maximumLineCount: 2
                        color: Theme.muted
                        font.pixelSize: Theme.small
                        clip: true
                    }
                    Text {
                        id: shortcut
                        anchors { right: parent.right; rightMargin: 12 }
                        y: Theme.px(10)
                        text: row.keys
                        color: Theme.muted
                        font.pixelSize: Theme.small
                    }
                }
            }
            Text {
                visible: list.count === 0 && field.text !== ""
                anchors.left: parent.left
                anchors.leftMargin: 12
                y: 8
                text: qsTr("Nothing found.")
                color: Theme.muted
                font.pixelSize: Theme.row
            }
        }
        Rectangle { width: parent.width; height: 1; color: Theme.hair }
        Text {
            width: parent.width
            leftPadding: 12
            elide: Text.ElideRight
            text: qsTr("<b>&gt;</b> commands   <b>#</b> models   <b>@</b> folders").replace(/   /g, "&nbsp;&nbsp;&nbsp;&nbsp;")
            textFormat: Text.StyledText
            color: Theme.muted
            font.pixelSize: Theme.small
        }
    }
}
