// A menu's line for one of the registry's commands.
import QtQuick
import Hearth
import Hearth.App

QuietMenuItem {
    required property CommandRegistry commands
    required property string command
    text: commands.names[command]
    iconName: commands.iconOf(command)
    keys: commands.keys[command]
    onTriggered: commands.trigger(command)
}
