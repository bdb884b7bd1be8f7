#include "app/library/folder_walk.h"

#include <algorithm>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

#include "app/library/checkpoint_folder.h"
#include "app/library/file_identity.h"
#include "app/library/library_words.h"
#include "app/library/model_names.h"

namespace hearth::library {
namespace {

constexpr int kDepthMost = 64;
constexpr qint64 kManifestBytesMost = 1 << 20;

bool isUninteresting(const QString& folder, const QString& name) {
  static const QSet<QString> kNames = {QStringLiteral(".git"),   QStringLiteral("node_modules"),
                                       QStringLiteral(".locks"), QStringLiteral(".no_exist"),
                                       QStringLiteral(".Trash"), QStringLiteral("lost+found")};
  if (folder == QLatin1String("/")) {
    return name == QLatin1String("proc") || name == QLatin1String("sys") || name == QLatin1String("dev") ||
           name == QLatin1String("run");
  }
  return kNames.contains(name) || name.startsWith(QLatin1String(".Trash-"));
}

// Of the names in a folder, those that tell whether it is a checkpoint.
bool isCheckpointName(const QString& name) {
  return name.endsWith(QLatin1String(".json")) || name.endsWith(QLatin1String(".safetensors"));
}

// "hf.co/org/repo:Q4_K_M", "qwen3:8b": what is not said is registry.ollama.ai/library.
QString ollamaName(const QStringList& manifestPath) {
  QStringList parts = manifestPath;
  const QString tag = parts.takeLast();
  if (parts.size() > 1 && parts.first() == QLatin1String("registry.ollama.ai")) parts.removeFirst();
  if (parts.size() > 1 && parts.first() == QLatin1String("library")) parts.removeFirst();
  return parts.join(QLatin1Char('/')) + QLatin1Char(':') + tag;
}

}  // namespace

void FolderWalk::addRoot(const ScanRoot& root) {
  const QString folder = QDir::cleanPath(root.folder);
  if (!QFileInfo(folder).isDir()) {
    problems_ << Words::tr("The folder %1 is not there; is its drive connected?")
                     .arg(QDir::toNativeSeparators(folder));
    return;
  }
  if (root.store == ModelStore::Ollama) {
    addOllama(folder);
  } else {
    walk(folder, {root.store, folder}, 0);
  }
}

void FolderWalk::walk(const QString& folder, const Place& place, int depth) {
  if (cancelled() || depth > kDepthMost) return;
  const QByteArray identity = identityOf(folder);
  if (identity.isEmpty() || seenFolders_.contains(identity)) return;  // also what ends cycles of links
  seenFolders_.insert(identity);
  const QDir directory(folder);
  if (!directory.isReadable()) {
    problems_ << Words::tr("The folder %1 may not be read; change its permissions to see the models in it.")
                     .arg(QDir::toNativeSeparators(folder));
    return;
  }
  folders_ << folder;
  QStringList models, inner, checkpoint;
  QDirIterator entries(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
  while (entries.hasNext()) {
    const QString path = entries.next(), name = entries.fileName();
    // A name that looks like a model is not asked whether it is a folder: 10,000 questions less.
    if (isGgufName(name) && !entries.fileInfo().isDir()) {
      ++files_;
      if (!isNoModelName(name)) models << name;
    } else if (entries.fileInfo().isDir()) {
      if (isUninteresting(folder, name)) continue;
      // In the Hugging Face cache the files are reached through snapshots, where they have names.
      const bool blobs = name == QLatin1String("blobs") &&
                         QFileInfo(folder).fileName().startsWith(QLatin1String("models--"));
      if (!blobs) inner << path;
    } else {
      ++files_;
      if (isCheckpointName(name)) checkpoint << name;
      if (place.store == ModelStore::Jan && name == QLatin1String("model.yml")) addJanReference(path, place);
    }
  }
  models.sort();
  inner.sort();
  addFiles(folder, models, place);
  Place below = place;
  below.inPipeline = place.inPipeline || isPipeline(checkpoint);
  if (!below.inPipeline) addCheckpoint(folder, checkpoint, place);
  for (const QString& next : inner) walk(next, below, depth + 1);
}

void FolderWalk::addFiles(const QString& folder, const QStringList& ggufNames, const Place& place) {
  QMap<QString, QMap<int, QString>> sets;  // by prefix and count; names by part
  for (const QString& name : ggufNames) {
    const auto split = splitPartOf(name);
    if (split && split->count > 1) {
      sets[splitPath(split->prefix, 1, split->count)].insert(split->part, name);
      continue;
    }
    Candidate candidate;
    candidate.model.path = folder + QLatin1Char('/') + name;
    candidate.model.files = {candidate.model.path};
    candidate.model.fileName = name;
    candidate.model.store = place.store;
    candidate.model.repository = repositoryOf(folder, place);
    addCandidate(std::move(candidate));
  }
  for (const auto& parts : sets) {
    const auto any = splitPartOf(parts.first());
    Candidate candidate;
    for (int part = 1; part <= any->count; ++part) {
      if (parts.contains(part)) {
        candidate.model.files << folder + QLatin1Char('/') + parts.value(part);
      } else {
        candidate.model.missingParts << splitPath(any->prefix, part, any->count);
      }
    }
    candidate.model.path = candidate.model.files.first();
    candidate.model.fileName = parts.first();
    candidate.model.store = place.store;
    candidate.model.repository = repositoryOf(folder, place);
    addCandidate(std::move(candidate));
  }
}

void FolderWalk::addCheckpoint(const QString& folder, const QStringList& names, const Place& place) {
  const auto found = checkpointAt(folder, names, cache_);
  if (!found) return;
  Candidate candidate;
  candidate.model.path = folder;
  candidate.model.isCheckpoint = true;
  for (const QString& name : found->files) candidate.model.files << folder + QLatin1Char('/') + name;
  candidate.model.missingParts = found->missing;
  candidate.model.fileName = placeNameOf(folder);
  candidate.model.store = place.store;
  candidate.model.repository = repositoryOf(folder, place);
  addCandidate(std::move(candidate));
}

// `files` are paths as found; here they become canonical, and sizes and times are added.
void FolderWalk::addCandidate(Candidate candidate) {
  QByteArray identity;
  QStringList canonical;
  for (const QString& path : std::as_const(candidate.model.files)) {
    const QFileInfo info(path);
    if (!info.isFile()) return;  // a link whose file is gone: an unfinished download of another program
    identity += identityOf(path) + ' ';
    canonical << info.canonicalFilePath();
    candidate.model.bytes += static_cast<quint64>(info.size());
    candidate.modifiedMs = std::max(candidate.modifiedMs, info.lastModified().toMSecsSinceEpoch());
  }
  if (const auto known = byIdentity_.constFind(identity); known != byIdentity_.constEnd()) {
    candidates_[*known].model.others << candidate.model.path;
    return;
  }
  byIdentity_.insert(identity, candidates_.size());
  candidate.model.files = canonical;
  candidate.model.modified = QDateTime::fromMSecsSinceEpoch(candidate.modifiedMs, Qt::UTC);
  candidates_.append(std::move(candidate));
}

void FolderWalk::addOllama(const QString& root) {
  const QString manifests = root + QLatin1String("/manifests");
  if (QFileInfo(manifests).isDir()) folders_ << root << manifests;
  QStringList files;
  QDirIterator entries(manifests, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
  while (entries.hasNext()) files << entries.next();
  files.sort();
  for (const QString& path : std::as_const(files)) {
    if (cancelled()) return;
    ++files_;
    const QStringList parts = QDir(manifests).relativeFilePath(path).split(QLatin1Char('/'));
    QFile file(path);
    if (parts.size() < 2 || !file.open(QIODevice::ReadOnly)) continue;
    if (!folders_.contains(QFileInfo(path).path())) folders_ << QFileInfo(path).path();
    const auto manifest = QJsonDocument::fromJson(file.read(kManifestBytesMost)).object();
    for (const auto& layer : manifest.value(QLatin1String("layers")).toArray()) {
      const QJsonObject object = layer.toObject();
      if (object.value(QLatin1String("mediaType")) != QLatin1String("application/vnd.ollama.image.model"))
        continue;
      QString digest = object.value(QLatin1String("digest")).toString();
      digest.replace(QLatin1Char(':'), QLatin1Char('-'));
      if (digest.contains(QLatin1Char('/'))) continue;  // it names a file, nothing else
      Candidate candidate;
      candidate.model.path = root + QLatin1String("/blobs/") + digest;
      candidate.model.files = {candidate.model.path};
      candidate.model.store = ModelStore::Ollama;
      candidate.model.fileName = candidate.model.repository = ollamaName(parts);
      addCandidate(std::move(candidate));
    }
  }
}

// Jan also lists models that lie elsewhere: `model_path:` of model.yml, absolute or below Jan's data.
void FolderWalk::addJanReference(const QString& modelYml, const Place& place) {
  QFile file(modelYml);
  if (!file.open(QIODevice::ReadOnly)) return;
  for (const QByteArray& line : file.read(kManifestBytesMost).split('\n')) {
    if (!line.startsWith("model_path:")) continue;
    QString path = QString::fromUtf8(line.mid(qsizetype{11})).trimmed();
    if (path.size() > 1 && (path.startsWith(QLatin1Char('"')) || path.startsWith(QLatin1Char('\'')))) {
      path = path.mid(1, path.size() - 2);
    }
    if (!QDir::isAbsolutePath(path)) path = place.root + QLatin1Char('/') + path;
    const QFileInfo info(QDir::cleanPath(path));
    if (isNoModelName(info.fileName()) || splitPartOf(info.fileName())) return;
    Candidate candidate;
    candidate.model.path = info.filePath();
    candidate.model.files = {info.filePath()};
    candidate.model.fileName = info.fileName();
    candidate.model.store = place.store;
    candidate.model.repository = repositoryOf(QFileInfo(modelYml).path(), place);
    addCandidate(std::move(candidate));
    return;
  }
}

QString FolderWalk::repositoryOf(const QString& folder, const Place& place) {
  const QStringList below = QDir(place.root).relativeFilePath(folder).split(QLatin1Char('/'));
  if (place.store == ModelStore::HuggingFace) {
    for (const QString& name : below) {
      if (!name.startsWith(QLatin1String("models--"))) continue;
      return name.mid(8).replace(QLatin1String("--"), QLatin1String("/"));
    }
    return {};
  }
  const QString models = QStringLiteral("models");
  const qsizetype from = place.store == ModelStore::Jan ? below.lastIndexOf(models) + 1 : 0;
  const bool ordered = place.store == ModelStore::LmStudio || place.store == ModelStore::Jan ||
                       place.store == ModelStore::Hearth;
  if (!ordered || below.size() < from + 2) return {};
  return below[from] + QLatin1Char('/') + below[from + 1];
}

}  // namespace hearth::library
