#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

StorageWorker::StorageWorker(Open open) : thread_([this, open = std::move(open)] { serve(open); }) {}

StorageWorker::StorageWorker(std::string databasePath)
    : StorageWorker([path = std::move(databasePath)] { return storage::Store::open(path); }) {}

std::unique_ptr<StorageWorker> StorageWorker::inMemory() {
  return std::unique_ptr<StorageWorker>(new StorageWorker([] { return storage::Store::openInMemory(); }));
}

StorageWorker::~StorageWorker() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void StorageWorker::enqueue(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void StorageWorker::serve(const Open& open) {
  auto opened = open();
  if (opened) {
    store_ = std::move(*opened);
  } else {
    openFailure_ = opened.error().what();
  }
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
    if (jobs_.empty()) break;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what it captured is released outside the lock
    lock.lock();
  }
  store_.reset();
}

}  // namespace hearth::desktop
