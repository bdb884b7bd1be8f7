// Names of repositories, and what users paste to say which one they mean.
#pragma once

#include "app/library/hub_client.h"

namespace hearth::library {

// "org/name" of the letters that the hub allows: safe as folders of that name.
bool isRepositoryName(const QString& text);

}  // namespace hearth::library
