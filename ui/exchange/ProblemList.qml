// What could not be read or written, each with its reason.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth

Rectangle {
    id: root
    required property var problems
    visible: problems.length > 0
    Layout.fillWidth: true
    implicitHeight: list.implicitHeight + 24
    radius: Theme.radiusRow
    color: Theme.amberSoft
    Column {
        // A positioner: see FactsPanel.
        id: list
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 12 }
        spacing: 6
        Repeater {
            model: root.problems
            SheetText {
                required property var modelData
                width: list.width
                text: modelData.where === "" ? modelData.reason : qsTr("%1: %2").arg(modelData.where).arg(modelData.reason)
                textFormat: Text.PlainText
                font.pixelSize: Theme.label
                wrapMode: Text.Wrap
            }
        }
    }
}
