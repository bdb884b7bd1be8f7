#include "app/library/model_names.h"

#include <QRegularExpression>

namespace hearth::library {

std::optional<SplitPart> splitPartOf(const QString& path) {
  static const QRegularExpression pattern(
      QStringLiteral("^(.+)-(\\d{5})-of-(\\d{5})\\.gguf$"),
      QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
  const auto match = pattern.match(path);
  if (!match.hasMatch()) return std::nullopt;
  const SplitPart split{match.captured(1), match.captured(2).toInt(), match.captured(3).toInt()};
  if (split.part < 1 || split.count < 1 || split.part > split.count) return std::nullopt;
  return split;
}

QString splitPath(const QString& prefix, int part, int count) {
  const QChar zero = QLatin1Char('0');
  return QStringLiteral("%1-%2-of-%3.gguf").arg(prefix).arg(part, 5, 10, zero).arg(count, 5, 10, zero);
}

bool isGgufName(const QString& fileName) {
  return fileName.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive);
}

bool isNoModelName(const QString& fileName) {
  // GPT4All calls an unfinished file incomplete-NAME.gguf, LM Studio downloading_NAME.gguf.
  static const QRegularExpression pattern(
      QStringLiteral("^(incomplete-|downloading_|\\._)|mmproj|^imatrix|[-._]imatrix\\.gguf$"),
      QRegularExpression::CaseInsensitiveOption);
  return !isGgufName(fileName) || pattern.match(fileName).hasMatch();
}

QString formatInName(const QString& fileName) {
  static const QRegularExpression pattern(
      QStringLiteral(
          "(?:^|[-._/])((?:UD-)?(?:I?Q\\d(?:_[A-Z0-9]+)*|TQ\\d_\\d|BF16|F16|FP16|F32|FP32|MXFP4(?:_MOE)?|"
          "NVFP4))(?=$|[-._/])"),
      QRegularExpression::CaseInsensitiveOption);
  QString found;
  auto matches = pattern.globalMatch(fileName);
  while (matches.hasNext()) found = matches.next().captured(1);  // the last: names come before formats
  return found.toUpper();
}

}  // namespace hearth::library
