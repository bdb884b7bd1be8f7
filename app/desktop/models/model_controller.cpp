#include "app/desktop/models/model_controller.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QPointer>
#include <QThreadPool>

#include "app/desktop/wording.h"
#include "app/library/checkpoint_folder.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/gguf/publisher_facts.h"

namespace hearth::desktop {
namespace {

constexpr qsizetype kRecentMax = 12;

QVariantMap fact(const QString& label, const QString& value) { return {{"label", label}, {"value", value}}; }

}  // namespace

ModelController::ModelController(EngineWorker& engine, Settings& settings, const QString& bundledPath,
                                 const QString& cacheFolder)
    : engine_(engine), settings_(settings), bundledPath_(bundledPath), cacheFolder_(cacheFolder) {
  const auto stored = QJsonDocument::fromJson(settings_.value(kSettingRecentModels).toUtf8()).array();
  for (const QJsonValue& path : stored) recent_ << path.toString();
  connect(&engine_, &EngineWorker::loadProgress, this, [this](const LoadProgress& progress) {
    loadPhase_ = QString::fromStdString(progress.phase);
    loadFraction_ = static_cast<double>(progress.fraction);
    Q_EMIT progressChanged();
  });
  connect(&engine_, &EngineWorker::modelLoaded, this, [this](const ModelLoaded& model) {
    if (QString::fromStdString(model.path) != path_) return;  // overtaken by a later choice
    loaded_ = model;
    state_ = State::Ready;
    const bool known = lists(path_);
    remember(path_);
    Q_EMIT stateChanged();
    refreshRows();
    if (!known) Q_EMIT firstLoaded();
  });
  connect(&engine_, &EngineWorker::loadFailed, this, [this](const LoadFailed& failure) {
    loaded_ = {};
    state_ = State::Failed;
    failure_ = QString::fromStdString(failure.cause);
    Q_EMIT stateChanged();
    refreshRows();
  });
  connect(&engine_, &EngineWorker::deviceChanged, this, [this](const DeviceChanged& change) {
    if (state_ != State::Ready) return;
    loaded_.device = change.device;
    loaded_.placement = change.placement;
    deviceNotice_ = QString::fromStdString(change.what);
    Q_EMIT stateChanged();
  });
}

QString ModelController::name() const {
  if (state_ == State::Ready && !loaded_.name.empty()) return QString::fromStdString(loaded_.name);
  return path_.isEmpty() ? QString() : library::placeNameOf(path_);
}

QVariantList ModelController::facts() const {
  if (state_ != State::Ready) return {};
  const auto count = [](auto value) { return QLocale().toString(static_cast<qulonglong>(value)); };
  QVariantList facts{
      QFileInfo(path_).isDir() ? fact(tr("Folder"), library::placeNameOf(path_))
                               : fact(tr("File"), QFileInfo(path_).fileName()),
      fact(tr("Size"), bytesText(loaded_.fileBytes)),
      fact(tr("Architecture"), QString::fromStdString(loaded_.architecture)),
      fact(tr("Parameters"), parametersText(loaded_.parameters)),
      fact(tr("Number format"), QString::fromStdString(loaded_.format)),
      fact(tr("Context in use"), tr("%1 tokens").arg(count(loaded_.contextLength))),
      fact(tr("Context as trained"), tr("%1 tokens").arg(count(loaded_.trainedContext))),
  };
  return facts;
}

void ModelController::loadAtStart(const QString& fromCommandLine) {
  if (!fromCommandLine.isEmpty()) return load(QFileInfo(fromCommandLine).absoluteFilePath());
  const QString last = settings_.value(kSettingLastModel);
  if (!last.isEmpty() && QFileInfo::exists(last)) return load(last);
  loadBundled();
}

void ModelController::load(const QString& chosen) {
  const QString path = library::modelPathOf(chosen);
  if (path.isEmpty() || (path == path_ && usable())) return;
  Q_EMIT aboutToLoad();
  engine_.cancel();
  path_ = path;
  loaded_ = {};
  identified_ = {};
  failure_.clear();
  deviceNotice_.clear();
  loadPhase_.clear();
  loadFraction_ = 0;
  state_ = State::Loading;
  Q_EMIT stateChanged();
  Q_EMIT progressChanged();
  refreshRows();
  identify();
  loadedWith_ = readDeviceChoice(settings_);
  engine_.post(LoadModel{.path = path.toStdString(),
                         .device = loadedWith_.wish,
                         .gpuIndex = loadedWith_.gpuIndex,
                         .gpuMemoryBytes = loadedWith_.gpuMemoryBytes,
                         .cacheForm = loadedWith_.cacheForm,
                         .drafting = loadedWith_.drafting,
                         .cacheFolder = cacheFolder_.toStdString()});
}

// The file's head is read long before the model is loaded: it says how the model is to be sampled.
void ModelController::identify() {
  QThreadPool::globalInstance()->start([guard = QPointer<ModelController>(this), path = path_] {
    const auto metadata = readModelMetadata(QFile::encodeName(path).toStdString());
    if (!metadata) return;  // the load will say why
    ModelLoaded model;
    model.path = path.toStdString();
    if (const std::string* name = metadata->textOrNull("general.name")) model.name = *name;
    if (const std::string* kind = metadata->textOrNull("general.architecture")) model.architecture = *kind;
    model.origins = modelNames(*metadata);
    model.sampling = publishedSampling(*metadata);
    // By way of an object of the window's thread: this one may go while it waits.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [guard, model = std::move(model)] {
          if (!guard || guard->state_ != State::Loading || QString::fromStdString(model.path) != guard->path_)
            return;
          guard->identified_ = model;
          Q_EMIT guard->identified();
        },
        Qt::QueuedConnection);
  });
}

void ModelController::loadFile(const QUrl& file) { load(file.toLocalFile()); }

QString ModelController::modelAmong(const QList<QUrl>& dropped) const {
  if (dropped.size() != 1 || !dropped[0].isLocalFile()) return {};
  const QString path = dropped[0].toLocalFile();
  if (QFileInfo(path).isDir())
    return library::looksLikeCheckpoint(path, QDir(path).entryList(QDir::Files)) ? path : QString();
  const QString suffix = QFileInfo(path).suffix().toLower();
  const bool isModel = suffix == QLatin1String("gguf") || suffix == QLatin1String("safetensors");
  return isModel ? library::modelPathOf(path) : QString();
}

void ModelController::loadBundled() { load(bundledPath_); }

void ModelController::retry() {
  const QString path = path_;
  path_.clear();
  load(path);
}

void ModelController::forget(const QString& path) {
  if (!recent_.removeOne(path)) return;
  saveRecent();
  beginResetModel();
  endResetModel();
}

void ModelController::dismissFailure() {
  if (state_ != State::Failed) return;
  state_ = State::None;
  path_.clear();
  failure_.clear();
  Q_EMIT stateChanged();
  refreshRows();
}

void ModelController::dismissDeviceNotice() {
  deviceNotice_.clear();
  Q_EMIT stateChanged();
}

void ModelController::remember(const QString& path) {
  settings_.set(kSettingLastModel, path);
  if (path == bundledPath_) return;
  beginResetModel();
  recent_.removeOne(path);
  recent_.prepend(path);
  while (recent_.size() > kRecentMax) recent_.removeLast();
  endResetModel();
  saveRecent();
}

void ModelController::saveRecent() {
  const QByteArray json = QJsonDocument(QJsonArray::fromStringList(recent_)).toJson(QJsonDocument::Compact);
  settings_.set(kSettingRecentModels, QString::fromUtf8(json));
}

void ModelController::refreshRows() {
  if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int ModelController::currentRow() const {
  const int first = hasBundled() ? 1 : 0;
  const auto recent = static_cast<int>(recent_.indexOf(path_));
  return path_ == bundledPath_ || recent < 0 ? 0 : recent + first;
}

QString ModelController::find(const QString& pathOrName) const {
  const QString name = QFileInfo(pathOrName).fileName();
  if (name.isEmpty()) return {};
  QStringList paths = recent_;
  if (hasBundled()) paths << bundledPath_;
  if (paths.contains(pathOrName)) return pathOrName;
  for (const QString& path : paths) {
    if (QFileInfo(path).fileName() == name) return path;
  }
  return {};
}

int ModelController::rowCount(const QModelIndex& parent) const {
  if (parent.isValid()) return 0;
  return static_cast<int>(recent_.size()) + (hasBundled() ? 1 : 0);
}

QVariant ModelController::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const bool bundled = hasBundled() && index.row() == 0;
  const QString path = bundled ? bundledPath_ : recent_[index.row() - (hasBundled() ? 1 : 0)];
  const QFileInfo file(path);
  switch (role) {
    case NameRole:
      return bundled ? QStringLiteral("hearth-tiny") : library::placeNameOf(path);
    case PathRole:
      return path;
    case DetailRole:
      if (!file.exists()) return tr("The file is no longer there");
      if (bundled)
        return tr("Tiny demonstration model · %1").arg(bytesText(static_cast<uint64_t>(file.size())));
      if (file.isDir()) return tr("Folder · %1").arg(file.absolutePath());
      return tr("%1 · %2").arg(bytesText(static_cast<uint64_t>(file.size())), file.absolutePath());
    case CurrentRole:
      return path == path_ && usable();
    case BundledRole:
      return bundled;
    case MissingRole:
      return !file.exists();
    default:
      return {};
  }
}

QHash<int, QByteArray> ModelController::roleNames() const {
  return {{NameRole, "name"},       {PathRole, "path"},       {DetailRole, "detail"},
          {CurrentRole, "current"}, {BundledRole, "bundled"}, {MissingRole, "missing"}};
}

}  // namespace hearth::desktop
