// Where models come from and where they go: the hub, the token, the folder, the speed limit.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Hearth
import Hearth.App

// A positioner: see FactsPanel.
Column {
    id: root
    required property LibraryController library
    readonly property HubAccess hub: library.hub
    readonly property DownloadList downloads: library.downloads
    signal requestsRequested()
    spacing: 14

    SectionTitle {
        width: parent.width
        text: qsTr("Models and downloads")
    }
    SettingLine {
        width: parent.width
        title: qsTr("Asking the hub")
        detail: root.hub.offlineByEnvironment ? qsTr("HF_HUB_OFFLINE is set for this computer: nothing is sent.")
              : root.hub.offline ? qsTr("Switched off: nothing is sent.")
              : root.hub.allowed ? qsTr("%1 is asked when you search or download, never otherwise.").arg(root.hub.host)
              : qsTr("Not allowed yet; Hearth will ask you when you first search.")
        Row {
            spacing: 8
            TextButton {
                visible: !root.hub.offlineByEnvironment
                text: root.hub.offline ? qsTr("Allow it again") : qsTr("Switch it off")
                onClicked: root.hub.offline = !root.hub.offline
            }
            TextButton {
                text: qsTr("What was sent…")
                onClicked: root.requestsRequested()
            }
        }
    }
    SettingLine {
        width: parent.width
        title: qsTr("Hub")
        detail: endpoint.wrong ? qsTr("This is not an address. An example: https://huggingface.co") : qsTr("Another address that speaks like it works, too: a mirror, or one of your own.")
        Row {
            spacing: 8
            QuietField {
                id: endpoint
                property bool wrong: false
                width: Theme.px(250)
                name: qsTr("Address of the hub")
                text: root.hub.endpoint
                onEditingFinished: {
                    wrong = !root.hub.setEndpoint(text)
                    if (!wrong) text = root.hub.endpoint
                }
            }
        }
    }
    SettingLine {
        width: parent.width
        title: qsTr("Access token")
        detail: root.hub.tokenText
        Row {
            spacing: 8
            QuietField {
                id: token
                visible: !root.hub.hasToken
                width: Theme.px(170)
                name: qsTr("Access token")
                placeholderText: "hf_…"
                echoMode: TextInput.Password
                onAccepted: keep.clicked()
            }
            TextButton {
                id: keep
                visible: !root.hub.hasToken
                enabled: token.text !== ""
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Keep")
                onClicked: {
                    root.hub.saveToken(token.text)
                    token.clear()
                }
            }
            TextButton {
                visible: root.hub.hasToken
                enabled: root.hub.allowed && !root.hub.offline
                text: qsTr("Check")
                onClicked: root.hub.checkToken()
            }
            TextButton {
                visible: root.hub.hasToken
                text: qsTr("Remove")
                onClicked: root.hub.removeToken()
            }
        }
    }
    SettingLine {
        width: parent.width
        title: qsTr("Downloads go to")
        detail: root.downloads.folder
        Row {
            spacing: 8
            TextButton {
                text: qsTr("Change…")
                onClicked: folderDialog.open()
            }
            TextButton {
                visible: !root.downloads.folderIsUsual
                text: qsTr("The usual folder")
                onClicked: root.downloads.setFolder("")
            }
        }
    }
    SettingChoice {
        width: parent.width
        title: qsTr("Speed limit of downloads")
        options: root.downloads.speedChoices
        chosen: root.downloads.speedIndex
        onChose: index => root.downloads.speedIndex = index
    }
    FolderDialog {
        id: folderDialog
        title: qsTr("Where downloads go")
        onAccepted: root.downloads.setFolder(selectedFolder)
    }
}
