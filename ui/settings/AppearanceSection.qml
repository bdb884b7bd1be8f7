// Language, theme, size of the text, contrast, motion. What is chosen holds at once.
import QtQuick
import QtQuick.Controls.Basic
import Hearth
import Hearth.App

// A positioner: see FactsPanel.
Column {
    id: root
    required property Appearance appearance
    required property Language language
    spacing: 14

    SectionTitle {
        width: parent.width
        text: qsTr("Appearance")
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Language")
        detail: qsTr("Names and notes that were saved before stay as they are. What the engine reports about models and files is in English.")
        options: root.language.names
        chosen: root.language.chosen
        onChose: index => root.language.chosen = index
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Theme")
        options: [qsTr("As the system"), qsTr("Light"), qsTr("Dark")]
        chosen: root.appearance.mode
        onChose: index => root.appearance.mode = index
    }
    SettingChoice {
        width: parent.width
        title: qsTr("High contrast")
        options: [qsTr("As the system"), qsTr("Off"), qsTr("On")]
        chosen: root.appearance.contrast
        onChose: index => root.appearance.contrast = index
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Reduced motion")
        options: [qsTr("As the system"), qsTr("Off"), qsTr("On")]
        chosen: root.appearance.reducedMotion
        onChose: index => root.appearance.reducedMotion = index
    }
    SettingLine {
        width: parent.width
        title: qsTr("Text size")
        detail: qsTr("Also with Ctrl and +, −, 0.")
        Row {
            spacing: 10
            QuietSlider {
                id: zoom
                width: Theme.px(180)
                from: 80
                to: 200
                stepSize: 10
                snapMode: Slider.SnapAlways
                Accessible.name: qsTr("Text size: %1 %").arg(root.appearance.zoom)
                onPressedChanged: if (!pressed) root.appearance.zoom = value   // not while the slider itself would move
                onMoved: if (!pressed) root.appearance.zoom = value
                Binding on value { value: root.appearance.zoom }
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(48)
                horizontalAlignment: Text.AlignRight
                text: qsTr("%1 %").arg(root.appearance.zoom)
                color: Theme.muted
                font.pixelSize: Theme.row
            }
        }
    }
}
