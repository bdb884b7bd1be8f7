// What file names of models tell: parts of split sets, number formats, what is no model.
#pragma once

#include <optional>

#include <QString>

namespace hearth::library {

// NAME-00002-of-00005.gguf
struct SplitPart {
  QString prefix;  // NAME, with its folder if it had one
  int part = 0;    // from 1
  int count = 0;
};
std::optional<SplitPart> splitPartOf(const QString& path);
QString splitPath(const QString& prefix, int part, int count);

bool isGgufName(const QString& fileName);
// Unfinished downloads of any program, projectors of vision models, calibration data.
bool isNoModelName(const QString& fileName);
// "Q4_K_M", "UD-IQ2_XXS", "BF16", "MXFP4" from a file's name, in capitals; empty: none is in it.
QString formatInName(const QString& fileName);

}  // namespace hearth::library
