#include "app/library/checkpoint_folder.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "app/library/header_facts.h"
#include "runtime/checkpoint/open_checkpoint.h"

namespace hearth::library {
namespace {

constexpr qint64 kConfigBytesMost = 1 << 20;
const QString kConfig = QStringLiteral("config.json");
const QString kIndex = QStringLiteral("model.safetensors.index.json");
const QString kSingle = QStringLiteral("model.safetensors");

// Of the classes in config.json's "architectures" those that answer in words. A config without them may.
bool saysItWrites(const QJsonArray& architectures) {
  if (architectures.isEmpty()) return true;
  return std::any_of(architectures.begin(), architectures.end(), [](const QJsonValue& value) {
    const QString name = value.toString();
    return name.endsWith(QLatin1String("ForCausalLM")) || name.endsWith(QLatin1String("LMHeadModel")) ||
           name.endsWith(QLatin1String("ForConditionalGeneration"));
  });
}

bool hasCheckpointNames(const QStringList& names) {
  return names.contains(kConfig) && (names.contains(kIndex) || names.contains(kSingle));
}

// Sizes and times of the files that contentsOf() reads.
QByteArray stampOf(const QString& folder) {
  QByteArray stamp;
  for (const QString& name : {kConfig, kIndex}) {
    const QFileInfo info(folder + QLatin1Char('/') + name);
    stamp += QByteArray::number(info.isFile() ? info.size() : -1) + ' ' +
             QByteArray::number(info.isFile() ? info.lastModified().toMSecsSinceEpoch() : 0) + ' ';
  }
  return stamp;
}

CheckpointContents contentsOf(const QString& folder) {
  CheckpointContents contents;
  contents.writesText = readCheckpointConfig(folder).writesText;
  if (!contents.writesText) return contents;
  for (const std::string& file : checkpointWeightFiles(QFile::encodeName(folder).toStdString()))
    contents.weights << QFile::decodeName(QByteArray::fromStdString(file));
  return contents;
}

}  // namespace

bool isPipeline(const QStringList& names) {
  return names.contains(QLatin1String("model_index.json")) || names.contains(QLatin1String("modules.json"));
}

CheckpointConfig readCheckpointConfig(const QString& folder) {
  QFile file(folder + QLatin1Char('/') + kConfig);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QJsonObject json = QJsonDocument::fromJson(file.read(kConfigBytesMost)).object();
  const auto count = [&](const char* key) {
    return static_cast<quint32>(std::clamp(json.value(QLatin1String(key)).toDouble(), 0.0, 4e9));
  };
  CheckpointConfig config;
  config.modelType = json.value(QLatin1String("model_type")).toString();
  config.writesText =
      !config.modelType.isEmpty() && saysItWrites(json.value(QLatin1String("architectures")).toArray());
  config.contextLength = count("max_position_embeddings");
  config.isMixture =
      count("n_routed_experts") > 0 || count("num_local_experts") > 0 || count("num_experts") > 0;
  return config;
}

bool looksLikeCheckpoint(const QString& folder, const QStringList& names) {
  return hasCheckpointNames(names) && readCheckpointConfig(folder).writesText;
}

std::optional<CheckpointFolder> checkpointAt(const QString& folder, const QStringList& names,
                                             HeaderCache& cache) {
  if (!hasCheckpointNames(names)) return std::nullopt;
  const QByteArray stamp = stampOf(folder);
  auto contents = cache.findContents(folder, stamp);
  if (!contents) {
    contents = contentsOf(folder);
    cache.putContents(folder, stamp, *contents);
  }
  if (!contents->writesText) return std::nullopt;
  CheckpointFolder found;
  for (const QString& name :
       {kConfig, QStringLiteral("generation_config.json"), QStringLiteral("tokenizer.json"),
        QStringLiteral("tokenizer_config.json"), QStringLiteral("chat_template.jinja"), kIndex}) {
    if (names.contains(name) && QFileInfo(folder + QLatin1Char('/') + name).isFile()) found.files << name;
  }
  QStringList weights = contents->weights;
  // Of an index that nobody can read, opening will tell.
  if (weights.isEmpty()) weights = names.filter(QRegularExpression(QStringLiteral("\\.safetensors$")));
  weights.sort();
  qsizetype there = 0;
  for (const QString& name : std::as_const(weights)) {
    // Not by `names`: in a cache the name may be a link to a file that is still being downloaded.
    const bool isThere = QFileInfo(folder + QLatin1Char('/') + name).isFile();
    (isThere ? found.files : found.missing) << name;
    there += isThere ? 1 : 0;
  }
  if (there == 0) return std::nullopt;
  return found;
}

QString modelPathOf(const QString& path) {
  const QFileInfo given(path);
  if (given.isDir()) return path;
  const std::string folder = checkpointFolderOf(QFile::encodeName(path).toStdString());
  return folder.empty() ? path : QFile::decodeName(QByteArray::fromStdString(folder));
}

QString placeNameOf(const QString& modelPath) {
  const QFileInfo place(modelPath);
  if (!place.isDir()) return place.completeBaseName();
  return QFile::decodeName(
      QByteArray::fromStdString(checkpointNameOf(QFile::encodeName(modelPath).toStdString())));
}

QString strangerIn(const QString& folder) {
  static const QRegularExpression published(QStringLiteral(
      "^(.+\\.(safetensors|json|jinja|py)|tokenizer\\.model|(merges|vocab)\\.txt|\\.gitattributes|"
      "(README|LICENSE|NOTICE|USE_POLICY)[^/]*)$"));
  for (const QFileInfo& entry :
       QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
    // Hugging Face's own downloader keeps its notes in .cache.
    const bool known = entry.isDir() ? entry.fileName() == QLatin1String(".cache") && !entry.isSymLink()
                                     : published.match(entry.fileName()).hasMatch();
    if (!known) return entry.fileName();
  }
  return {};
}

}  // namespace hearth::library
