#include "app/desktop/library/download_list.h"

#include <array>
#include <cmath>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include "app/desktop/wording.h"
#include "app/library/free_space.h"

namespace hearth::desktop {
namespace {

using library::DownloadState;
using Phase = DownloadState::Phase;

constexpr std::array<quint64, 6> kSpeeds = {0, 1'000'000, 5'000'000, 10'000'000, 25'000'000, 100'000'000};

QString timeText(double seconds) {
  const auto whole = static_cast<qint64>(std::ceil(seconds));
  if (whole < 60) return DownloadList::tr("%1 s").arg(whole);
  if (whole < 3600) return DownloadList::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return DownloadList::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString phaseText(const DownloadState& state, bool offline) {
  switch (state.phase) {
    case Phase::Queued:
      return offline ? DownloadList::tr("waiting until the hub may be asked")
                     : DownloadList::tr("waiting its turn");
    case Phase::Fetching:
      return state.bytesVerified > 0 ? DownloadList::tr("checked as it comes")
                                     : DownloadList::tr("beginning");
    case Phase::Waiting:
      return DownloadList::tr("tries again by itself");
    case Phase::Verifying:
      return DownloadList::tr("checking the last of it");
    case Phase::Paused:
      return DownloadList::tr("paused");
    case Phase::Stopped:
      return DownloadList::tr("stopped");
    case Phase::Ready:
      return state.checked ? DownloadList::tr("ready, checksum correct")
                           : DownloadList::tr("ready; the hub states no checksum");
  }
  return {};
}

QString detailOf(const DownloadState& state, bool offline) {
  QStringList parts;
  if (state.phase == Phase::Ready) {
    parts << bytesText(state.bytes);
  } else {
    parts << (state.bytes == 0
                  ? DownloadList::tr("size not known yet")
                  : DownloadList::tr("%1 of %2").arg(bytesText(state.bytesDone), bytesText(state.bytes)));
  }
  if (state.phase == Phase::Fetching && state.bytesPerSecond > 0) {
    parts << DownloadList::tr("%1/s").arg(bytesText(static_cast<uint64_t>(state.bytesPerSecond)));
    if (state.secondsLeft >= 0) parts << timeText(state.secondsLeft);
  }
  parts << phaseText(state, offline);
  return parts.join(QStringLiteral(" · "));
}

// Neighbouring cells of one fullness joined: {from, to, strength} as parts of the whole.
QVariantList spansOf(const QByteArray& map) {
  QVariantList spans;
  const auto cells = map.size();
  for (qsizetype from = 0; from < cells;) {
    qsizetype to = from + 1;
    while (to < cells && map[to] == map[from]) ++to;
    const auto fill = static_cast<uchar>(map[from]);
    if (fill > 0) {
      spans << QVariantMap{{"from", static_cast<double>(from) / static_cast<double>(cells)},
                           {"to", static_cast<double>(to) / static_cast<double>(cells)},
                           {"strength", fill / 255.0}};
    }
    from = to;
  }
  return spans;
}

double shareOf(const DownloadState& state) {
  return state.bytes == 0
             ? 0
             : std::min(1.0, static_cast<double>(state.bytesDone) / static_cast<double>(state.bytes));
}

// Only a failure that starting over mends offers it: what is here cannot be gone on with.
struct RowPlace {
  bool first, last, offline;
};
QVariantMap rowOf(const DownloadState& state, const RowPlace& place) {
  const bool paused = state.phase == Phase::Paused, stopped = state.phase == Phase::Stopped;
  const bool ready = state.phase == Phase::Ready;
  return {{"key", QString::number(state.id)},
          {"title", state.request.title},
          {"detail", detailOf(state, place.offline)},
          {"sentence", state.sentence},
          {"page", state.page.toString()},
          {"share", shareOf(state)},
          {"spans", ready ? QVariantList{QVariantMap{{"from", 0.0}, {"to", 1.0}, {"strength", 1.0}}}
                          : spansOf(state.map)},
          {"canPause", !paused && !stopped && !ready && !place.offline},
          {"canResume", paused || stopped || (place.offline && !ready)},
          {"stopped", stopped},
          {"ready", ready},
          {"canRise", !place.first && !ready},
          {"canSink", !place.last && !ready},
          {"path", ready ? state.request.files.first().target : QString()}};
}

}  // namespace

DownloadList::DownloadList(const LibraryOptions& options, Settings& settings, HubAccess& hub,
                           const QString& queueFile, const QString& usualFolder)
    : options_(options),
      settings_(settings),
      hub_(hub),
      usualFolder_(usualFolder),
      rows_({"title", "detail", "sentence", "page", "share", "spans", "canPause", "canResume", "stopped",
             "ready", "canRise", "canSink", "path"}) {
  library::DownloadOptions wanted = options_.downloads;
  wanted.bytesPerSecondMax = bandwidth();
  downloads_ = std::make_unique<library::Downloads>(hub_.log(), hub_.hub(), queueFile, wanted);
  connect(downloads_.get(), &library::Downloads::changed, this, &DownloadList::refresh);
  connect(downloads_.get(), &library::Downloads::orderChanged, this, &DownloadList::refresh);
  connect(downloads_.get(), &library::Downloads::activeChanged, this, [this](bool active) {
    active_ = active;
    Q_EMIT changed();
  });
  connect(downloads_.get(), &library::Downloads::ready, this, [this](const DownloadState& state) {
    refresh();
    Q_EMIT ready(state.request.title, state.request.files.first().target);
  });
  connect(&hub_, &HubAccess::changed, this, [this] {
    downloads_->setHub(hub_.hub());
    start();
    refresh();
  });
  refresh();
}

void DownloadList::start() {
  if (started_ || states_.isEmpty() || hub_.hub().offline) return;
  started_ = true;
  downloads_->start();
}

Result<qint64> DownloadList::add(const library::DownloadRequest& request) {
  auto added = downloads_->add(request);
  if (added) start();
  return added;
}

const DownloadState* DownloadList::find(const QString& target) const {
  for (const DownloadState& state : states_) {
    if (state.request.files.first().target == target) return &state;
  }
  return nullptr;
}

void DownloadList::refresh() {
  states_ = downloads_->list();
  QList<QVariantMap> rows;
  for (qsizetype i = 0; i < states_.size(); ++i)
    rows << rowOf(states_[i], {i == 0, i + 1 == states_.size(), hub_.hub().offline});
  rows_.setRows(rows);
  Q_EMIT changed();
}

int DownloadList::waiting() const {
  return static_cast<int>(std::count_if(states_.begin(), states_.end(), [](const DownloadState& state) {
    return state.phase != Phase::Ready;
  }));
}

QString DownloadList::statusText() const {
  double speed = 0;
  int running = 0;
  for (const DownloadState& state : states_) {
    if (state.phase != Phase::Fetching && state.phase != Phase::Verifying && state.phase != Phase::Waiting)
      continue;
    ++running;
    speed += state.bytesPerSecond;
  }
  if (running == 0) return {};
  return speed > 0 ? tr("Downloading · %1/s").arg(bytesText(static_cast<uint64_t>(speed)))
                   : tr("Downloading");
}

double DownloadList::fraction() const {
  quint64 whole = 0, done = 0;
  for (const DownloadState& state : states_) {
    if (state.phase == Phase::Ready || state.phase == Phase::Paused || state.phase == Phase::Stopped)
      continue;
    whole += state.bytes;
    done += state.bytesDone;
  }
  return whole == 0 ? -1 : static_cast<double>(done) / static_cast<double>(whole);
}

QStringList DownloadList::speedChoices() const {
  QStringList choices{tr("No limit")};
  for (size_t i = 1; i < kSpeeds.size(); ++i) choices << tr("%1 MB/s").arg(kSpeeds[i] / 1'000'000);
  return choices;
}

quint64 DownloadList::bandwidth() const { return settings_.value(kSettingDownloadSpeed).toULongLong(); }

int DownloadList::speedIndex() const {
  const auto at = std::find(kSpeeds.begin(), kSpeeds.end(), bandwidth());
  return at == kSpeeds.end() ? 0 : static_cast<int>(at - kSpeeds.begin());
}

void DownloadList::setSpeedIndex(int index) {
  if (index < 0 || index >= static_cast<int>(kSpeeds.size()) || index == speedIndex()) return;
  settings_.set(kSettingDownloadSpeed, QString::number(kSpeeds[static_cast<size_t>(index)]));
  downloads_->setBandwidth(bandwidth());
  Q_EMIT changed();
}

QString DownloadList::folder() const { return settings_.value(kSettingDownloadFolder, usualFolder_); }

void DownloadList::setFolder(const QUrl& folder) {
  const QString path = folder.isEmpty() ? usualFolder_ : QDir::cleanPath(folder.toLocalFile());
  if (path.isEmpty() || path == this->folder()) return;
  settings_.set(kSettingDownloadFolder, path);
  Q_EMIT changed();
}

quint64 DownloadList::freeBytes() const {
  const qint64 bytes = library::freeSpaceOf(folder());
  return bytes < 0 ? 0 : static_cast<quint64>(bytes);
}

QString DownloadList::freeText() const {
  const quint64 bytes = freeBytes();
  return bytes == 0 ? QString() : tr("%1 free on this disk").arg(bytesText(bytes));
}

void DownloadList::pause(const QString& key) { downloads_->pause(key.toLongLong()); }
void DownloadList::resume(const QString& key) {
  if (hub_.offlineByEnvironment())
    return Q_EMIT refused(tr("HF_HUB_OFFLINE is set for this computer: the download stays where it is."));
  if (hub_.offline())
    return Q_EMIT refused(
        tr("Hearth works offline, and the download stays where it is. Asking the hub can be "
           "allowed again in the settings, under Models and downloads."));
  if (!hub_.allowed()) return Q_EMIT consentWanted(key);
  start();
  downloads_->resume(key.toLongLong());
}
void DownloadList::cancel(const QString& key) { downloads_->cancel(key.toLongLong()); }
void DownloadList::startOver(const QString& key) { downloads_->startOver(key.toLongLong()); }

void DownloadList::move(const QString& key, int step) {
  const int row = rows_.indexOf(key);
  if (row >= 0) downloads_->move(key.toLongLong(), row + step);
}

}  // namespace hearth::desktop
