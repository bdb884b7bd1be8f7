#include "app/library/folder_scanner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QHash>
#include <QSet>
#include <QThread>
#include <QTimer>

#include "app/library/file_identity.h"
#include "app/library/folder_walk.h"
#include "app/library/header_facts.h"
#include "app/library/library_words.h"

namespace hearth::library {
namespace {

constexpr qsizetype kBatch = 64;
constexpr qint64 kBatchMs = 150;
constexpr int kQuietMs = 1000;
constexpr unsigned kReadersMost = 4;  // more only make a disk seek

// Of a checkpoint whose download has just begun a hundred parts may be missing.
constexpr qsizetype kNamedMost = 4;

QString missingSentence(const QStringList& parts) {
  const QString named = parts.mid(0, kNamedMost).join(QLatin1String(", "));
  if (parts.size() <= kNamedMost) {
    return Words::tr("Parts of this model are missing: %1. Download it again; what is there will be kept.")
        .arg(named);
  }
  return Words::
      tr("Parts of this model are missing: %1 and %2 more. Download it again; what is there will be kept.")
          .arg(named)
          .arg(parts.size() - kNamedMost);
}

HeaderFacts factsOf(const Candidate& candidate, HeaderCache& cache) {
  const FoundModel& model = candidate.model;
  if (!model.missingParts.isEmpty()) return readKeysOnly(model.path, missingSentence(model.missingParts));
  // Of a set the last part's time may change alone, so that all parts' sizes and the newest time count.
  // Checkpoints may share their first file.
  const QString key = model.isCheckpoint ? model.path : model.files.first();
  if (auto known = cache.find(key, model.bytes, candidate.modifiedMs)) return *known;
  HeaderFacts facts = readHeaderFacts(model.path);
  cache.put(key, model.bytes, candidate.modifiedMs, facts);
  return facts;
}

void fill(FoundModel& model, const HeaderFacts& facts) {
  // A folder's name has no ending: "DeepSeek-V2.5".
  const QString placeName =
      model.isCheckpoint ? model.fileName : QFileInfo(model.fileName).completeBaseName();
  model.name = facts.name.isEmpty() ? placeName : facts.name;
  model.architecture = facts.architecture;
  model.sizeLabel = facts.sizeLabel;
  model.license = facts.license;
  model.format = facts.format;
  model.parameters = facts.parameters;
  model.parametersActive = facts.parametersActive;
  model.bitsPerWeight = facts.bitsPerWeight;
  model.contextLength = facts.contextLength;
  model.hasChatTemplate = facts.hasChatTemplate;
  model.isMixture = facts.isMixture;
  model.unsupported = facts.unsupported;
}

// Headers of all candidates, read by a few threads, handed out in the candidates' order.
class HeaderReaders {
 public:
  HeaderReaders(const QList<Candidate>& candidates, HeaderCache& cache, const FolderWalk& walk)
      : candidates_(candidates), cache_(cache), walk_(walk), facts_(static_cast<size_t>(candidates.size())) {
    const unsigned readers = std::clamp(std::thread::hardware_concurrency(), 1u, kReadersMost);
    for (unsigned i = 0; i < readers; ++i) threads_.emplace_back([this] { read(); });
  }
  ~HeaderReaders() {
    next_ = facts_.size();
    for (std::thread& thread : threads_) thread.join();
  }
  HeaderReaders(const HeaderReaders&) = delete;

  // Waits for it.
  HeaderFacts take(size_t index) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return facts_[index].has_value(); });
    return *std::move(facts_[index]);
  }

 private:
  void read() {
    for (size_t index = next_++; index < facts_.size(); index = next_++) {
      HeaderFacts facts;
      if (!walk_.cancelled()) facts = factsOf(candidates_[static_cast<qsizetype>(index)], cache_);
      const std::lock_guard lock(mutex_);
      facts_[index] = std::move(facts);
      done_.notify_all();
    }
  }

  const QList<Candidate>& candidates_;
  HeaderCache& cache_;
  const FolderWalk& walk_;
  std::vector<std::optional<HeaderFacts>> facts_;
  std::atomic<size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable done_;
  std::vector<std::thread> threads_;
};

// Copies of one model in different stores. Only files of equal size are compared.
class Copies {
 public:
  // The index of a model with the same content, or -1; `index` is then remembered for the next ones.
  qsizetype findOrAdd(const FoundModel& model, quint64 headerBytes, qsizetype index) {
    auto& same = bySize_[model.bytes];
    qsizetype found = -1;
    if (!same.isEmpty() && headerBytes > 0) {
      const QByteArray sample = contentSample(model.files.last(), headerBytes);
      for (Known& known : same) {
        if (known.parts != model.files.size()) continue;
        if (known.sample.isEmpty()) known.sample = contentSample(known.path, known.headerBytes);
        if (!sample.isEmpty() && known.sample == sample) found = known.index;
      }
    }
    if (found < 0) same.append({model.files.last(), headerBytes, model.files.size(), index, {}});
    return found;
  }

 private:
  struct Known {
    QString path;
    quint64 headerBytes;
    qsizetype parts, index;
    QByteArray sample;
  };
  QHash<quint64, QList<Known>> bySize_;
};

struct Scanned {
  ScanSummary summary;
  QStringList folders;
};

Scanned scanAll(const QList<ScanRoot>& roots, HeaderCache& cache,
                const std::function<void(const QList<FoundModel>&)>& onFound,
                const std::atomic<bool>* cancel) {
  QElapsedTimer clock;
  clock.start();
  FolderWalk walk(cache, cancel);
  for (const ScanRoot& root : roots) walk.addRoot(root);
  const QList<Candidate> candidates = walk.takeCandidates();

  Scanned scanned;
  QList<FoundModel> models, batch;
  Copies copies;
  qint64 lastBatchMs = clock.elapsed();
  const auto flush = [&] {
    if (!batch.isEmpty()) onFound(batch);
    batch.clear();
    lastBatchMs = clock.elapsed();
  };
  HeaderReaders readers(candidates, cache, walk);
  for (qsizetype i = 0; i < candidates.size() && !walk.cancelled(); ++i) {
    const HeaderFacts facts = readers.take(static_cast<size_t>(i));
    if (!facts.isModel || walk.cancelled()) continue;
    FoundModel model = candidates[i].model;
    fill(model, facts);
    const qsizetype copy = copies.findOrAdd(model, facts.headerBytes, models.size());
    if (copy >= 0) {
      models[copy].others << model.path << model.others;
      batch.append(models[copy]);
    } else {
      models.append(model);
      batch.append(model);
    }
    if (batch.size() >= kBatch || clock.elapsed() - lastBatchMs >= kBatchMs) flush();
  }
  if (!walk.cancelled()) flush();
  cache.save();
  scanned.summary = {walk.files(),
                     static_cast<quint64>(walk.folders().size()),
                     static_cast<quint64>(models.size()),
                     clock.elapsed(),
                     walk.problems(),
                     walk.cancelled()};
  scanned.folders = walk.folders();
  return scanned;
}

}  // namespace

QString nameOf(ModelStore store) {
  switch (store) {
    case ModelStore::UserFolder:
      return Words::tr("Your folder");
    case ModelStore::Hearth:
      return Words::tr("Hearth");
    case ModelStore::HuggingFace:
      return Words::tr("Hugging Face cache");
    case ModelStore::LmStudio:
      return QStringLiteral("LM Studio");
    case ModelStore::Ollama:
      return QStringLiteral("Ollama");
    case ModelStore::Jan:
      return QStringLiteral("Jan");
    case ModelStore::Gpt4All:
      return QStringLiteral("GPT4All");
  }
  return {};
}

ScanSummary scanFolders(const QList<ScanRoot>& roots, HeaderCache& cache,
                        const std::function<void(const QList<FoundModel>&)>& onFound,
                        const std::atomic<bool>* cancel) {
  return scanAll(roots, cache, onFound, cancel).summary;
}

struct FolderScanner::Watch {
  std::unique_ptr<QThread> thread;
  QFileSystemWatcher watcher;
  QTimer quiet;
  bool wanted = false;
};

FolderScanner::FolderScanner(const QString& cacheFile, QObject* parent)
    : QObject(parent), cache_(std::make_shared<HeaderCache>(cacheFile)), watch_(std::make_unique<Watch>()) {
  watch_->quiet.setSingleShot(true);
  watch_->quiet.setInterval(kQuietMs);
  connect(&watch_->quiet, &QTimer::timeout, this, &FolderScanner::rescan);
  connect(&watch_->watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
    if (watch_->wanted) watch_->quiet.start();  // begins to count anew
  });
}

FolderScanner::~FolderScanner() { cancel(); }

void FolderScanner::scan(const QList<ScanRoot>& roots) {
  cancel();
  roots_ = roots;
  seen_.clear();
  scanning_ = true;
  const quint64 run = ++run_;
  cancel_ = std::make_shared<std::atomic<bool>>(false);
  watch_->thread.reset(QThread::create([this, roots, run, stop = cancel_, cache = cache_] {
    // This outlives the thread: the destructor waits. What is queued dies with this.
    const Scanned scanned = scanAll(
        roots, *cache,
        [&](const QList<FoundModel>& models) {
          QMetaObject::invokeMethod(
              this, [this, run, models] { take(run, models); }, Qt::QueuedConnection);
        },
        stop.get());
    QMetaObject::invokeMethod(
        this, [this, run, scanned] { end(run, scanned.summary, scanned.folders); }, Qt::QueuedConnection);
  }));
  watch_->thread->start(QThread::LowPriority);
}

void FolderScanner::cancel() {
  if (!watch_->thread) return;
  *cancel_ = true;
  watch_->thread->wait();
  watch_->thread.reset();
  scanning_ = false;
  ++run_;  // what is queued is out of date
}

void FolderScanner::setWatching(bool watching) {
  watch_->wanted = watching;
  if (watching) return;
  watch_->quiet.stop();
  const QStringList watched = watch_->watcher.directories();
  if (!watched.isEmpty()) watch_->watcher.removePaths(watched);
}

void FolderScanner::take(quint64 run, const QList<FoundModel>& models) {
  if (run != run_) return;
  QHash<QString, qsizetype> known;
  for (qsizetype i = 0; i < models_.size(); ++i) known.insert(models_[i].path, i);
  QList<FoundModel> fresh;
  for (const FoundModel& model : models) {
    seen_ << model.path;
    const auto at = known.constFind(model.path);
    if (at == known.constEnd()) {
      known.insert(model.path, models_.size());
      models_.append(model);
    } else if (models_[*at] == model) {
      continue;
    } else {
      models_[*at] = model;
    }
    fresh.append(model);
  }
  if (!fresh.isEmpty()) Q_EMIT found(fresh);
}

void FolderScanner::end(quint64 run, const ScanSummary& summary, const QStringList& folders) {
  if (run != run_) return;
  watch_->thread->wait();
  watch_->thread.reset();
  scanning_ = false;
  const QSet<QString> seen(seen_.constBegin(), seen_.constEnd());
  QStringList lost;
  for (const FoundModel& model : std::as_const(models_)) {
    if (!seen.contains(model.path)) lost << model.path;
  }
  models_.removeIf([&](const FoundModel& model) { return !seen.contains(model.path); });
  if (!lost.isEmpty()) Q_EMIT gone(lost);
  if (watch_->wanted) {
    const QStringList watched = watch_->watcher.directories();
    const QSet<QString> wanted(folders.constBegin(),
                               folders.constBegin() + std::min<qsizetype>(folders.size(), kWatchedMost));
    const QSet<QString> already(watched.constBegin(), watched.constEnd());
    const QStringList fresh((wanted - already).values()), old((already - wanted).values());
    if (!old.isEmpty()) watch_->watcher.removePaths(old);
    if (!fresh.isEmpty()) watch_->watcher.addPaths(fresh);
  }
  Q_EMIT finished(summary);
}

}  // namespace hearth::library
