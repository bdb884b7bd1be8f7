// How to come by a real model, told honestly: this version opens files, it does not download.
import QtQuick
import Hearth

Sheet {
    id: sheet
    signal openFileRequested()
    title: qsTr("Get a real model")
    onOpened: open.forceActiveFocus(Qt.TabFocusReason)

    SheetText {
        text: qsTr("hearth-tiny has 11 million parameters; models that are useful in daily work have a few thousand million. Hearth opens any of them as a GGUF file on this computer.")
    }
    SheetText {
        text: qsTr("Which kinds work: DeepSeek V2, V3 and R1 (deepseek2), Qwen 2, 2.5 and 3, Qwen3 mixture-of-experts, and Llama 2 and 3 with their relatives. A file split in parts opens by its first part (…-00001-of-…).")
    }
    SheetText {
        text: qsTr("Where to find them: many publishers put GGUF files on Hugging Face (huggingface.co); search there for the model's name and “GGUF”. If you use another program for local models, its GGUF files work here as they are.")
    }
    SheetText {
        text: qsTr("Which size: the file should be smaller than this computer's memory. Q4_K_M is a good balance of size and quality. Smaller models answer faster; begin with one of 1 to 4 thousand million parameters.")
    }
    SheetText {
        color: Theme.muted
        text: qsTr("This version of Hearth never downloads anything by itself.")
    }
    buttons: [
        TextButton {
            id: open
            primary: true
            text: qsTr("Open a model file…")
            onClicked: {
                sheet.close()
                sheet.openFileRequested()
            }
        },
        TextButton {
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    ]
}
