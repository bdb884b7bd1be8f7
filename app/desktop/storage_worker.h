// The database on a thread of its own. Requests are functions over the Store; they run in order, and their
// results come back to the GUI thread. The destructor first finishes everything that was asked for.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <QObject>
#include <QPointer>

#include "storage/store.h"

namespace hearth::desktop {

class StorageWorker : public QObject {
  Q_OBJECT
 public:
  explicit StorageWorker(std::string databasePath);
  // A database in memory: for chats that never touch the disk.
  static std::unique_ptr<StorageWorker> inMemory();
  ~StorageWorker() override;

  // Runs `work(Store&)`, a function returning Result<T>, on the storage thread, then `then(Result<T>)` on the
  // GUI thread unless `receiver` is gone by then.
  template <class Work, class Then>
  void run(Work work, QObject* receiver, Then then) {
    using Answer = std::invoke_result_t<Work, storage::Store&>;
    const QPointer<QObject> guard(receiver);
    enqueue([this, work = std::move(work), then = std::move(then), guard] {
      auto answer =
          std::make_shared<Answer>(perform<Answer>(work));  // shared: QMetaObject copies its functors
      QMetaObject::invokeMethod(
          this,
          [answer, then, guard] {
            if (guard) then(std::move(*answer));
          },
          Qt::QueuedConnection);
    });
  }

  // For changes nobody waits for; a failure is announced by failed().
  template <class Work>
  void run(Work work) {
    run(std::move(work), this, [this](auto answer) {
      if (!answer) Q_EMIT failed(QString::fromStdString(answer.error().what()));
    });
  }

  // Waits for the answer. Only for start-up, before there is a window.
  template <class Work>
  auto wait(Work work) {
    using Answer = std::invoke_result_t<Work, storage::Store&>;
    std::promise<Answer> promise;
    auto future = promise.get_future();
    enqueue([this, &work, &promise] { promise.set_value(perform<Answer>(work)); });
    return future.get();
  }

 Q_SIGNALS:
  void failed(const QString& cause);

 private:
  template <class Answer, class Work>
  Answer perform(const Work& work) {
    if (!store_) return Error(openFailure_);
    return work(*store_);
  }
  void enqueue(std::function<void()> job);
  using Open = std::function<Result<std::unique_ptr<storage::Store>>()>;
  explicit StorageWorker(Open open);
  void serve(const Open& open);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;  // guarded by mutex_
  bool closing_ = false;                    // guarded by mutex_
  std::unique_ptr<storage::Store> store_;   // storage thread only
  std::string openFailure_;                 // storage thread only
  std::thread thread_;
};

}  // namespace hearth::desktop
