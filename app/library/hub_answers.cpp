#include "app/library/hub_answers.h"

#include <algorithm>

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>

#include "app/library/hub_reference.h"
#include "app/library/model_names.h"

namespace hearth::library {
namespace {

// false, "auto" or "manual".
bool isGated(const QJsonValue& value) {
  return value.isString() ? !value.toString().isEmpty() : value.toBool();
}

HubModel modelFrom(const QJsonObject& object) {
  HubModel model;
  const QString id = object.value(QLatin1String("id")).toString();
  model.repository = isRepositoryName(id) ? id : QString();
  for (const auto& tag : object.value(QLatin1String("tags")).toArray()) {
    const QString text = tag.toString();
    model.tags << text;
    if (text.startsWith(QLatin1String("license:"))) model.license = text.mid(8);
  }
  model.downloads = object.value(QLatin1String("downloads")).toInteger();
  model.likes = object.value(QLatin1String("likes")).toInteger();
  model.modified =
      QDateTime::fromString(object.value(QLatin1String("lastModified")).toString(), Qt::ISODateWithMs);
  model.gated = isGated(object.value(QLatin1String("gated")));
  model.isPrivate = object.value(QLatin1String("private")).toBool();
  return model;
}

}  // namespace

std::optional<QList<HubModel>> modelsFrom(const QByteArray& json) {
  const QJsonDocument document = QJsonDocument::fromJson(json);
  if (!document.isArray()) return std::nullopt;
  QList<HubModel> models;
  for (const auto& entry : document.array()) {
    HubModel model = modelFrom(entry.toObject());
    if (!model.repository.isEmpty()) models << model;
  }
  return models;
}

std::optional<HubRepository> repositoryFrom(const QByteArray& json) {
  const QJsonDocument document = QJsonDocument::fromJson(json);
  if (!document.isObject()) return std::nullopt;
  const HubModel model = modelFrom(document.object());
  HubRepository repository;
  repository.repository = model.repository;
  repository.license = model.license;
  repository.gated = model.gated;
  repository.isPrivate = model.isPrivate;
  static const QRegularExpression commit(QStringLiteral("^[0-9a-f]{40}$"));
  const QString sha = document.object().value(QLatin1String("sha")).toString();
  if (commit.match(sha).hasMatch()) repository.commit = sha;
  return repository;
}

std::optional<QList<HubFile::Part>> partsFrom(const QByteArray& json) {
  const QJsonDocument document = QJsonDocument::fromJson(json);
  if (!document.isArray()) return std::nullopt;
  static const QRegularExpression sha256(QStringLiteral("^[0-9a-f]{64}$"));
  QList<HubFile::Part> parts;
  for (const auto& entry : document.array()) {
    const QJsonObject object = entry.toObject();
    const QJsonObject lfs = object.value(QLatin1String("lfs")).toObject();
    HubFile::Part part;
    part.path = object.value(QLatin1String("path")).toString();
    const qint64 size =
        lfs.value(QLatin1String("size")).toInteger(object.value(QLatin1String("size")).toInteger());
    part.bytes = static_cast<quint64>(std::max<qint64>(size, 0));
    const QString sum = lfs.value(QLatin1String("oid")).toString();
    if (sha256.match(sum).hasMatch()) part.sha256 = sum;
    if (!part.path.isEmpty() && isGgufName(part.path)) parts << part;
  }
  return parts;
}

void groupFiles(const QList<HubFile::Part>& parts, HubRepository& repository) {
  QMap<QString, QMap<int, HubFile::Part>> sets;
  const auto add = [&](HubFile file) {
    for (const HubFile::Part& part : std::as_const(file.parts)) file.bytes += part.bytes;
    const QString first = file.parts.first().path;
    file.label = formatInName(QFileInfo(first).fileName());
    if (file.label.isEmpty()) file.label = formatInName(first);  // some say it with their folder
    (isNoModelName(QFileInfo(first).fileName()) ? repository.others : repository.files) << file;
  };
  for (const HubFile::Part& part : parts) {
    const auto split = splitPartOf(part.path);
    if (split && split->count > 1) {
      sets[splitPath(split->prefix, 1, split->count)].insert(split->part, part);
    } else {
      HubFile file;
      file.parts << part;
      add(file);
    }
  }
  for (const auto& set : sets) {
    const auto split = splitPartOf(set.first().path);
    HubFile file;
    for (int part = 1; part <= split->count; ++part) {
      if (set.contains(part)) {
        file.parts << set.value(part);
      } else {
        file.missingParts << splitPath(split->prefix, part, split->count);
      }
    }
    add(file);
  }
  std::stable_sort(repository.files.begin(), repository.files.end(),
                   [](const HubFile& a, const HubFile& b) { return a.bytes < b.bytes; });
}

QUrl nextPageOf(const QByteArray& linkHeader, const QUrl& base) {
  static const QRegularExpression pattern(QStringLiteral("<([^>]+)>\\s*;\\s*rel=\"?next\"?"));
  const auto match = pattern.match(QString::fromLatin1(linkHeader));
  return match.hasMatch() ? base.resolved(QUrl::fromEncoded(match.captured(1).toLatin1())) : QUrl();
}

}  // namespace hearth::library
