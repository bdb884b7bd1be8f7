// Several lines of text, taken over when it is left or after a moment's rest.
import QtQuick
import QtQuick.Controls.Basic
import Hearth

ScrollView {
    id: root
    required property string name
    property string shown: ""
    property string placeholder: ""
    property real most: Theme.px(220)
    property bool mono: false
    property bool wrong: false
    readonly property alias area: area
    signal entered(string typed)
    implicitHeight: Math.min(most, Math.max(Theme.px(64), area.implicitHeight))
    clip: true

    function take() {
        rest.stop()
        if (area.text !== shown) entered(area.text)
    }
    onShownChanged: if (!area.activeFocus && area.text !== shown) area.text = shown
    Component.onDestruction: if (area.activeFocus) take()

    background: Rectangle {
        radius: Theme.radiusRow
        color: Theme.paper
        border.width: 1
        border.color: root.wrong ? Theme.brick : Theme.highContrast ? Theme.outline : Theme.hair
        FocusRing { shown: area.activeFocus; anchors.margins: 0; radius: Theme.radiusRow }   // outside it would be clipped
    }
    TextArea {
        id: area
        text: root.shown
        wrapMode: TextArea.Wrap
        textFormat: TextEdit.PlainText
        placeholderText: root.placeholder
        placeholderTextColor: Theme.muted
        color: root.wrong ? Theme.brick : Theme.ink
        selectionColor: Theme.selection
        selectedTextColor: Theme.ink
        font.pixelSize: Theme.label
        font.family: root.mono ? Theme.mono : Theme.sans
        selectByMouse: true
        KeyNavigation.priority: KeyNavigation.BeforeItem
        Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
        Accessible.role: Accessible.EditableText
        Accessible.name: root.name
        background: null
        onTextChanged: if (activeFocus) rest.restart()
        onActiveFocusChanged: if (!activeFocus) {
            root.take()
            if (!root.wrong && text !== root.shown) text = root.shown
        }
    }
    Timer {
        id: rest
        interval: 600
        onTriggered: root.take()
    }
}
