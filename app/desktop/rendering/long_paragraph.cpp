#include "app/desktop/rendering/long_paragraph.h"

#include <string_view>
#include <utility>

namespace hearth::desktop {
namespace {

constexpr std::string_view kMath = "<math>", kMathEnd = "</math>";

// The length of what must stay in one piece at the start of `text`.
size_t atomLength(std::string_view text) {
  const auto through = [&](std::string_view end) {
    const size_t at = text.find(end);
    return at == std::string_view::npos ? text.size() : at + end.size();
  };
  if (text.starts_with(kMath)) return through(kMathEnd);
  if (text[0] == '<') return through(">");
  if (text[0] == '&') {
    constexpr size_t kEntityMax = 40;
    const size_t end = text.substr(0, kEntityMax).find(';');
    return end == std::string_view::npos ? 1 : end + 1;
  }
  size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return length;
}

struct Cut {
  size_t at = 0;
  std::vector<std::string> open;  // the tags around it, outermost first
};

std::string nameOf(std::string_view tag) {
  return std::string(tag.substr(1, tag.find_first_of(" />", 1) - 1));
}

}  // namespace

std::vector<std::string> paragraphPieces(std::string html, size_t bytesMax) {
  if (html.size() <= bytesMax) return {std::move(html)};
  std::vector<std::string> pieces;
  const std::string_view text = html;
  std::string before;  // what opens the tags of this piece again
  std::vector<std::string> open;
  size_t start = 0;
  Cut space;
  const auto cut = [&](const Cut& here) {
    std::string piece = before + std::string(text.substr(start, here.at - start));
    before.clear();
    for (auto tag = here.open.rbegin(); tag != here.open.rend(); ++tag) piece += "</" + nameOf(*tag) + ">";
    for (const std::string& tag : here.open) before += tag;
    pieces.push_back(std::move(piece));
    start = here.at;
    space = {};
  };
  for (size_t at = 0; at < text.size();) {
    const size_t length = atomLength(text.substr(at));
    if (at + length - start > bytesMax && at > start) cut(space.at > start ? space : Cut{at, open});
    const std::string_view atom = text.substr(at, length);
    at += length;
    if (atom == " ") space = {at, open};
    if (atom[0] != '<' || atom.starts_with(kMath) || atom.ends_with("/>")) continue;
    if (!atom.starts_with("</")) {
      open.emplace_back(atom);
    } else if (!open.empty()) {
      open.pop_back();
    }
  }
  if (start < text.size()) pieces.push_back(before + std::string(text.substr(start)));
  return pieces;
}

}  // namespace hearth::desktop
