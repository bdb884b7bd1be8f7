// Colours, sizes and type of the whole window.
pragma Singleton
import QtQuick

QtObject {
    property bool dark: false
    property bool highContrast: false
    property bool motion: true
    property real zoom: 1   // of text, and of what must grow with it

    // Text reaches 4.5:1 on every ground it stands on, 7:1 in high contrast; outlines of controls 3:1
    // (tests/ui/theme_test.cpp).
    function pick(light, dark_, highLight, highDark) {
        return highContrast ? (dark ? highDark : highLight) : dark ? dark_ : light
    }
    function px(size) {
        return Math.round(size * zoom)
    }
    readonly property color paper: pick("#FBFAF8", "#1A1816", "#FFFFFF", "#000000")
    readonly property color panel: pick("#F3F1EC", "#22201D", "#F4F4F4", "#0E0E0E")
    readonly property color panel2: pick("#ECE9E2", "#2B2825", "#E8E8E8", "#1C1C1C")
    readonly property color panel3: pick("#E2DED5", "#35312D", "#D8D8D8", "#303030")
    readonly property color ink: pick("#26231F", "#ECE7DF", "#000000", "#FFFFFF")
    readonly property color muted: pick("#6F6960", "#A39C92", "#3A3631", "#D8D3CB")
    readonly property color hair: pick("#E6E2DA", "#33302B", "#6E6E6E", "#8C8C8C")
    readonly property color outline: pick("#8C857B", "#7A736A", "#000000", "#FFFFFF")
    readonly property color ember: pick("#A84A24", "#E58A57", "#7A2E0E", "#FFB488")
    readonly property color emberSoft: pick("#F4E6DE", "#3A2A21", "#F7E7DE", "#33200F")
    readonly property color selection: pick("#F0CFBC", "#5C3A28", "#FFC79F", "#7A3F1E")
    // The fill of a button on whatever ground it stands.
    readonly property color wash: Qt.rgba(ink.r, ink.g, ink.b, dark ? 0.09 : 0.07)
    readonly property color washDown: Qt.rgba(ink.r, ink.g, ink.b, dark ? 0.16 : 0.13)
    readonly property color moss: pick("#4F6B47", "#9DBB92", "#1F4A15", "#B8E3A8")
    readonly property color amber: pick("#8C5F0F", "#D9A94A", "#5C3F00", "#FFD27A")
    readonly property color amberSoft: pick("#F6EEDC", "#332A1A", "#FBF1DA", "#2C2208")
    readonly property color brick: pick("#A3342A", "#F0958A", "#861810", "#FFB4AA")
    readonly property color brickSoft: pick("#F7E4E1", "#3A2422", "#FBE6E3", "#36120E")
    // Parts of the memory bar and cells of the expert map, beside ember.
    readonly property color slate: pick("#6F685F", "#8A8278", "#4A453E", "#B7AFA4")
    readonly property color emberPale: pick("#CB875B", "#A8734F", "#B5652F", "#D08A5C")
    readonly property color sand: pick("#B5AB99", "#615A50", "#9C9280", "#6F675C")
    readonly property color sandPale: pick("#D6CFC2", "#453F39", "#CFC7B8", "#4A443D")
    readonly property color cellMemory: pick("#DFDAD0", "#3A3631", "#D0CABE", "#45403A")
    readonly property color cellDisk: pick("#F1EEE8", "#24211E", "#F1EEE8", "#1E1B18")
    readonly property color code: pick("#F6F4EF", "#211F1C", "#F4F4F4", "#0E0E0E")

    readonly property string sans: "Inter"
    readonly property string mono: "Hack"
    readonly property int small: px(12)
    readonly property int label: px(13)
    readonly property int row: px(14)
    readonly property int body: px(15)
    readonly property int lead: px(17)
    readonly property int heading: px(19)
    readonly property int title: px(22)
    readonly property int codeSize: px(13)

    readonly property int radiusRow: 8
    readonly property int radiusBlock: 12
    readonly property int radiusBubble: 20
    readonly property int sidebarWidth: px(272)
    readonly property int inspectorWidth: px(320)
    readonly property int columnWidth: px(744)
    readonly property int statusHeight: px(28)
    readonly property int fast: motion ? 120 : 0
    readonly property int slow: motion ? 180 : 0
}
