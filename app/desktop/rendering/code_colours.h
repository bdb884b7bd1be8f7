// The colours of code: which places of a source have which, and what they look like in each theme.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <QColor>
#include <QString>

namespace hearth::desktop {

// The order is that of kColours in resources/scripts/code.js, which counts from one.
enum class CodeColour : uint8_t {
  Plain,
  Comment,
  Keyword,
  String,
  Number,
  Function,
  Type,
  Constant,
  Operator,
  Tag,
  Attribute,
  Inserted,
  Deleted,
  Heading
};
inline constexpr size_t kCodeColours = 14;

struct CodeRun {
  int start = 0;  // UTF-16 units
  int length = 0;
  CodeColour colour = CodeColour::Plain;
  friend bool operator==(const CodeRun&, const CodeRun&) = default;
};

// From what hearthCode() answers; runs come in order and do not overlap. Nonsense gives none.
std::vector<CodeRun> codeRunsFrom(const QString& numbers);

enum class CodeTheme { Light, Dark, LightContrast, DarkContrast };
const std::array<QRgb, kCodeColours>& codePalette(CodeTheme theme);

}  // namespace hearth::desktop
