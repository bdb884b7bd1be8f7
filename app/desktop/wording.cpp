#include "app/desktop/wording.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

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
  if (tokens % 1024 == 0)
    return QString::number(tokens / 1024) + QChar('k');  // a context of 32768 is called 32k
  return oneDecimalBelowTen(static_cast<double>(tokens) / 1000.0) + QChar('k');
}

QString tokensPerSecond(double rate) {
  return QCoreApplication::translate("Wording", "%1 tok/s").arg(oneDecimalBelowTen(rate));
}

QString bytesText(uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (value < 1e3) return QCoreApplication::translate("Wording", "%1 bytes").arg(bytes);
  if (value < 1e6)
    return QCoreApplication::translate("Wording", "%1 kB").arg(QLocale().toString(value / 1e3, 'f', 0));
  if (value < 1e9)
    return QCoreApplication::translate("Wording", "%1 MB").arg(QLocale().toString(value / 1e6, 'f', 1));
  return QCoreApplication::translate("Wording", "%1 GB").arg(QLocale().toString(value / 1e9, 'f', 1));
}

QString parametersText(uint64_t parameters) {
  const auto value = static_cast<double>(parameters);
  if (value < 1e9) {
    return QCoreApplication::translate("Wording", "%1 million").arg(QLocale().toString(value / 1e6, 'f', 1));
  }
  return QCoreApplication::translate("Wording", "%1 billion").arg(QLocale().toString(value / 1e9, 'f', 1));
}

QString memoryText(uint64_t bytes) {
  constexpr double kMega = 1 << 20, kGiga = 1 << 30;
  const auto value = static_cast<double>(bytes);
  if (value >= kGiga) {
    return QCoreApplication::translate("Wording", "%1 GB").arg(QLocale().toString(value / kGiga, 'f', 1));
  }
  const double megabytes = value / kMega;
  const int decimals = bytes > 0 && megabytes < 9.95 ? 1 : 0;
  return QCoreApplication::translate("Wording", "%1 MB").arg(QLocale().toString(megabytes, 'f', decimals));
}

QString perTokenText(double bytes) {
  if (bytes < 1e7) return bytesText(static_cast<uint64_t>(bytes));
  return QCoreApplication::translate("Wording", "%1 GB").arg(QLocale().toString(bytes / 1e9, 'f', 2));
}

QString percentText(double share) {
  int percent = static_cast<int>(std::lround(share * 100));
  if (share < 1) percent = std::min(percent, 99);
  // The sign stays on the number's line.
  return QCoreApplication::translate("Wording", "%1 %").arg(percent).replace(QChar(' '), QChar(QChar::Nbsp));
}

QString snippetHtml(const std::string& snippet) {
  return QString::fromStdString(snippet)
      .simplified()
      .toHtmlEscaped()
      .replace(QChar(1), QStringLiteral("<b>"))
      .replace(QChar(2), QStringLiteral("</b>"));
}

QString shortGpuName(const QString& name) {
  static const QRegularExpression decoration(
      QStringLiteral("\\((R|TM)\\)|^(NVIDIA (GeForce )?|AMD |Intel(\\(R\\))? )|\\s*\\(.*\\)\\s*$"));
  const QString plain = QString(name).replace(decoration, QString()).simplified();
  return plain.isEmpty() ? name : plain;
}

}  // namespace hearth::desktop
