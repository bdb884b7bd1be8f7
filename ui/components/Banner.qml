// A notice in the reading column: what is the case, and what to do about it.
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

Rectangle {
    id: banner
    property string iconName: "info"
    property string text: ""
    property color tint: Theme.ember
    property color fill: Theme.emberSoft
    property bool closable: false
    default property alias actions: actionRow.data
    signal closed()

    implicitHeight: layout.implicitHeight + 20
    radius: Theme.radiusBlock
    color: fill
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    GridLayout {
        id: layout
        readonly property bool wide: banner.width > Theme.px(620)
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 14; rightMargin: 8 }
        columns: wide ? 4 : 3
        columnSpacing: 10
        rowSpacing: 6
        Icon {
            name: banner.iconName
            implicitWidth: Theme.px(18)
            implicitHeight: Theme.px(18)
            color: banner.tint
            Layout.alignment: words.lineCount > 1 ? Qt.AlignTop : Qt.AlignVCenter
            Layout.topMargin: words.lineCount > 1 ? 2 : 0
        }
        Text {
            id: words
            text: banner.text
            color: Theme.ink
            font.pixelSize: Theme.row
            lineHeight: 1.25
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter
        }
        Row {
            id: actionRow
            spacing: 6
            visible: children.length > 0
            Layout.row: layout.wide ? 0 : 1
            Layout.column: layout.wide ? 2 : 1
            Layout.alignment: Qt.AlignVCenter
        }
        IconButton {
            visible: banner.closable
            Layout.row: 0
            Layout.column: layout.wide ? 3 : 2
            Layout.alignment: words.lineCount > 1 ? Qt.AlignTop : Qt.AlignVCenter
            implicitWidth: Theme.px(28)
            implicitHeight: Theme.px(28)
            iconSize: 14
            iconName: "close"
            text: qsTr("Close this notice")
            onClicked: banner.closed()
        }
    }
}
