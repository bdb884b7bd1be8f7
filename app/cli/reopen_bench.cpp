#include "app/cli/reopen_bench.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <thread>

namespace hearth::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
constexpr uint64_t kChat = 1;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The files are read from the disk again.
void dropFromMemory(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ::fsync(file);
    (void)::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    ::close(file);
  }
}

// Removed with what is in it.
struct Folder {
  Folder() : path(fs::temp_directory_path() / ("hearth-reopen-" + std::to_string(::getpid()))) {}
  ~Folder() {
    std::error_code error;
    fs::remove_all(path, error);
  }
  fs::path path;
};

// Seconds until the logits after the last token are there.
Result<double> open(LoadedModel& loaded, std::span<const TokenId> prompt, bool known) {
  const auto start = Clock::now();
  Session& session = loaded.session();
  loaded.chats().open(kChat, prompt, session);
  if (known != (session.reusable(prompt) + 1 == prompt.size()))
    return Error(known ? "the conversation did not come back from the disk"
                       : "the conversation was known before it was read");
  if (session.prefill(prompt, {}, nullptr) != Evaluated::Done) return Error(session.failure());
  return secondsSince(start);
}

// As the engine does it.
Result<AppendedAnswer> appendAnswer(LoadedModel& loaded, ChatDisk& disk) {
  const uint64_t bytesBefore = disk.use().bytes;
  AppendedAnswer answer;
  answer.tokens = kReopenAnswerTokens;
  const auto step = [&](ChatCache::Step (ChatCache::*save)()) {
    const auto start = Clock::now();
    const ChatCache::Step done = (loaded.chats().*save)();
    const double seconds = secondsSince(start);
    answer.engineSeconds += seconds;
    answer.engineSecondsMost = std::max(answer.engineSecondsMost, seconds);
    return done;
  };
  const auto start = Clock::now();
  for (uint32_t i = 0; i < answer.tokens; ++i) {
    const auto token = static_cast<TokenId>(i * 31 % loaded.model().config.vocabSize);
    if (loaded.session().append(token, {}, nullptr) != Evaluated::Done)
      return Error(loaded.session().failure());
    step(&ChatCache::saveFullPage);
  }
  answer.answerSeconds = secondsSince(start);
  const auto end = Clock::now();
  for (ChatCache::Step next; (next = step(&ChatCache::saveStep)) != ChatCache::Step::Done;) {
    if (next == ChatCache::Step::Later) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  disk.wait();
  answer.keptSeconds = secondsSince(end);
  answer.bytes = disk.use().bytes - bytesBefore;
  return answer;
}

}  // namespace

Result<Reopening> measureReopening(LoadedModel& loaded, uint32_t tokens) {
  std::vector<TokenId> prompt(tokens);
  std::mt19937 random(2);  // any but those of speed_tests.cpp; a mixture of experts should see many kinds
  for (TokenId& id : prompt) id = static_cast<TokenId>(random() % loaded.model().config.vocabSize);

  const Folder folder;
  auto disk = ChatDisk::open(folder.path.string(), uint64_t{1} << 40);
  if (!disk) return std::move(disk).error();
  loaded.chats().useDisk(disk->get());
  Reopening reopening;
  reopening.tokens = tokens;
  const auto computed = open(loaded, prompt, false);
  if (!computed) return computed.error();
  reopening.computeSeconds = *computed;

  const auto saving = Clock::now();
  loaded.chats().saveAll(Clock::time_point::max());
  (*disk)->wait();
  reopening.saveSeconds = secondsSince(saving);
  reopening.cacheBytes = kvPages(tokens) * loaded.cacheShape().pageBytes();
  reopening.fileBytes = (*disk)->use().bytes;
  dropFromMemory(folder.path);
  loaded.chats().forgetOthers({});

  const auto restored = open(loaded, prompt, true);
  if (restored) {
    auto answer = appendAnswer(loaded, **disk);
    if (!answer) return std::move(answer).error();
    reopening.answer = *answer;
  }
  loaded.chats().useDisk(nullptr);
  if (!restored) return restored.error();
  reopening.restoreSeconds = *restored;
  return reopening;
}

nlohmann::ordered_json asJson(const Reopening& r) {
  return {{"tokens", r.tokens},
          {"compute_seconds", r.computeSeconds},
          {"restore_seconds", r.restoreSeconds},
          {"save_seconds", r.saveSeconds},
          {"cache_bytes", r.cacheBytes},
          {"file_bytes", r.fileBytes},
          {"answer",
           {{"tokens", r.answer.tokens},
            {"seconds", r.answer.answerSeconds},
            {"engine_seconds", r.answer.engineSeconds},
            {"engine_seconds_most", r.answer.engineSecondsMost},
            {"kept_seconds", r.answer.keptSeconds},
            {"bytes", r.answer.bytes}}}};
}

void print(const Reopening& r) {
  std::printf(
      "reopening a chat of %u tokens: %.2f s from the disk, %.2f s computed anew (%.0f times as long)\n"
      "  its file: %.1f MB of %.1f MB, written in %.2f s\n",
      r.tokens, r.restoreSeconds, r.computeSeconds, r.computeSeconds / r.restoreSeconds,
      static_cast<double>(r.fileBytes) / 1e6, static_cast<double>(r.cacheBytes) / 1e6, r.saveSeconds);
  const AppendedAnswer& a = r.answer;
  std::printf(
      "  an answer of %u tokens in %.2f s adds %.2f MB: %.2f ms of the engine's thread, %.2f ms at a time at "
      "most; all on the disk %.1f ms after its end\n",
      a.tokens, a.answerSeconds, static_cast<double>(a.bytes) / 1e6, a.engineSeconds * 1e3,
      a.engineSecondsMost * 1e3, a.keptSeconds * 1e3);
}

}  // namespace hearth::cli
