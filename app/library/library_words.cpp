#include "app/library/library_words.h"

#include <array>

namespace hearth::library {

QString Words::bytes(quint64 count) {
  struct Unit {
    double size;
    const char* name;
    int decimals;
  };
  static constexpr std::array<Unit, 4> kUnits{
      {{1e12, "TB", 2}, {1e9, "GB", 1}, {1e6, "MB", 0}, {1e3, "kB", 0}}};
  const auto value = static_cast<double>(count);
  for (const Unit& unit : kUnits) {
    if (value < unit.size) continue;
    return QStringLiteral("%1 %2")
        .arg(value / unit.size, 0, 'f', unit.decimals)
        .arg(QLatin1String(unit.name));
  }
  return tr("%n byte(s)", nullptr, static_cast<int>(count));
}

}  // namespace hearth::library
