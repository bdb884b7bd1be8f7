#include "app/library/downloads.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QThread>

#include "app/library/download_engine.h"
#include "app/library/free_space.h"
#include "app/library/library_words.h"

namespace hearth::library {
namespace {

constexpr int kQueueVersion = 1;

QJsonObject toJson(const DownloadState& state) {
  QJsonArray files;
  for (const DownloadFile& file : state.request.files) {
    files.append(QJsonObject{{QStringLiteral("url"), file.url.toString(QUrl::FullyEncoded)},
                             {QStringLiteral("target"), file.target},
                             {QStringLiteral("bytes"), QString::number(file.bytes)},
                             {QStringLiteral("sha256"), file.sha256}});
  }
  return {{QStringLiteral("id"), state.id},
          {QStringLiteral("title"), state.request.title},
          {QStringLiteral("repository"), state.request.repository},
          {QStringLiteral("paused"), state.phase == DownloadState::Phase::Paused},
          {QStringLiteral("files"), files}};
}

DownloadState stateFrom(const QJsonObject& json) {
  DownloadState state;
  state.id = json.value(QLatin1String("id")).toInteger();
  state.request.title = json.value(QLatin1String("title")).toString();
  state.request.repository = json.value(QLatin1String("repository")).toString();
  state.phase = json.value(QLatin1String("paused")).toBool() ? DownloadState::Phase::Paused
                                                             : DownloadState::Phase::Queued;
  for (const auto& entry : json.value(QLatin1String("files")).toArray()) {
    const QJsonObject file = entry.toObject();
    DownloadFile read;
    read.url = QUrl::fromEncoded(file.value(QLatin1String("url")).toString().toUtf8());
    read.target = file.value(QLatin1String("target")).toString();
    read.bytes = file.value(QLatin1String("bytes")).toString().toULongLong();
    read.sha256 = file.value(QLatin1String("sha256")).toString();
    if (read.url.isValid() && QDir::isAbsolutePath(read.target)) state.request.files << read;
    state.bytes += read.bytes;
  }
  return state;
}

}  // namespace

struct Downloads::Worker {
  QThread thread;
  QObject context;                         // lives in the thread; calls go through it
  std::unique_ptr<DownloadEngine> engine;  // made and destroyed in the thread
  template <class Call>
  void call(Call call) {
    QMetaObject::invokeMethod(
        &context, [this, call = std::move(call)] { call(*engine); }, Qt::QueuedConnection);
  }
};

Downloads::Downloads(NetworkLog& log, const HubSettings& hub, const QString& queueFile,
                     const DownloadOptions& options, QObject* parent)
    : QObject(parent), queueFile_(queueFile), worker_(std::make_unique<Worker>()) {
  qRegisterMetaType<QList<DownloadState>>();
  DownloadOptions complete = options;
  if (!complete.freeSpace) complete.freeSpace = freeSpaceOf;
  worker_->context.moveToThread(&worker_->thread);
  worker_->thread.setObjectName(QStringLiteral("downloads"));
  worker_->thread.start();
  auto tell = [this](const QList<DownloadState>& states) {
    QMetaObject::invokeMethod(
        this, [this, states] { take(states); }, Qt::QueuedConnection);
  };
  QMetaObject::invokeMethod(
      &worker_->context,
      [worker = worker_.get(), &log, hub, complete, tell] {
        worker->engine = std::make_unique<DownloadEngine>(log, hub, complete, tell);
      },
      Qt::BlockingQueuedConnection);
  load();
}

Downloads::~Downloads() {
  QMetaObject::invokeMethod(
      &worker_->context, [worker = worker_.get()] { worker->engine.reset(); }, Qt::BlockingQueuedConnection);
  worker_->thread.quit();
  worker_->thread.wait();
}

void Downloads::load() {
  QFile file(queueFile_);
  if (queueFile_.isEmpty() || !file.open(QIODevice::ReadOnly)) return;
  const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
  file.close();
  if (!document.isObject()) {
    // Kept for who wants to look; the partial files are untouched and go on when they are asked for again.
    QFile::remove(queueFile_ + QLatin1String(".damaged"));
    QFile::rename(queueFile_, queueFile_ + QLatin1String(".damaged"));
    return;
  }
  for (const auto& entry : document.object().value(QLatin1String("downloads")).toArray()) {
    DownloadState state = stateFrom(entry.toObject());
    if (state.request.files.isEmpty()) continue;
    state.id = nextId_++;
    states_ << state;
    worker_->call([state](DownloadEngine& engine) { engine.add(state); });
  }
}

void Downloads::save() {
  if (queueFile_.isEmpty()) return;
  QJsonArray downloads;
  for (const DownloadState& state : std::as_const(states_)) {
    if (state.phase != DownloadState::Phase::Ready) downloads.append(toJson(state));
  }
  QDir().mkpath(QFileInfo(queueFile_).absolutePath());
  QSaveFile file(queueFile_);
  if (!file.open(QIODevice::WriteOnly)) return;  // the queue of this run goes on all the same
  file.write(QJsonDocument(QJsonObject{{QStringLiteral("version"), kQueueVersion},
                                       {QStringLiteral("downloads"), downloads}})
                 .toJson());
  file.commit();
}

void Downloads::start() {
  worker_->call([](DownloadEngine& engine) { engine.start(); });
}

Result<qint64> Downloads::add(const DownloadRequest& request) {
  if (request.files.isEmpty()) return errorOf(Words::tr("There is no file to download."));
  qsizetype here = 0;
  for (const DownloadFile& file : request.files) {
    if (!file.url.isValid() || !QDir::isAbsolutePath(file.target)) {
      return errorOf(Words::tr("%1 is not the address of a file.").arg(file.url.toDisplayString()));
    }
    for (const DownloadState& state : std::as_const(states_)) {
      if (state.phase == DownloadState::Phase::Ready) continue;
      for (const DownloadFile& other : state.request.files) {
        if (other.target != file.target) continue;
        return errorOf(
            Words::tr("%1 is in the list of downloads already.").arg(QFileInfo(file.target).fileName()));
      }
    }
    here += QFileInfo::exists(file.target) ? 1 : 0;
  }
  if (here == request.files.size()) {
    return errorOf(Words::tr("%1 is on this computer already: %2.")
                       .arg(request.title, QDir::toNativeSeparators(request.files.first().target)));
  }
  DownloadState state;
  state.id = nextId_++;
  state.request = request;
  for (const DownloadFile& file : request.files) state.bytes += file.bytes;
  states_ << state;
  save();
  worker_->call([state](DownloadEngine& engine) { engine.add(state); });
  Q_EMIT orderChanged();
  return state.id;
}

void Downloads::pause(qint64 id) {
  worker_->call([id](DownloadEngine& engine) { engine.pause(id); });
}
void Downloads::resume(qint64 id) {
  worker_->call([id](DownloadEngine& engine) { engine.resume(id); });
}
void Downloads::startOver(qint64 id) {
  worker_->call([id](DownloadEngine& engine) { engine.startOver(id); });
}
void Downloads::setBandwidth(quint64 bytesPerSecondMax) {
  worker_->call([bytesPerSecondMax](DownloadEngine& engine) { engine.setBandwidth(bytesPerSecondMax); });
}
void Downloads::setHub(const HubSettings& hub) {
  worker_->call([hub](DownloadEngine& engine) { engine.setHub(hub); });
}

void Downloads::cancel(qint64 id) {
  states_.removeIf([id](const DownloadState& state) { return state.id == id; });
  save();
  worker_->call([id](DownloadEngine& engine) { engine.cancel(id); });
  tellWhetherActive();
  Q_EMIT orderChanged();
}

void Downloads::move(qint64 id, int to) {
  const auto at =
      std::find_if(states_.begin(), states_.end(), [id](const auto& state) { return state.id == id; });
  if (at == states_.end()) return;
  const auto from = at - states_.begin();
  states_.move(from, std::clamp<qsizetype>(to, 0, states_.size() - 1));
  save();
  QList<qint64> ids;
  for (const DownloadState& state : std::as_const(states_)) ids << state.id;
  worker_->call([ids](DownloadEngine& engine) { engine.setOrder(ids); });
  Q_EMIT orderChanged();
}

QList<DownloadState> Downloads::list() const { return states_; }

void Downloads::take(const QList<DownloadState>& states) {
  QList<DownloadState> known, justReady;
  bool phases = false;
  for (const DownloadState& state : states) {
    const auto at =
        std::find_if(states_.begin(), states_.end(), [&](const auto& own) { return own.id == state.id; });
    if (at == states_.end()) continue;  // cancelled meanwhile
    phases = phases || at->phase != state.phase;
    if (state.phase == DownloadState::Phase::Ready && at->phase != state.phase) justReady << state;
    *at = state;
    known << state;
  }
  if (phases) save();
  if (!known.isEmpty()) Q_EMIT changed(known);
  for (const DownloadState& state : std::as_const(justReady)) Q_EMIT ready(state);
  tellWhetherActive();
}

void Downloads::tellWhetherActive() {
  const bool active = std::any_of(states_.constBegin(), states_.constEnd(), [](const DownloadState& state) {
    using Phase = DownloadState::Phase;
    return state.phase == Phase::Fetching || state.phase == Phase::Waiting || state.phase == Phase::Verifying;
  });
  if (active == active_) return;
  active_ = active;
  Q_EMIT activeChanged(active);
}

DownloadRequest requestFor(const QUrl& endpoint, const HubRepository& repository, const HubFile& file,
                           const QString& folder) {
  DownloadRequest request;
  request.repository = repository.repository;
  const QString name = repository.repository.section(QLatin1Char('/'), -1);
  request.title = file.label.isEmpty() ? name : name + QLatin1String(", ") + file.label;
  for (const HubFile::Part& part : file.parts) {
    // Folders of the repository are dropped: what comes from outside names no place on this computer.
    const QString fileName = QFileInfo(part.path).fileName();
    request.files << DownloadFile{
        resolveUrl(endpoint, repository.repository, repository.commit, part.path),
        folder + QLatin1Char('/') + repository.repository + QLatin1Char('/') + fileName, part.bytes,
        part.sha256};
  }
  return request;
}

}  // namespace hearth::library
