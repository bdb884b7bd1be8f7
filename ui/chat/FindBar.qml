// Find within the chat: what, how many, which, and on to the next.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

Rectangle {
    id: bar
    required property FindInChat find
    signal dismissed()
    implicitHeight: Theme.px(44)
    radius: Theme.radiusBlock
    color: Theme.paper
    border.width: 1
    border.color: Theme.dark ? Theme.panel3 : Theme.hair
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Find in this chat")

    function start() {
        field.text = find.query
        field.forceActiveFocus()
        field.selectAll()
    }
    function leave() {
        find.close()
        dismissed()
    }
    Connections {
        target: bar.find
        function onQueryChanged() { if (field.text !== bar.find.query) field.text = bar.find.query }
    }

    TextField {
        id: field
        anchors { left: parent.left; right: buttons.left; verticalCenter: parent.verticalCenter; leftMargin: 6 }
        implicitHeight: Theme.px(34)
        leftPadding: 8
        placeholderText: qsTr("Find in this chat")
        placeholderTextColor: Theme.muted
        color: Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: Theme.row
        verticalAlignment: TextInput.AlignVCenter
        background: Item { }
        Accessible.role: Accessible.EditableText
        Accessible.name: placeholderText
        onTextEdited: bar.find.query = text
        Keys.onEscapePressed: bar.leave()
        Keys.onPressed: event => {
            const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter
            if (!enter && event.key !== Qt.Key_Down && event.key !== Qt.Key_Up) return
            if (event.key === Qt.Key_Up || (event.modifiers & Qt.ShiftModifier)) bar.find.previous()
            else bar.find.next()
            event.accepted = true
        }
    }
    Row {
        id: buttons
        anchors { right: parent.right; verticalCenter: parent.verticalCenter; rightMargin: 6 }
        spacing: 2
        Text {
            anchors.verticalCenter: parent.verticalCenter
            rightPadding: 6
            text: bar.find.query === "" ? "" : bar.find.count === 0 ? qsTr("Nothing found") : qsTr("%1 of %2").arg(bar.find.current + 1).arg(bar.find.count)
            color: Theme.muted
            font.pixelSize: Theme.label
            Accessible.role: Accessible.StaticText
            Accessible.name: text
            Accessible.ignored: text === ""
        }
        IconButton {
            iconName: "arrow-up"
            iconSize: 15
            enabled: bar.find.count > 0
            text: qsTr("Previous place")
            onClicked: bar.find.previous()
        }
        IconButton {
            iconName: "arrow-down"
            iconSize: 15
            enabled: bar.find.count > 0
            text: qsTr("Next place")
            onClicked: bar.find.next()
        }
        IconButton {
            iconName: "close"
            iconSize: 13
            text: qsTr("Close")
            onClicked: bar.leave()
        }
    }
}
