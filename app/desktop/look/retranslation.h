// Another language while the window is open. QML's own words follow by QQmlEngine::retranslate(); this is for
// the words that view-models give.
#pragma once

#include <QObject>

namespace hearth::desktop {

// Makes `root`, and every object that hangs off it by a property, say its words again: text properties are
// announced as changed, and so are the rows of models. What keeps words, rather than making them when asked,
// has a slot retranslate(), which is called first.
void retranslate(QObject& root);

}  // namespace hearth::desktop
