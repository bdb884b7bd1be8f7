#include "runtime/chat_cache/chat_disk.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/base/check.h"
#include "runtime/chat_cache/chat_folder.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;

// Pages that wait to be compressed, when whoever brings them can wait, and when it cannot.
constexpr size_t kWaitingBytesMost = size_t{32} << 20;
constexpr size_t kWaitingBytesLeaving = size_t{256} << 20;
// Left free on the disk for everything else.
constexpr uint64_t kDiskReserveBytes = uint64_t{1} << 30;
// Of a file's bytes, how many can be dead: when its chat is left, and while it is in use. A file is written
// anew at the speed of the disk, once for as many bytes of branches that were given up.
constexpr uint64_t kDeadPartsLeft = 4, kDeadPartsInUse = 2;
// Less is not worth it.
constexpr uint64_t kDeadBytesLeast = uint64_t{64} << 10;

struct Job {
  enum class Kind { Rows, Cut, Leave, Remove, Trim } kind;
  ChatIdentity of{};
  uint32_t first = 0;
  uint64_t before = 0;  // sum of the tokens before `first`
  std::vector<TokenId> tokens{};
  std::vector<std::byte> page{};
  std::optional<CutAnswer> cut{};
};

uint64_t sumOf(std::span<const TokenId> tokens) { return chatSum(std::as_bytes(tokens)); }

}  // namespace

struct ChatDisk::State {
  State(fs::path where, uint64_t quota) : folder(std::move(where)), quotaBytes(quota) {}

  struct Kept {
    uint32_t positions = 0;
    bool refused = false;  // what came last could not be written
  };

  std::string pathOf(uint64_t conversation) const { return chatPath(folder, conversation).string(); }
  void post(Job job);
  void serve();
  void perform(const Job& job);
  bool open(const ChatIdentity& of);
  bool openOrCreate(const ChatIdentity& of);
  void addRows(const Job& job);
  void compact(uint64_t deadParts);
  bool makeRoom(uint64_t bytes);
  void removeChat(uint64_t conversation);
  void keep(uint64_t conversation, Kept kept);

  const fs::path folder;
  std::atomic<uint64_t> quotaBytes;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;                       // guarded by mutex
  size_t waitingBytes = 0;                    // of their pages; guarded by mutex
  std::optional<uint64_t> busyWith;           // the conversation of a job that left `jobs`; guarded by mutex
  std::map<uint64_t, Kept> kept;              // by conversation; guarded by mutex
  std::vector<std::vector<std::byte>> spare;  // pages to be filled again; guarded by mutex
  bool closing = false;                       // guarded by mutex
  std::optional<ChatFileAppender> appender;   // of the thread
  std::thread thread;
};

// ---- The thread that writes

void ChatDisk::State::serve() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [&] { return closing || !jobs.empty(); });
    if (jobs.empty()) return;
    Job job = std::move(jobs.front());
    jobs.pop_front();
    busyWith = job.of.conversation;
    lock.unlock();
    perform(job);
    lock.lock();
    busyWith.reset();
    waitingBytes -= job.page.size();
    // As many as an answer of usual length takes; the others are given back.
    if (!job.page.empty() && spare.size() < 4) spare.push_back(std::move(job.page));
    changed.notify_all();
  }
}

void ChatDisk::State::keep(uint64_t conversation, Kept now) {
  const std::lock_guard lock(mutex);
  kept[conversation] = now;
}

void ChatDisk::State::removeChat(uint64_t conversation) {
  if (appender && appender->of().conversation == conversation) appender.reset();
  removeFile(chatPath(folder, conversation));
  const std::lock_guard lock(mutex);
  kept.erase(conversation);
}

// The file that there is, if it holds such pages.
bool ChatDisk::State::open(const ChatIdentity& of) {
  if (appender && samePages(appender->of(), of)) return true;
  appender.reset();
  auto opened = ChatFileAppender::open(pathOf(of.conversation), of);
  if (opened) appender.emplace(std::move(*opened));
  return appender.has_value();
}

bool ChatDisk::State::openOrCreate(const ChatIdentity& of) {
  if (open(of)) return true;
  auto created = ChatFileAppender::create(pathOf(of.conversation), of);
  if (created) appender.emplace(std::move(*created));
  return appender.has_value();
}

// For so many bytes more of the chat that is appended to.
bool ChatDisk::State::makeRoom(uint64_t bytes) {
  const uint64_t quota = quotaBytes;
  std::error_code error;
  const fs::space_info disk = fs::space(folder, error);
  if (error || disk.available < bytes + kDiskReserveBytes || appender->bytes() + bytes > quota) return false;
  for (const KeptFile& file : chatsToGo(folder, quota - bytes, appender->of().conversation))
    removeChat(file.conversation);
  return true;
}

void ChatDisk::State::compact(uint64_t deadParts) {
  const uint64_t dead = appender->deadBytes();
  if (dead < kDeadBytesLeast || dead < appender->bytes() / deadParts) return;
  const uint64_t live = appender->bytes() - dead;
  std::error_code error;
  const fs::space_info disk = fs::space(folder, error);
  if (error || disk.available < live + kDiskReserveBytes) return;
  // What fails leaves the file as it was; whoever reads it next finds what is damaged in it.
  (void)appender->compact();
}

// What fails here is not kept, which is all that is lost; whoever asks for positions() learns it.
void ChatDisk::State::addRows(const Job& job) {
  const uint64_t conversation = job.of.conversation;
  if (job.first == 0 && !openOrCreate(job.of)) return keep(conversation, {0, true});
  // After a failure there is a gap, and the file may be gone.
  const auto held = open(job.of) ? static_cast<uint32_t>(appender->tokens().size()) : 0;
  if (job.first > held) {
    const std::lock_guard lock(mutex);
    kept[conversation].positions = held;
    return;
  }
  // Behind other tokens than were meant these would be wrong.
  if (sumOf(appender->tokens().first(job.first)) != job.before) return removeChat(conversation);
  if (!makeRoom(appender->recordBytesMost()) || !appender->addRows(job.first, job.tokens, job.page)) {
    if (held == 0) removeChat(conversation);
    return keep(conversation, {held, true});
  }
  compact(kDeadPartsInUse);
}

void ChatDisk::State::perform(const Job& job) {
  switch (job.kind) {
    case Job::Kind::Rows:
      return addRows(job);
    case Job::Kind::Cut:
      // Without all of its rows it would be how another answer was cut.
      if (open(job.of) && sumOf(appender->tokens()) == job.before) (void)appender->setCut(job.cut);
      return;
    case Job::Kind::Leave:
      if (open(job.of)) compact(kDeadPartsLeft);
      return;
    case Job::Kind::Remove:
      return removeChat(job.of.conversation);
    case Job::Kind::Trim:
      for (const KeptFile& file : chatsToGo(folder, quotaBytes, std::nullopt)) removeChat(file.conversation);
      return;
  }
}

// ---- Whoever uses it

void ChatDisk::State::post(Job job) {
  const std::lock_guard lock(mutex);
  waitingBytes += job.page.size();
  jobs.push_back(std::move(job));
  changed.notify_all();
}

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
  std::unique_ptr<ChatDisk> disk(new ChatDisk(std::make_unique<State>(folder, quotaBytes)));
  disk->setQuota(quotaBytes);
  return disk;
}

void ChatDisk::setQuota(uint64_t bytes) {
  state_->quotaBytes = bytes;
  state_->post({.kind = Job::Kind::Trim});
  wait();
}

void ChatDisk::wait() {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return state_->jobs.empty() && !state_->busyWith; });
}

bool ChatDisk::idle() const {
  const std::lock_guard lock(state_->mutex);
  return state_->jobs.empty() && !state_->busyWith;
}

uint32_t ChatDisk::positions(uint64_t conversation) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->kept.find(conversation);
  return found != state_->kept.end() ? found->second.positions : 0;
}

ChatDisk::Taken ChatDisk::append(const ChatIdentity& of, std::span<const TokenId> tokens, uint32_t first,
                                 const ReadPage& readPage, Patience patience) {
  CHECK(first < tokens.size());
  State& s = *state_;
  const size_t pageBytes = of.shape.pageBytes();
  Job job{.kind = Job::Kind::Rows, .of = of, .first = first};
  {
    std::unique_lock lock(s.mutex);
    if (s.kept[of.conversation].refused) return Taken::No;
    const auto room = [&](size_t most) { return s.waitingBytes == 0 || s.waitingBytes + pageBytes <= most; };
    if (patience == Patience::UntilThereIsRoom) {
      s.changed.wait(lock, [&] { return room(kWaitingBytesLeaving); });
    } else if (!room(kWaitingBytesMost)) {
      return Taken::Later;
    }
    if (!s.spare.empty()) {
      job.page = std::move(s.spare.back());
      s.spare.pop_back();
    }
  }
  job.page.resize(pageBytes);
  if (!readPage(job.page)) return Taken::No;
  job.before = sumOf(tokens.first(first));
  job.tokens.assign(tokens.begin() + first, tokens.end());
  {
    const std::lock_guard lock(s.mutex);
    State::Kept& kept = s.kept[of.conversation];
    if (kept.refused) return Taken::No;
    kept.positions = static_cast<uint32_t>(tokens.size());
  }
  s.post(std::move(job));
  return Taken::Yes;
}

void ChatDisk::setCut(const ChatIdentity& of, std::span<const TokenId> tokens,
                      const std::optional<CutAnswer>& cut) {
  state_->post({.kind = Job::Kind::Cut, .of = of, .before = sumOf(tokens), .cut = cut});
}

void ChatDisk::leave(const ChatIdentity& of) { state_->post({.kind = Job::Kind::Leave, .of = of}); }

void ChatDisk::tryAgain(uint64_t conversation) {
  const std::lock_guard lock(state_->mutex);
  if (const auto found = state_->kept.find(conversation); found != state_->kept.end())
    found->second.refused = false;
}

std::optional<ChatFileReader> ChatDisk::find(const ChatIdentity& of) {
  State& s = *state_;
  {
    std::unique_lock lock(s.mutex);
    s.changed.wait(lock, [&] {
      return s.busyWith != of.conversation && std::none_of(s.jobs.begin(), s.jobs.end(), [&](const Job& job) {
               return job.of.conversation == of.conversation;
             });
    });
  }
  const std::string path = s.pathOf(of.conversation);
  if (std::error_code error; !fs::exists(path, error)) return std::nullopt;
  auto reader = ChatFileReader::open(path);
  if (!reader || !samePages(reader->of(), of)) {
    remove(of.conversation);
    return std::nullopt;
  }
  const auto held = static_cast<uint32_t>(reader->tokens().size());
  {
    const std::lock_guard lock(s.mutex);
    s.kept[of.conversation].positions = held;
  }
  if (held == 0) return std::nullopt;
  return std::move(*reader);
}

void ChatDisk::touch(uint64_t conversation) {
  std::error_code error;
  fs::last_write_time(state_->pathOf(conversation), fs::file_time_type::clock::now(), error);
}

void ChatDisk::remove(uint64_t conversation) {
  state_->post({.kind = Job::Kind::Remove, .of = {conversation, 0, {}}});
  wait();
}

void ChatDisk::keepOnly(std::span<const uint64_t> conversations) {
  wait();
  for (const KeptFile& file : chatsIn(state_->folder)) {
    if (std::find(conversations.begin(), conversations.end(), file.conversation) == conversations.end())
      state_->post({.kind = Job::Kind::Remove, .of = {file.conversation, 0, {}}});
  }
  wait();
}

ChatDisk::Use ChatDisk::use() const {
  Use use;
  for (const KeptFile& file : chatsIn(state_->folder)) {
    use.bytes += file.bytes;
    ++use.chats;
  }
  return use;
}

}  // namespace hearth
