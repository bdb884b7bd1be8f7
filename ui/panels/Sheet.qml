// A dialog in the middle of the window with a title, text and buttons.
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth

Panel {
    id: sheet
    default property alias content: body.data
    property alias buttons: buttonRow.data
    modal: true
    dim: true
    parent: T.Overlay.overlay
    anchors.centerIn: parent
    property real wide: Theme.px(540)
    // Whatever comes and goes in a sheet stands in a positioner: Qt 6.4's layouts crash when they are resized after a
    // delegate of theirs went while the sheet was closed (tests/ui/popups_test.cpp).
    width: Math.min(wide, parent ? parent.width - 24 : wide)
    height: Math.min(implicitHeight, parent ? parent.height - 24 : implicitHeight)
    padding: 20
    T.Overlay.modal: Rectangle { color: Qt.rgba(0, 0, 0, Theme.dark ? 0.5 : 0.22) }

    contentItem: ColumnLayout {
        spacing: 12
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.title
        Text {
            text: sheet.title
            color: Theme.ink
            font.pixelSize: Theme.lead
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Flickable {
            id: scrolled
            Layout.fillWidth: true
            Layout.fillHeight: true
            implicitHeight: body.implicitHeight
            contentHeight: body.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar { }
            FocusFollower { view: scrolled; column: body }
            ColumnLayout {
                id: body
                width: parent.width
                spacing: 10
            }
        }
        Flow {
            id: buttonRow
            Layout.fillWidth: true
            Layout.topMargin: 4
            layoutDirection: Qt.RightToLeft
            spacing: 8
        }
    }
}
