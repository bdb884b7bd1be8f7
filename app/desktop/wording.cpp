#include "app/desktop/wording.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace hearth::desktop {
namespace {

QString oneDecimalBelowTen(double value) {
  return QLocale().toString(value, 'f', value < 9.95 && std::fmod(value, 1.0) != 0.0 ? 1 : 0);
}

}  // namespace

QString countOf(uint64_t count, const QString& one, const QString& many) {
  return QLocale().toString(static_cast<qulonglong>(count)) + QChar(' ') + (count == 1 ? one : many);
}

QString compactTokens(uint64_t tokens) {
  if (tokens < 1000) return QString::number(tokens);
  return oneDecimalBelowTen(static_cast<double>(tokens) / 1000.0) + QChar('k');
}

QString tokensPerSecond(double rate) {
  return QCoreApplication::translate("Wording", "%1 tok/s").arg(oneDecimalBelowTen(rate));
}

QString bytesText(uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (value < 1e6) return QCoreApplication::translate("Wording", "%1 kB").arg(QLocale().toString(value / 1e3, 'f', 0));
  if (value < 1e9) return QCoreApplication::translate("Wording", "%1 MB").arg(QLocale().toString(value / 1e6, 'f', 1));
  return QCoreApplication::translate("Wording", "%1 GB").arg(QLocale().toString(value / 1e9, 'f', 1));
}

QString parametersText(uint64_t parameters) {
  const auto value = static_cast<double>(parameters);
  if (value < 1e9) {
    return QCoreApplication::translate("Wording", "%1 million").arg(QLocale().toString(value / 1e6, 'f', 1));
  }
  return QCoreApplication::translate("Wording", "%1 billion").arg(QLocale().toString(value / 1e9, 'f', 1));
}

}  // namespace hearth::desktop
