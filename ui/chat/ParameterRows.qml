// Sampling parameters, each of which may be left as it is.
import QtQuick
import QtQuick.Layouts
import Hearth

ColumnLayout {
    id: root
    spacing: 6
    readonly property var fields: ({ temperature: temperature, topP: topP, minP: minP, topK: topK,
                                     repetitionPenalty: repetitionPenalty, maxTokens: maxTokens })

    property var given: ({})   // also what has no field here, which stays as it is

    // {"temperature": 0.7, …}: only what is filled in.
    function values() {
        const all = Object.assign({}, given)
        for (const key in fields) {
            if (isNaN(fields[key].number)) delete all[key]
            else all[key] = fields[key].number
        }
        return all
    }
    function set(values) {
        given = values
        for (const key in fields) fields[key].text = values[key] === undefined ? "" : Number(values[key]).toLocaleString(Qt.locale(), "g", 6)
    }

    ParameterField {
        id: temperature
        name: qsTr("Temperature")
        help: qsTr("Higher is more surprising, 0 always takes the likeliest word.")
        usual: "0.6"
    }
    ParameterField {
        id: topP
        name: qsTr("Top-p")
        help: qsTr("Only the likeliest words that together have this share.")
        usual: "0.95"
    }
    ParameterField {
        id: topK
        name: qsTr("Top-k")
        help: qsTr("Only this many of the likeliest words; 0 is all.")
        usual: "0"
    }
    ParameterField {
        id: minP
        name: qsTr("Min-p")
        help: qsTr("Only words at least this likely beside the likeliest.")
        usual: "0"
    }
    ParameterField {
        id: repetitionPenalty
        name: qsTr("Repetition penalty")
        help: qsTr("Above 1 avoids words that were just used.")
        usual: "1"
    }
    ParameterField {
        id: maxTokens
        name: qsTr("Longest answer")
        help: qsTr("In tokens; 0 is until it ends by itself.")
        usual: "0"
    }
}
