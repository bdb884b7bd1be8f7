#include "app/library/hub_reference.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include "app/library/model_names.h"

namespace hearth::library {
namespace {

std::optional<HubReference> fromPath(const QStringList& parts) {
  if (parts.size() < 2) return std::nullopt;
  HubReference reference;
  reference.repository = parts[0] + QLatin1Char('/') + parts[1];
  if (!isRepositoryName(reference.repository)) return std::nullopt;
  // /org/repo/{blob,resolve,tree,raw}/REVISION/FILE
  static const QStringList kVerbs = {QStringLiteral("blob"), QStringLiteral("resolve"),
                                     QStringLiteral("tree"), QStringLiteral("raw")};
  if (parts.size() >= 4 && kVerbs.contains(parts[2])) {
    reference.revision = parts[3];
    const QString rest = parts.mid(4).join(QLatin1Char('/'));
    if (isGgufName(rest)) reference.file = rest;
  }
  return reference;
}

bool isFilePath(const QString& path) {
  return isGgufName(path) && !path.startsWith(QLatin1Char('/')) &&
         !path.split(QLatin1Char('/')).contains(QLatin1String(".."));
}

}  // namespace

bool isRepositoryName(const QString& text) {
  static const QRegularExpression pattern(
      QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9_][A-Za-z0-9._-]{0,95}$"));
  return pattern.match(text).hasMatch() && !text.contains(QLatin1String(".."));
}

std::optional<HubReference> parseReference(const QString& text, const QUrl& endpoint) {
  const QString trimmed = text.trimmed();
  if (trimmed.isEmpty() || trimmed.contains(QLatin1Char(' '))) return std::nullopt;
  if (trimmed.startsWith(QLatin1String("hearth:"), Qt::CaseInsensitive)) {
    const QUrl url(trimmed);
    const QUrlQuery query(url);
    if (url.host() != QLatin1String("open_from_hf")) return std::nullopt;
    HubReference reference;
    reference.repository = query.queryItemValue(QStringLiteral("model"), QUrl::FullyDecoded);
    reference.file = query.queryItemValue(QStringLiteral("file"), QUrl::FullyDecoded);
    const bool fileGood = reference.file.isEmpty() || isFilePath(reference.file);
    return isRepositoryName(reference.repository) && fileGood ? std::optional(reference) : std::nullopt;
  }
  static const QRegularExpression webPattern(QStringLiteral("^(https?)://"),
                                             QRegularExpression::CaseInsensitiveOption);
  const bool isWeb = webPattern.match(trimmed).hasMatch();
  const bool isShort =
      trimmed.startsWith(QLatin1String("hf.co/")) || trimmed.startsWith(QLatin1String("huggingface.co/"));
  if (isWeb || isShort) {
    const QUrl url(isWeb ? trimmed : QLatin1String("https://") + trimmed);
    auto reference = fromPath(url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts));
    if (!reference) {
      // hf.co/org/repo:Q4_K_M, as other programs write it.
      const QStringList parts = url.path().split(QLatin1Char('/'), Qt::SkipEmptyParts);
      const qsizetype colon = parts.size() == 2 ? parts[1].indexOf(QLatin1Char(':')) : -1;
      if (colon < 0) return std::nullopt;
      reference = fromPath({parts[0], parts[1].left(colon)});
      if (!reference) return std::nullopt;
      reference->format = parts[1].mid(colon + 1).toUpper();
    }
    const QString host = url.host();
    const bool known = host == QLatin1String("huggingface.co") ||
                       host == QLatin1String("www.huggingface.co") || host == QLatin1String("hf.co") ||
                       host == endpoint.host();
    if (!known) {
      reference->endpoint.setScheme(url.scheme());
      reference->endpoint.setHost(host);
      reference->endpoint.setPort(url.port());
    }
    if (!reference->file.isEmpty() && !isFilePath(reference->file)) return std::nullopt;
    return reference;
  }
  const qsizetype colon = trimmed.indexOf(QLatin1Char(':'));
  const QString name = colon < 0 ? trimmed : trimmed.left(colon),
                rest = colon < 0 ? QString() : trimmed.mid(colon + 1);
  if (!isRepositoryName(name) || (colon >= 0 && rest.isEmpty())) return std::nullopt;
  HubReference reference;
  reference.repository = name;
  if (isFilePath(rest)) {
    reference.file = rest;
  } else if (isGgufName(rest)) {
    return std::nullopt;
  } else {
    reference.format = rest.toUpper();
  }
  return reference;
}

QUrl resolveUrl(const QUrl& endpoint, const QString& repository, const QString& revision,
                const QString& path) {
  QUrl url = endpoint;
  url.setPath(endpoint.path() + QLatin1Char('/') + repository + QLatin1String("/resolve/") + revision +
                  QLatin1Char('/') + path,
              QUrl::DecodedMode);
  return url;
}

}  // namespace hearth::library
