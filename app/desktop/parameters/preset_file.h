// Presets as a JSON file that people pass on: names, instructions, parameters, and the name of the file of
// the model they are meant for; no paths of this computer.
#pragma once

#include <vector>

#include <QByteArray>
#include <QStringList>

#include "runtime/base/result.h"
#include "storage/records.h"

namespace hearth::desktop {

QByteArray presetsToJson(const std::vector<storage::Preset>& presets);

struct ImportedPresets {
  std::vector<storage::Preset> presets;
  QStringList problems;  // what was left out of them
};
// Also a file that holds a single preset.
Result<ImportedPresets> presetsFromJson(const QByteArray& json);

}  // namespace hearth::desktop
