// What the graphics card, the memory and the processor do for the loaded model, and what a user can choose.
import QtQuick
import Hearth
import Hearth.App

Page {
    id: page
    readonly property HardwareController hardware: app.hardware
    title: qsTr("Hardware")
    viewName: "hardwareView"
    Component.onCompleted: hardware.findCards()

    Column {
        width: parent.width
        spacing: 6
        Text {
            width: parent.width
            text: page.hardware.sentence
            color: Theme.muted
            font.pixelSize: Theme.body
            lineHeight: 1.3
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Text {
            visible: text !== ""
            width: parent.width
            text: page.hardware.advice
            color: Theme.muted
            font.pixelSize: Theme.body
            lineHeight: 1.3
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    MemoryBar {
        visible: page.hardware.onCard
        width: parent.width
        hardware: page.hardware
    }
    LayerStrip {
        visible: page.hardware.onCard && !page.hardware.hasExperts && page.hardware.layers > 0
        width: parent.width
        hardware: page.hardware
    }
    ExpertMapSection {
        visible: page.hardware.hasMap
        width: parent.width
        hardware: page.hardware
    }
    NumberTiles {
        visible: page.hardware.known
        width: parent.width
        tiles: page.hardware.tiles
    }
    DeviceChoices {
        width: parent.width
        hardware: page.hardware
    }
}
