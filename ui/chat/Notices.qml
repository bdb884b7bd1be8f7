// What the user should know before sending: one banner each, only while it is true.
import QtQuick
import Hearth
import Hearth.App

Column {
    id: root
    required property HearthApp app
    property bool databaseNoticeClosed: false
    property bool templateWarningClosed: false
    signal openFileRequested()
    signal realModelRequested()
    signal hardwareRequested()
    spacing: 8

    Banner {
        visible: root.app.databaseNotice !== "" && !root.databaseNoticeClosed
        width: root.width
        iconName: "warning"
        tint: Theme.amber
        fill: Theme.amberSoft
        text: root.app.databaseNotice
        closable: true
        onClosed: root.databaseNoticeClosed = true
    }
    Banner {
        visible: root.app.models.templateWarning !== "" && !root.templateWarningClosed
        width: root.width
        iconName: "warning"
        tint: Theme.amber
        fill: Theme.amberSoft
        text: root.app.models.templateWarning
        closable: true
        onClosed: root.templateWarningClosed = true
    }
    Banner {
        visible: root.app.models.deviceNotice !== ""
        width: root.width
        iconName: "chip"
        tint: Theme.amber
        fill: Theme.amberSoft
        text: root.app.models.deviceNotice
        closable: true
        onClosed: root.app.models.dismissDeviceNotice()
        TextButton {
            text: qsTr("Hardware")
            onClicked: root.hardwareRequested()
        }
    }
    Banner {
        visible: root.app.demoNotice && root.app.models.state !== ModelController.Failed
        width: root.width
        iconName: "info"
        text: qsTr("This is hearth-tiny, a tiny demonstration model. It shows that everything works, but it knows little and often errs.")
        closable: true
        onClosed: root.app.dismissDemoNotice()
        TextButton {
            text: qsTr("Get a real model")
            onClicked: root.realModelRequested()
        }
    }
    Banner {
        visible: root.app.models.state === ModelController.Failed
        width: root.width
        iconName: "warning"
        tint: Theme.brick
        fill: Theme.brickSoft
        text: root.app.models.failure
        TextButton {
            text: qsTr("Try again")
            onClicked: root.app.models.retry()
        }
        TextButton {
            visible: root.app.models.hasBundled && !root.app.models.demo
            text: qsTr("Use hearth-tiny")
            onClicked: root.app.models.loadBundled()
        }
        TextButton {
            text: qsTr("Open another…")
            onClicked: root.openFileRequested()
        }
    }
    Banner {
        visible: root.app.models.state === ModelController.None
        width: root.width
        iconName: "model"
        text: qsTr("No model is loaded. Open a GGUF file to begin.")
        TextButton {
            text: qsTr("Open a model file…")
            onClicked: root.openFileRequested()
        }
        TextButton {
            text: qsTr("Where to get one")
            onClicked: root.realModelRequested()
        }
    }
    Banner {
        visible: root.app.chat.modelProposal !== ""
        width: root.width
        iconName: "model"
        text: root.app.chat.modelProposal
        closable: true
        onClosed: root.app.chat.declineProposedModel()
        TextButton {
            text: qsTr("Load this model")
            onClicked: root.app.chat.loadProposedModel()
        }
    }
    Banner {
        visible: root.app.chat.problem !== ""
        width: root.width
        iconName: "warning"
        tint: Theme.brick
        fill: Theme.brickSoft
        text: root.app.chat.problem
        closable: true
        onClosed: root.app.chat.dismissProblem()
    }
    Banner {
        visible: root.app.chat.overflow !== ""
        width: root.width
        iconName: "warning"
        tint: Theme.amber
        fill: Theme.amberSoft
        text: root.app.chat.overflow
        TextButton {
            primary: true
            text: qsTr("Send without them")
            onClicked: root.app.chat.sendWithoutOldest()
        }
        TextButton {
            text: qsTr("Summarise them")
            onClicked: root.app.chat.summariseOldest()
        }
        TextButton {
            text: qsTr("Cancel")
            onClicked: root.app.chat.cancelOverflow()
        }
    }
    Banner {
        visible: root.app.chat.summarising !== ""
        width: root.width
        iconName: "info"
        text: root.app.chat.summarising
        TextButton {
            text: qsTr("Cancel")
            Accessible.name: qsTr("Cancel the summary and the message")
            onClicked: root.app.chat.stop()
        }
    }
}
