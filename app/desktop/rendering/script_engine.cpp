#include "app/desktop/rendering/script_engine.h"

#include <algorithm>
#include <utility>

#include <QFile>

#include "app/desktop/rendering/script_worker.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::seconds kLoadLimit{20};  // reading a bundle takes 0.3 s
constexpr std::chrono::milliseconds kLookInterval{100};
constexpr size_t kWaitingMax = 4000;         // calls: more than any screen of text asks for
constexpr unsigned kStackBytes = 16u << 20;  // MathJax recurses once a level of braces

}  // namespace

ScriptEngine::ScriptEngine(QString bundle, QString function, std::chrono::milliseconds callLimit)
    : available_(QFile::exists(bundle)),
      callLimit_(callLimit),
      worker_(std::make_unique<ScriptWorker>(std::move(bundle), std::move(function))) {
  watchdog_.setInterval(kLookInterval);
  connect(&watchdog_, &QTimer::timeout, this, [this] {
    if (worker_->worked() > (loaded_ ? callLimit_ : callLimit_ + kLoadLimit)) worker_->interrupt();
  });
  worker_->moveToThread(&thread_);
  connect(worker_.get(), &ScriptWorker::ended, this, &ScriptEngine::take);
  connect(&thread_, &QThread::finished, worker_.get(), &ScriptWorker::close);
  thread_.setStackSize(kStackBytes);
}

ScriptEngine::~ScriptEngine() {
  queue_.clear();
  worker_->interrupt();
  thread_.quit();
  thread_.wait();
}

uint64_t ScriptEngine::call(const QVariantList& arguments, Done done) {
  const uint64_t id = ++lastId_;
  if (!available_ || queue_.size() >= kWaitingMax) {
    const auto why = available_ ? "too much is waiting" : "this build has no scripts";
    QMetaObject::invokeMethod(
        this, [done = std::move(done), why] { done(Error(why)); }, Qt::QueuedConnection);
    return id;
  }
  queue_.push_back({id, arguments, std::move(done)});
  next();
  return id;
}

void ScriptEngine::cancel(uint64_t id) {
  if (running_ && running_->id == id) running_->done = nullptr;
  std::erase_if(queue_, [&](const Job& job) { return job.id == id; });
}

void ScriptEngine::next() {
  if (running_ || queue_.empty()) return;
  if (!thread_.isRunning()) thread_.start();
  running_ = std::move(queue_.front());
  queue_.pop_front();
  watchdog_.start();
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get(), arguments = running_->arguments] { worker->call(arguments); });
}

void ScriptEngine::take(const QString& text, const QString& error) {
  watchdog_.stop();
  loaded_ = error.isEmpty();  // after an error the bundle is read anew
  const Done done = std::exchange(running_, std::nullopt)->done;
  next();
  if (!done) return;
  if (error.isEmpty()) {
    done(text);
  } else {
    done(Error(error.toStdString()));
  }
}

}  // namespace hearth::desktop
