#include "runtime/chat_cache/chat_disk.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace hearth {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".kv";
// Pages that wait to be compressed: an answer need not wait for the disk where a chat is smaller than this.
constexpr size_t kWaitingBytesMost = size_t{256} << 20;
// Left free on the disk for everything else.
constexpr uint64_t kDiskReserveBytes = uint64_t{1} << 30;

struct KeptFile {
  fs::path path;
  uint64_t conversation = 0;
  uint64_t bytes = 0;
  fs::file_time_type used;
};

std::optional<uint64_t> conversationOf(const fs::path& path) {
  if (path.extension() != kEnding) return std::nullopt;
  const std::string name = path.stem().string();
  uint64_t id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return id;
}

std::vector<KeptFile> filesIn(const fs::path& folder) {
  std::vector<KeptFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto conversation = conversationOf(entry->path());
    if (!conversation) continue;
    std::error_code gone;  // a file that vanishes meanwhile is none
    const uint64_t bytes = entry->file_size(gone);
    const auto used = entry->last_write_time(gone);
    if (!gone) files.push_back({entry->path(), *conversation, bytes, used});
  }
  return files;
}

void removeFile(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
}

void trim(const fs::path& folder, uint64_t quotaBytes) {
  std::vector<KeptFile> files = filesIn(folder);
  uint64_t bytes = 0;
  for (const KeptFile& file : files) bytes += file.bytes;
  std::sort(files.begin(), files.end(), [](const KeptFile& a, const KeptFile& b) { return a.used < b.used; });
  for (const KeptFile& file : files) {
    if (bytes <= quotaBytes) break;
    removeFile(file.path);
    bytes -= file.bytes;
  }
}

// A file to begin, a page of it, or its end.
struct Job {
  enum class Kind { Begin, Page, End, GiveUp } kind;
  std::string path{};
  ChatFileHead head{};
  std::vector<std::byte> page{};
};

}  // namespace

struct ChatDisk::State {
  fs::path folder;
  std::atomic<uint64_t> quotaBytes;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;                  // guarded by mutex
  size_t waitingBytes = 0;               // of their pages; guarded by mutex
  bool busy = false;                     // with a job that is no longer among them; guarded by mutex
  bool closing = false;                  // guarded by mutex
  std::optional<ChatFileWriter> writer;  // of the thread; none also when writing failed
  std::thread thread;

  State(fs::path where, uint64_t quota) : folder(std::move(where)), quotaBytes(quota) {}

  std::string pathOf(uint64_t conversation) const {
    return (folder / (std::to_string(conversation) + std::string(kEnding))).string();
  }
  void post(Job job) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waitingBytes < kWaitingBytesMost; });
    waitingBytes += job.page.size();
    jobs.push_back(std::move(job));
    changed.notify_all();
  }
  void serve() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return closing || !jobs.empty(); });
      if (jobs.empty()) return;
      const Job job = std::move(jobs.front());
      jobs.pop_front();
      busy = true;
      lock.unlock();
      perform(job);
      lock.lock();
      busy = false;
      waitingBytes -= job.page.size();
      changed.notify_all();
    }
  }
  // What fails here is not kept, which is all that is lost.
  void perform(const Job& job) {
    switch (job.kind) {
      case Job::Kind::Begin:
        if (auto begun = ChatFileWriter::create(job.path, job.head)) writer.emplace(std::move(*begun));
        break;
      case Job::Kind::Page:
        if (writer && !writer->add(job.page)) writer.reset();
        break;
      case Job::Kind::End:
        if (writer && writer->finish()) trim(folder, quotaBytes);
        writer.reset();
        break;
      case Job::Kind::GiveUp:
        writer.reset();
        break;
    }
  }
};

ChatDisk::ChatDisk(std::unique_ptr<State> state) : state_(std::move(state)) {
  state_->thread = std::thread([s = state_.get()] { s->serve(); });
}

ChatDisk::~ChatDisk() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
}

Result<std::unique_ptr<ChatDisk>> ChatDisk::open(const std::string& folder, uint64_t quotaBytes) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return Error("the folder " + folder + " cannot be used: " + error.message());
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == kUnfinishedChat) removeFile(entry->path());
  }
  trim(folder, quotaBytes);
  return std::unique_ptr<ChatDisk>(new ChatDisk(std::make_unique<State>(folder, quotaBytes)));
}

void ChatDisk::setQuota(uint64_t bytes) {
  wait();
  state_->quotaBytes = bytes;
  trim(state_->folder, bytes);
}

void ChatDisk::wait() {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return state_->jobs.empty() && !state_->busy; });
}

void ChatDisk::save(const ChatFileHead& head,
                    const std::function<bool(uint32_t, std::span<std::byte>)>& readPage,
                    Clock::time_point deadline) {
  const size_t pageBytes = head.shape.pageBytes();
  const uint64_t bytes = uint64_t{head.pages()} * pageBytes;
  std::error_code error;
  const fs::space_info disk = fs::space(state_->folder, error);
  if (bytes > state_->quotaBytes || error || disk.available < bytes + kDiskReserveBytes) return;
  state_->post({.kind = Job::Kind::Begin, .path = state_->pathOf(head.conversation), .head = head});
  for (uint32_t number = 0; number < head.pages(); ++number) {
    Job job{.kind = Job::Kind::Page};
    job.page.resize(pageBytes);
    if (Clock::now() >= deadline || !readPage(number, job.page)) {
      state_->post({.kind = Job::Kind::GiveUp});
      return;
    }
    state_->post(std::move(job));
  }
  state_->post({.kind = Job::Kind::End});
}

std::optional<ChatFileReader> ChatDisk::find(uint64_t conversation, uint64_t model, const KvShape& shape) {
  wait();
  const std::string path = state_->pathOf(conversation);
  if (std::error_code error; !fs::exists(path, error)) return std::nullopt;
  auto reader = ChatFileReader::open(path);
  if (reader && reader->head().conversation == conversation && reader->head().model == model &&
      samePages(reader->head().shape, shape))
    return std::move(*reader);
  removeFile(path);
  return std::nullopt;
}

void ChatDisk::touch(uint64_t conversation) {
  std::error_code error;
  fs::last_write_time(state_->pathOf(conversation), fs::file_time_type::clock::now(), error);
}

void ChatDisk::remove(uint64_t conversation) {
  wait();
  removeFile(state_->pathOf(conversation));
}

void ChatDisk::keepOnly(std::span<const uint64_t> conversations) {
  wait();
  for (const KeptFile& file : filesIn(state_->folder)) {
    if (std::find(conversations.begin(), conversations.end(), file.conversation) == conversations.end())
      removeFile(file.path);
  }
}

ChatDisk::Use ChatDisk::use() const {
  Use use;
  for (const KeptFile& file : filesIn(state_->folder)) {
    use.bytes += file.bytes;
    ++use.chats;
  }
  return use;
}

}  // namespace hearth
