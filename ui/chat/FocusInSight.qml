// Brings the message that the keyboard goes to into sight.
import QtQuick
import QtQuick.Window

Connections {
    id: sight
    required property ListView view
    readonly property real edge: 16   // pixels of it that can be seen are enough
    target: view.Window.window

    function onActiveFocusItemChanged() {
        const item = target.activeFocusItem
        for (let above = item; above; above = above.parent) if (above === view.contentItem) return reveal(item)
    }
    function reveal(item: Item) {
        const top = item.mapToItem(view.contentItem, 0, 0).y, bottom = top + item.height
        const above = bottom <= view.contentY + edge
        if (!above && top < view.contentY + view.height - edge) return
        view["following"] = false
        const wanted = above ? Math.max(top - 24, bottom - view.height / 2)
                             : Math.min(bottom + 24, top + view.height / 2) - view.height
        view.contentY = Math.max(view.originY, Math.min(wanted, view.originY + view.contentHeight - view.height))
    }
}
