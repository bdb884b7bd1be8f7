// Keeps what the keyboard is on in sight, in a view that scrolls.
import QtQuick
import QtQuick.Window

Connections {
    id: follower
    required property Flickable view
    required property Item column   // what is scrolled, at the view's top
    target: view.Window.window

    function onActiveFocusItemChanged() {
        const item = target.activeFocusItem
        for (let above = item; above; above = above.parent) if (above === column) return reveal(item)
    }
    function reveal(item: Item) {
        const y = item.mapToItem(column, 0, 0).y, end = Math.max(0, view.contentHeight - view.height)
        if (y < 0 || y > column.height) return
        if (y - 24 < view.contentY) view.contentY = Math.min(end, Math.max(0, y - 24))
        else if (y + item.height + 24 > view.contentY + view.height)
            view.contentY = Math.min(end, y + Math.min(item.height, view.height - 48) + 24 - view.height)
    }
}
