// The blocks of one message, one delegate a kind.
import QtQuick
import Qt.labs.qmlmodels
import Hearth
import Hearth.App

Column {
    id: column
    required property BlockListModel blocks
    property color textColor: Theme.ink
    property int textSize: Theme.body
    signal linkActivated(string address)
    signal copyRequested(string text)

    Repeater {
        model: column.blocks
        delegate: DelegateChooser {
            role: "kind"
            DelegateChoice {
                roleValue: BlockListModel.Paragraph
                TextBlock {
                    width: column.width
                    textColor: column.textColor
                    textSize: column.textSize
                    onLinkActivated: address => column.linkActivated(address)
                }
            }
            DelegateChoice {
                roleValue: BlockListModel.Heading
                TextBlock {
                    width: column.width
                    textColor: column.textColor
                    textSize: column.textSize
                    onLinkActivated: address => column.linkActivated(address)
                }
            }
            DelegateChoice {
                roleValue: BlockListModel.Code
                CodeBlock {
                    width: column.width
                    textSize: column.textSize
                    onCopyRequested: code => column.copyRequested(code)
                }
            }
            DelegateChoice {
                roleValue: BlockListModel.Table
                TableBlock {
                    width: column.width
                    textSize: column.textSize
                    onLinkActivated: address => column.linkActivated(address)
                }
            }
            DelegateChoice {
                roleValue: BlockListModel.Math
                MathBlock {
                    width: column.width
                    textColor: column.textColor
                    textSize: column.textSize
                }
            }
            DelegateChoice {
                roleValue: BlockListModel.Rule
                RuleBlock { width: column.width }
            }
        }
    }
}
