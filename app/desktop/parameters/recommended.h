// What a model's makers recommend for it: one table, and what the model's file itself says.
#pragma once

#include <string>

#include <QString>

#include "app/desktop/parameters/parameters.h"

namespace hearth::desktop {

struct Recommendation {
  Parameters parameters;
  QString family;               // "DeepSeek R1"; empty: nothing is known
  QString source;               // where it is written
  bool noSystemPrompt = false;  // instructions belong into the user's message
};

// `thinking`: what the model shall do where its template leaves the choice; some models want other numbers
// then.
enum class Thinking { On, Off };
Recommendation recommendedFor(const ModelLoaded& model, Thinking thinking);

// The switch of the model's template that turns thinking on or off; null: it has none.
const TemplateVariable* thinkingSwitch(const ModelLoaded& model);

// What a model's defaults are kept under: its name, so that they hold for all its files.
std::string modelKey(const ModelLoaded& model);

}  // namespace hearth::desktop
