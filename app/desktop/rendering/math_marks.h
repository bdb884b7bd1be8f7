// The marks that stand for formulas and footnotes while Markdown is parsed (math_spans.h).
#pragma once

#include <string_view>

namespace hearth::desktop {

// Noncharacters: no text holds them, and Markdown takes them for letters.
inline constexpr std::string_view kMarkStart = "\uFDD0";
inline constexpr std::string_view kMarkEnd = "\uFDD1";
inline constexpr std::string_view kFootnoteStart = "\uFDD2";
inline constexpr std::string_view kReferenceStart = "\uFDD3";
inline constexpr std::string_view kFootnoteEnd = "\uFDD4";  // of both
inline constexpr std::string_view kMarkBytes = "\xEF\xB7";  // what all marks begin with

inline bool startsWithMark(std::string_view text) {
  return text.size() >= 3 && text.starts_with(kMarkBytes) && text[2] >= kMarkStart[2] &&
         text[2] <= kFootnoteEnd[2];
}

}  // namespace hearth::desktop
