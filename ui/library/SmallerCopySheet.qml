// Makes a smaller copy of a model: the forms with their sizes, what each keeps, and the copying itself.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Hearth
import Hearth.App

Sheet {
    id: sheet
    required property SmallerCopy copy
    readonly property bool working: copy.state === SmallerCopy.Making || copy.state === SmallerCopy.Measuring
    title: copy.faster ? qsTr("A faster copy of %1").arg(copy.title) : qsTr("A smaller copy of %1").arg(copy.title)
    wide: Theme.px(580)
    onOpened: make.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        text: sheet.copy.faster ? qsTr("This model is stored with so few bits that unpacking them takes many processors longer than reading more bits would. There a larger copy answers faster. It needs more memory and is no more precise than this file. The original stays as it is.")
            : qsTr("The copy keeps every number of the model with fewer bits. It needs less memory and answers faster; down to about four bits you will hardly notice a difference, below that answers become weaker. The original stays as it is.")
    }
    Column {
        // A positioner: see FactsPanel.
        Layout.fillWidth: true
        Repeater {
            model: sheet.copy.forms.length   // rows stay when only their words change
            ChoiceRow {
                required property int index
                readonly property var form: sheet.copy.forms[index] ?? { key: "", name: "", detail: "" }
                width: parent.width
                enabled: !sheet.working
                text: form.name
                detail: form.detail
                chosen: form.key === sheet.copy.chosen
                onClicked: sheet.copy.choose(form.key)
            }
        }
    }
    QualityPlot {
        visible: sheet.copy.points.length > 0
        Layout.fillWidth: true
        points: sheet.copy.points
        leastText: sheet.copy.leastText
        mostText: sheet.copy.mostText
    }
    SheetText {
        visible: sheet.copy.points.length > 0
        color: Theme.muted
        text: qsTr("100 % is the original: how likely the copy makes what the original would have written, word by word, on a short English text.")
    }
    SheetText {
        visible: text !== ""
        color: sheet.copy.failed ? Theme.brick : Theme.ink
        text: sheet.copy.sentence
    }
    ProgressLine {
        visible: sheet.working
        Layout.fillWidth: true
        fraction: sheet.copy.fraction
        label: sheet.copy.sentence
    }
    buttons: [
        TextButton {
            id: make
            primary: true
            visible: sheet.copy.forms.length > 0
            enabled: sheet.copy.state === SmallerCopy.Ready && sheet.copy.chosen !== ""
            text: qsTr("Make the copy")
            onClicked: sheet.copy.make()
        },
        TextButton {
            visible: sheet.working
            text: qsTr("Stop")
            onClicked: sheet.copy.stop()
        },
        TextButton {
            visible: sheet.copy.forms.length > 0 && !sheet.working
            enabled: sheet.copy.state === SmallerCopy.Ready
            text: qsTr("Measure what each keeps")
            onClicked: sheet.copy.measure()
        },
        TextButton {
            text: sheet.working ? qsTr("Hide") : qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
