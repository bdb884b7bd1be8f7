// What the right pane says of a model on this computer: its facts, and whether a copy in another form would
// serve better.
#pragma once

#include <QString>
#include <QVariantList>

#include "app/library/found_model.h"

namespace hearth::desktop {

// {label, value}, in the order they are shown.
QVariantList localFacts(const library::FoundModel& model);

struct CopyAdvice {
  QString sentence;  // empty: a copy is nothing that this model calls for
  QString line;      // the same in short, once, when the model was opened; empty: nothing would be gained
  QString button;    // what making one is called
};
CopyAdvice copyAdviceFor(const library::FoundModel& model);

}  // namespace hearth::desktop
