// Error sentences begin small, so that each layer can put its phrase in front; the user reads a capital.
#pragma once

#include <string>

namespace hearth {

inline std::string asSentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

}  // namespace hearth
