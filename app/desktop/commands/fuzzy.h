// How well a name answers to what is typed into the palette: its letters in order, better at the starts of
// words.
#pragma once

#include <QString>

namespace hearth::desktop {

// 0: not at all. Otherwise the higher the better; a name that begins with the typed text comes first.
int fuzzyScore(const QString& typed, const QString& name);

}  // namespace hearth::desktop
