// The blocks of one message, one delegate a kind.
import QtQuick
import Hearth
import Hearth.App

LazyColumn {
    id: column
    required property BlockListModel blocks
    property color textColor: Theme.ink
    property int textSize: Theme.body
    signal linkActivated(string address)
    signal copyRequested(string text)

    model: blocks
    lineHeight: textSize * 1.6

    // In the order of BlockListModel's kinds.
    delegates: [text, text, code, table, rule, math, picture]
    Component {
        id: text
        TextBlock {
            width: column.width
            textColor: column.textColor
            textSize: column.textSize
            onLinkActivated: address => column.linkActivated(address)
        }
    }
    Component {
        id: code
        CodeBlock {
            width: column.width
            textSize: column.textSize
            onCopyRequested: code => column.copyRequested(code)
        }
    }
    Component {
        id: table
        TableBlock {
            width: column.width
            textSize: column.textSize
            onLinkActivated: address => column.linkActivated(address)
        }
    }
    Component {
        id: rule
        RuleBlock { width: column.width }
    }
    Component {
        id: picture
        PictureBlock {
            width: column.width
            textSize: column.textSize
            onLinkActivated: address => column.linkActivated(address)
        }
    }
    Component {
        id: math
        MathBlock {
            width: column.width
            textColor: column.textColor
            textSize: column.textSize
        }
    }
}
