#include "app/desktop/library/found_models.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/desktop/wording.h"
#include "app/library/checkpoint_folder.h"

namespace hearth::desktop {
namespace {

using library::FoundModel;
using library::ModelStore;
using library::ScanRoot;

bool liesIn(const QString& path, const QString& folder) {
  const QString base = QFileInfo(folder).canonicalFilePath();
  return !base.isEmpty() && path.startsWith(base + QChar('/'));
}

QString detailOf(const FoundModel& model, bool bundled) {
  QStringList parts;
  if (model.parameters > 0) parts << parametersText(model.parameters);
  if (!model.format.isEmpty()) parts << model.format;
  parts << bytesText(model.bytes);
  parts << (bundled ? FoundModels::tr("comes with Hearth") : library::nameOf(model.store));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

FoundModels::FoundModels(const LibraryOptions& options, Settings& settings, FitDesk& desk,
                         const QString& ownFolder, const QString& bundledPath, const QString& cacheFile)
    : options_(options),
      settings_(settings),
      desk_(desk),
      ownFolder_(ownFolder),
      bundledPath_(bundledPath),
      scanner_(cacheFile),
      rows_({"title", "detail", "chip", "tone", "unsupported", "bundled"}),
      folders_({"name", "detail", "removable"}) {
  connect(&scanner_, &library::FolderScanner::found, this, &FoundModels::refreshRows);
  connect(&scanner_, &library::FolderScanner::gone, this, [this](const QStringList& paths) {
    for (const QString& path : paths) desk_.forget(path);
    refreshRows();
  });
  connect(&scanner_, &library::FolderScanner::finished, this, [this](const library::ScanSummary& summary) {
    if (!summary.cancelled) hidden_.clear();
    refreshRows();
  });
  connect(&desk_, &FitDesk::changed, this, &FoundModels::refreshRows);
  refreshFolders();
}

void FoundModels::look() {
  if (looking_) return;
  looking_ = true;
  scanner_.setWatching(true);
  rescan();
}

void FoundModels::rescan() {
  if (!looking_) return;
  scanner_.scan(roots());
  Q_EMIT changed();
}

void FoundModels::setOwnFolder(const QString& folder) {
  if (folder == ownFolder_) return;
  ownFolder_ = folder;
  refreshFolders();
  rescan();
}

QStringList FoundModels::userFolders() const {
  QStringList folders;
  const auto stored = QJsonDocument::fromJson(settings_.value(kSettingLibraryFolders).toUtf8()).array();
  for (const QJsonValue& folder : stored) folders << folder.toString();
  return folders;
}

void FoundModels::keepUserFolders(const QStringList& folders) {
  const QByteArray json = QJsonDocument(QJsonArray::fromStringList(folders)).toJson(QJsonDocument::Compact);
  settings_.set(kSettingLibraryFolders, QString::fromUtf8(json));
  refreshFolders();
  rescan();
}

void FoundModels::addFolder(const QUrl& folder) {
  const QString path = QDir::cleanPath(folder.isLocalFile() ? folder.toLocalFile() : folder.toString());
  QStringList folders = userFolders();
  if (!QFileInfo(path).isDir()) return Q_EMIT announced(tr("%1 is not a folder on this computer.").arg(path));
  if (!folders.contains(path)) folders << path;
  keepUserFolders(folders);
}

void FoundModels::removeFolder(const QString& folder) {
  QStringList folders = userFolders();
  if (folders.removeOne(folder)) keepUserFolders(folders);
}

QList<ScanRoot> FoundModels::roots() const {
  QList<ScanRoot> roots;
  QDir().mkpath(ownFolder_);  // so that it can be watched from the beginning
  roots << ScanRoot{ownFolder_, ModelStore::Hearth};
  for (const QString& folder : userFolders()) roots << ScanRoot{folder, ModelStore::UserFolder};
  roots << options_.otherRoots;
  if (!bundledPath_.isEmpty()) roots << ScanRoot{QFileInfo(bundledPath_).absolutePath(), ModelStore::Hearth};
  return roots;
}

void FoundModels::refreshFolders() {
  QList<QVariantMap> rows;
  const auto add = [&rows](const QString& path, const QString& detail, bool removable) {
    rows << QVariantMap{{"key", path},
                        {"name", QDir::toNativeSeparators(path)},
                        {"detail", detail},
                        {"removable", removable}};
  };
  add(ownFolder_, tr("downloads go here"), false);
  for (const QString& folder : userFolders()) {
    add(folder, QFileInfo(folder).isDir() ? tr("added by you") : tr("added by you; not there at the moment"),
        true);
  }
  for (const ScanRoot& root : options_.otherRoots)
    add(root.folder, tr("%1, only read").arg(nameOf(root.store)), false);
  folders_.setRows(rows);
}

void FoundModels::setFilter(const QString& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  refreshRows();
}

void FoundModels::refreshRows() {
  QList<FoundModel> models;
  const QStringList words = filter_.split(QChar(' '), Qt::SkipEmptyParts);
  for (const FoundModel& model : scanner_.models()) {
    const QString text =
        model.name + QChar(' ') + model.fileName + QChar(' ') + model.repository + QChar(' ') + model.format;
    const bool wanted = std::all_of(words.begin(), words.end(), [&](const QString& word) {
      return text.contains(word, Qt::CaseInsensitive);
    });
    if (wanted && !hidden_.contains(model.path)) models << model;
  }
  std::sort(models.begin(), models.end(), [](const FoundModel& a, const FoundModel& b) {
    if (a.unsupported.isEmpty() != b.unsupported.isEmpty()) return a.unsupported.isEmpty();
    return std::pair(a.name.toCaseFolded(), a.path) < std::pair(b.name.toCaseFolded(), b.path);
  });
  QList<QVariantMap> rows;
  for (const FoundModel& model : models) {
    const bool bundled = model.path == bundledPath_;
    const QVariantMap before = rows_.at(rows_.indexOf(model.path));
    const bool usable = model.unsupported.isEmpty();
    rows << QVariantMap{{"key", model.path},
                        {"title", model.name},
                        {"detail", detailOf(model, bundled)},
                        {"chip", usable ? before.value("chip").toString() : tr("Cannot be loaded")},
                        {"tone", usable ? before.value("tone").toString() : QStringLiteral("no")},
                        {"unsupported", model.unsupported},
                        {"bundled", bundled}};
  }
  rows_.setRows(rows);
  for (const FoundModel& model : models) {
    if (!model.unsupported.isEmpty()) continue;
    desk_.ofFile(model.path, this, [this, path = model.path](const Result<library::FitVerdict>& verdict) {
      if (verdict) rows_.update(path, {{"chip", verdict->chip}, {"tone", FitDesk::toneOf(*verdict)}});
    });
  }
  Q_EMIT changed();
}

QString FoundModels::summary() const {
  if (scanning()) return tr("Looking for models…");
  const auto count = static_cast<uint64_t>(scanner_.models().size() - hidden_.size());
  if (count == 0) return tr("No models were found on this computer yet.");
  return countOf(count, tr("model on this computer"), tr("models on this computer"));
}

const FoundModel* FoundModels::find(const QString& path) const {
  const auto& models = scanner_.models();
  const auto at =
      std::find_if(models.begin(), models.end(), [&](const FoundModel& model) { return model.path == path; });
  return at == models.end() ? nullptr : &*at;
}

const FoundModel* FoundModels::findOf(const QString& repository, const QString& fileName) const {
  const auto& models = scanner_.models();
  const auto at = std::find_if(models.begin(), models.end(), [&](const FoundModel& model) {
    return model.repository == repository && QFileInfo(model.fileName).fileName() == fileName &&
           model.missingParts.isEmpty() && !hidden_.contains(model.path);
  });
  return at == models.end() ? nullptr : &*at;
}

const FoundModel* FoundModels::largest() const {
  const auto& models = scanner_.models();
  const auto at =
      std::max_element(models.begin(), models.end(),
                       [](const FoundModel& a, const FoundModel& b) { return a.bytes < b.bytes; });
  return at == models.end() ? nullptr : &*at;
}

QString FoundModels::whyKept(const FoundModel& model) const {
  if (model.path == bundledPath_) return tr("It comes with Hearth and takes next to no room.");
  const bool ours = model.store == ModelStore::Hearth || model.store == ModelStore::UserFolder;
  for (const ScanRoot& root : options_.otherRoots) {
    for (const QString& file : model.files) {
      if (ours && !liesIn(file, root.folder)) continue;
      return tr("It belongs to %1. Hearth only reads it; delete it there.").arg(nameOf(root.store));
    }
  }
  if (model.isCheckpoint) return whyFolderKept(model);
  QStringList allowed = userFolders();
  allowed << ownFolder_;
  for (const QString& file : model.files) {
    const bool inside = std::any_of(allowed.begin(), allowed.end(),
                                    [&](const QString& folder) { return liesIn(file, folder); });
    if (!inside) return tr("Its file lies outside of the folders that you gave to Hearth: %1.").arg(file);
  }
  return {};
}

// A folder goes as a whole or not at all, so that it must be Hearth's own and hold nothing but the model.
QString FoundModels::whyFolderKept(const FoundModel& model) const {
  const QString folder = QFileInfo(model.path).canonicalFilePath();
  if (!liesIn(folder, ownFolder_)) {
    return tr(
        "It is a whole folder, and Hearth deletes folders only where its own downloads are. Delete it "
        "with the file manager if you no longer need it.");
  }
  for (const QString& file : model.files) {
    if (QFileInfo(file).absolutePath() != folder)
      return tr("Its files lie outside of its folder: %1. Delete it with the file manager.").arg(file);
  }
  if (const QString stranger = library::strangerIn(folder); !stranger.isEmpty()) {
    return tr("Its folder also holds “%1”, which is not part of the model. Move that elsewhere, or delete "
              "the "
              "folder with the file manager.")
        .arg(stranger);
  }
  return {};
}

bool FoundModels::moveToTrash(const QString& path) {
  const FoundModel* model = find(path);
  if (model == nullptr) return false;
  if (const QString why = whyKept(*model); !why.isEmpty()) {
    Q_EMIT announced(why);
    return false;
  }
  Trashed trashed{model->name, {}};
  const QStringList whole = model->isCheckpoint ? QStringList{model->path} : model->files;
  for (const QString& file : whole) {
    QString inTrash;
    const bool moved =
        options_.moveToTrash ? options_.moveToTrash(file, &inTrash) : QFile::moveToTrash(file, &inTrash);
    if (!moved) {
      putBack(trashed);
      Q_EMIT announced(
          tr("%1 could not be moved to the trash: is its folder writable, and is there a trash on that disk? "
             "Nothing was deleted.")
              .arg(QDir::toNativeSeparators(file)));
      return false;
    }
    trashed.files << std::pair(file, inTrash);
  }
  hidden_.insert(path);
  trashed_ = trashed;
  refreshRows();
  Q_EMIT trashedChanged();
  return true;
}

void FoundModels::putBack(const Trashed& trashed) {
  for (const auto& [original, inTrash] : trashed.files) {
    if (inTrash.isEmpty() || !QFile::rename(inTrash, original)) {
      Q_EMIT announced(tr("%1 could not be brought back; it is still in the trash.")
                           .arg(QDir::toNativeSeparators(original)));
      continue;
    }
    // The trash's note of where it came from (freedesktop.org Trash specification): files/NAME,
    // info/NAME.trashinfo.
    const QFileInfo lay(inTrash);
    QFile::remove(
        lay.dir().filePath(QStringLiteral("../info/") + lay.fileName() + QStringLiteral(".trashinfo")));
  }
}

void FoundModels::undoTrash() {
  if (trashed_.files.isEmpty()) return;
  putBack(std::exchange(trashed_, {}));
  hidden_.clear();
  refreshRows();
  rescan();
  Q_EMIT trashedChanged();
}

}  // namespace hearth::desktop
