#include "app/desktop/commands/fuzzy.h"

namespace hearth::desktop {
namespace {

constexpr int kWhole = 1000, kWordStart = 500, kInside = 300, kScattered = 100;

// Letters scattered over a name count only where each begins a word or follows the one before.
int scatteredScore(const QString& typed, const QString& name) {
  qsizetype at = 0;
  int jumps = 0;
  for (const QChar letter : typed) {
    if (letter.isSpace()) continue;
    if (at > 0 && at < name.size() && name[at] == letter) {
      ++at;
      continue;
    }
    qsizetype found = name.indexOf(letter, at);
    while (found > 0 && name[found - 1].isLetterOrNumber()) found = name.indexOf(letter, found + 1);
    if (found < 0) return 0;
    at = found + 1;
    ++jumps;
  }
  return kScattered - jumps;
}

}  // namespace

int fuzzyScore(const QString& typed, const QString& name) {
  const QString wanted = typed.simplified().toCaseFolded(), has = name.simplified().toCaseFolded();
  if (wanted.isEmpty()) return 1;
  const qsizetype at = has.indexOf(wanted);
  const auto length =
      static_cast<int>(qMin<qsizetype>(has.size(), 99));  // of equals the shorter name is meant
  if (at == 0) return kWhole - length;
  if (at > 0) return (has[at - 1].isLetterOrNumber() ? kInside : kWordStart) - length;
  return scatteredScore(wanted, has);
}

}  // namespace hearth::desktop
