// Colours, sizes and type of the whole window (from the design tokens; contrasts measured: text 4.5:1 and more).
pragma Singleton
import QtQuick

QtObject {
    property bool dark: false
    property bool highContrast: false
    property bool motion: true

    readonly property color paper: dark ? "#1A1816" : "#FBFAF8"
    readonly property color panel: dark ? "#22201D" : "#F3F1EC"
    readonly property color panel2: dark ? "#2B2825" : "#ECE9E2"
    readonly property color panel3: dark ? "#35312D" : "#E2DED5"
    readonly property color ink: dark ? "#ECE7DF" : "#26231F"
    readonly property color muted: dark ? "#A39C92" : "#6F6960"
    readonly property color hair: dark ? "#33302B" : "#E6E2DA"
    readonly property color outline: dark ? "#7A736A" : "#8C857B"
    readonly property color ember: dark ? "#E58A57" : "#A84A24"
    readonly property color emberSoft: dark ? "#3A2A21" : "#F4E6DE"
    readonly property color moss: dark ? "#9DBB92" : "#4F6B47"
    readonly property color amber: dark ? "#D9A94A" : "#9A6A12"
    readonly property color amberSoft: dark ? "#332A1A" : "#F6EEDC"
    readonly property color brick: dark ? "#F0958A" : "#A3342A"
    readonly property color brickSoft: dark ? "#3A2422" : "#F7E4E1"
    // Parts of the memory bar and cells of the expert map, beside ember.
    readonly property color slate: dark ? "#8A8278" : "#6F685F"
    readonly property color emberPale: dark ? "#A8734F" : "#CB875B"
    readonly property color sand: dark ? "#615A50" : "#B5AB99"
    readonly property color sandPale: dark ? "#453F39" : "#D6CFC2"
    readonly property color cellMemory: dark ? "#3A3631" : "#DFDAD0"
    readonly property color cellDisk: dark ? "#24211E" : "#F1EEE8"
    readonly property color code: dark ? "#211F1C" : "#F6F4EF"

    readonly property string sans: "Inter"
    readonly property string mono: "Hack"
    readonly property int small: 12
    readonly property int label: 13
    readonly property int row: 14
    readonly property int body: 15
    readonly property int lead: 17
    readonly property int title: 22
    readonly property int codeSize: 13

    readonly property int radiusRow: 8
    readonly property int radiusBlock: 12
    readonly property int radiusBubble: 20
    readonly property int sidebarWidth: 272
    readonly property int columnWidth: 744
    readonly property int statusHeight: 28
    readonly property int fast: motion ? 120 : 0
    readonly property int slow: motion ? 180 : 0
}
