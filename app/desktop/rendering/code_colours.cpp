#include "app/desktop/rendering/code_colours.h"

#include <QStringList>

namespace hearth::desktop {

std::vector<CodeRun> codeRunsFrom(const QString& numbers) {
  std::vector<CodeRun> runs;
  const auto parts = QStringView(numbers).split(QLatin1Char(','), Qt::SkipEmptyParts);
  if (parts.size() % 3 != 0) return {};
  runs.reserve(static_cast<size_t>(parts.size()) / 3);
  int end = 0;
  for (qsizetype i = 0; i < parts.size(); i += 3) {
    const int start = parts[i].toInt();
    const int length = parts[i + 1].toInt();
    const int colour = parts[i + 2].toInt();
    if (start < end || length <= 0 || colour <= 0 || colour >= static_cast<int>(kCodeColours)) return {};
    runs.push_back({start, length, static_cast<CodeColour>(colour)});
    end = start + length;
  }
  return runs;
}

// Each is 4.5:1 or more on the background of code in its theme (7:1 in high contrast), as a test measures.
const std::array<QRgb, kCodeColours>& codePalette(CodeTheme theme) {
  //                                                        plain      comment    keyword    string     number
  //                                                        function   type       constant   operator   tag
  //                                                        attribute  inserted   deleted    heading
  static const std::array<QRgb, kCodeColours> light{0x26231F, 0x726A5F, 0x9B3A16, 0x46662F, 0x8A5A00,
                                                    0x2F5D8A, 0x7A3E78, 0x8A5A00, 0x655D53, 0x9B3A16,
                                                    0x7A3E78, 0x3E6B34, 0xA3342A, 0x2F5D8A};
  static const std::array<QRgb, kCodeColours> dark{0xECE7DF, 0x989085, 0xE9955F, 0xA9C48F, 0xDDB361,
                                                   0x8DB9DE, 0xD3A3CF, 0xDDB361, 0xB8AFA3, 0xE9955F,
                                                   0xD3A3CF, 0x9DC58C, 0xF0958A, 0x8DB9DE};
  static const std::array<QRgb, kCodeColours> lightContrast{0x000000, 0x4A4640, 0x7A2400, 0x1F4A12, 0x5A3A00,
                                                            0x0F3F6E, 0x5C1F5A, 0x5A3A00, 0x2B2824, 0x7A2400,
                                                            0x5C1F5A, 0x174D12, 0x861A12, 0x0F3F6E};
  static const std::array<QRgb, kCodeColours> darkContrast{0xFFFFFF, 0xC9C2B8, 0xFFB489, 0xC5E6A8, 0xFFD98A,
                                                           0xB4DAFF, 0xF2C6EE, 0xFFD98A, 0xE4DDD3, 0xFFB489,
                                                           0xF2C6EE, 0xB9EBA4, 0xFFB9B0, 0xB4DAFF};
  switch (theme) {
    case CodeTheme::Light:
      return light;
    case CodeTheme::Dark:
      return dark;
    case CodeTheme::LightContrast:
      return lightContrast;
    case CodeTheme::DarkContrast:
      break;
  }
  return darkContrast;
}

}  // namespace hearth::desktop
