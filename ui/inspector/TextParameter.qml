import QtQuick
import QtQuick.Layouts
import Hearth

ColumnLayout {
    id: root
    required property string name
    required property string help
    property string shown: ""
    property string source: ""
    property bool own: false
    property bool wrong: false
    signal entered(string typed)
    signal resetRequested()
    spacing: 4
    FieldHead {
        Layout.fillWidth: true
        name: root.name
        help: root.help
        source: root.source
        own: root.own
        onResetRequested: root.resetRequested()
    }
    TextBox {
        Layout.fillWidth: true
        name: root.name
        shown: root.shown
        mono: true
        wrong: root.wrong
        onEntered: typed => root.entered(typed)
    }
}
