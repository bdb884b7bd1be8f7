#include "runtime/base/html_text.h"

namespace hearth {

void appendEscapedHtml(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

std::string escapedHtml(std::string_view text) {
  std::string out;
  appendEscapedHtml(out, text);
  return out;
}

}  // namespace hearth
