#include "app/library/catalogue.h"

#include <cmath>
#include <limits>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include "app/library/hub_reference.h"
#include "app/library/library_words.h"
#include "app/library/model_names.h"

namespace hearth::library {
namespace {

// Reads one object's fields and keeps the first complaint. Every field that is there must have been asked
// for.
class Fields {
 public:
  Fields(const QJsonValue& value, QString where, QString& complaint)
      : object_(value.toObject()), where_(std::move(where)), complaint_(complaint) {
    if (!value.isObject()) fail({}, QStringLiteral("is no object"));
  }
  ~Fields() {
    for (const QString& key : object_.keys()) {
      if (!asked_.contains(key)) fail(key, QStringLiteral("is not known"));
    }
  }
  Fields(const Fields&) = delete;

  QString text(const char* key, bool needed) {
    const QJsonValue value = take(key);
    if (value.isUndefined() && !needed) return {};
    const QString text = value.toString();
    if (!value.isString() || text.trimmed().isEmpty()) fail(QLatin1String(key), QStringLiteral("is no text"));
    return text;
  }
  quint64 count(const char* key, bool needed, quint64 most = std::numeric_limits<quint32>::max()) {
    const QJsonValue value = take(key);
    if (value.isUndefined() && !needed) return 0;
    const double number = value.toDouble(-1);
    const bool good = number >= 1 && number <= static_cast<double>(most) && number == std::floor(number);
    if (!good) fail(QLatin1String(key), QStringLiteral("is no count of a sensible size"));
    return good ? static_cast<quint64>(number) : 0;
  }
  quint32 count32(const char* key, bool needed) { return static_cast<quint32>(count(key, needed)); }
  QJsonValue take(const char* key) {
    asked_.insert(QLatin1String(key));
    return object_.value(QLatin1String(key));
  }
  QJsonArray list(const char* key, bool needed) {
    const QJsonValue value = take(key);
    if (!value.isArray() && !(value.isUndefined() && !needed))
      fail(QLatin1String(key), QStringLiteral("is no list"));
    return value.toArray();
  }
  void fail(const QString& key, const QString& what) {
    if (complaint_.isEmpty()) complaint_ = where_ + QLatin1String(": ") + key + QLatin1Char(' ') + what;
  }
  const QString& where() const { return where_; }

 private:
  const QJsonObject object_;
  QSet<QString> asked_;
  const QString where_;
  QString& complaint_;
};

constexpr quint64 kParametersMost = 100'000'000'000'000, kBytesMost = quint64{1} << 50;

CatalogueFile fileFrom(const QJsonValue& value, const QString& where, QString& complaint) {
  Fields fields(value, where, complaint);
  CatalogueFile file;
  file.label = fields.text("label", true);
  file.quality = fields.text("quality", true);
  file.bytes = fields.count("bytes", false, kBytesMost);
  for (const auto& entry : fields.list("files", true)) {
    const QString path = entry.toString();
    const bool outside = path.startsWith(QLatin1Char('/')) || path.contains(QLatin1String(".."));
    if (!isGgufName(path) || outside)
      fields.fail(QStringLiteral("files"), QStringLiteral("names something else than a GGUF file"));
    file.files << path;
  }
  if (file.files.isEmpty()) fields.fail(QStringLiteral("files"), QStringLiteral("is empty"));
  const auto split = file.files.isEmpty() ? std::nullopt : splitPartOf(file.files.first());
  if ((split ? split->count : 1) != file.files.size()) {
    fields.fail(QStringLiteral("files"), QStringLiteral("does not name every part"));
  }
  return file;
}

CatalogueShape shapeFrom(const QJsonValue& value, const QString& where, QString& complaint) {
  Fields fields(value, where, complaint);
  CatalogueShape shape;
  shape.layers = fields.count32("layers", true);
  shape.denseLayers = fields.count32("dense_layers", false);
  shape.width = fields.count32("width", true);
  shape.vocabulary = fields.count32("vocabulary", true);
  shape.experts = fields.count32("experts", false);
  shape.expertsUsed = fields.count32("experts_used", shape.experts > 0);
  shape.expertWidth = fields.count32("expert_width", shape.experts > 0);
  shape.cacheNumbersPerLayer = fields.count32("cache_numbers_per_layer", true);
  shape.nextnLayers = fields.count32("nextn_layers", false);
  if (shape.nextnLayers > shape.layers || shape.denseLayers > shape.layers ||
      shape.expertsUsed > shape.experts || shape.layers > 1000) {
    fields.fail(QStringLiteral("shape"), QStringLiteral("contradicts itself"));
  }
  return shape;
}

CatalogueModel modelFrom(const QJsonValue& value, int index, QString& complaint) {
  const QString id = value.toObject().value(QLatin1String("id")).toString();
  const QString where = id.isEmpty() ? QStringLiteral("entry %1").arg(index + 1) : id;
  Fields fields(value, where, complaint);
  CatalogueModel model;
  model.id = fields.text("id", true);
  model.name = fields.text("name", true);
  model.publisher = fields.text("publisher", true);
  model.summary = fields.text("summary", true);
  model.license = fields.text("license", false);
  model.repository = fields.text("repository", true);
  if (!isRepositoryName(model.repository))
    fields.fail(QStringLiteral("repository"), QStringLiteral("is no ORG/NAME"));
  model.parameters = fields.count("parameters", true, kParametersMost);
  const quint64 active = fields.count("active_parameters", false, kParametersMost);
  model.parametersActive = active > 0 ? active : model.parameters;
  if (model.parametersActive > model.parameters) {
    fields.fail(QStringLiteral("active_parameters"), QStringLiteral("is more than all"));
  }
  model.contextLength = fields.count32("context_length", false);
  const QJsonValue shape = fields.take("shape");
  if (!shape.isUndefined()) model.shape = shapeFrom(shape, where, complaint);
  for (const auto& entry : fields.list("files", false)) {
    model.files << fileFrom(entry, where + QLatin1String(", file ") + QString::number(model.files.size() + 1),
                            complaint);
  }
  return model;
}

}  // namespace

Result<Catalogue> parseCatalogue(const QByteArray& json) {
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(json, &error);
  if (error.error != QJsonParseError::NoError) {
    return errorOf(
        QStringLiteral("the catalogue is no JSON: %1 at byte %2").arg(error.errorString()).arg(error.offset));
  }
  QString complaint;
  Catalogue catalogue;
  {
    Fields fields(document.object(), QStringLiteral("catalogue"), complaint);
    catalogue.asOf = fields.text("as_of", true);
    QSet<QString> ids;
    for (const auto& entry : fields.list("models", true)) {
      CatalogueModel model = modelFrom(entry, static_cast<int>(catalogue.models.size()), complaint);
      if (ids.contains(model.id)) fields.fail(model.id, QStringLiteral("occurs twice"));
      ids.insert(model.id);
      catalogue.models << std::move(model);
    }
    if (catalogue.models.isEmpty()) fields.fail(QStringLiteral("models"), QStringLiteral("is empty"));
  }
  if (!complaint.isEmpty()) return errorOf(complaint);
  return catalogue;
}

Result<Catalogue> loadCatalogue(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return errorOf(Words::tr("The list of models %1 could not be read: %2. Install Hearth again.")
                       .arg(QDir::toNativeSeparators(path), file.errorString()));
  }
  auto catalogue = parseCatalogue(file.readAll());
  if (!catalogue) return std::move(catalogue).error().during("reading " + path.toStdString());
  return catalogue;
}

}  // namespace hearth::library
