// Copies that two processes make at the same time: whoever looks sees all of one of them or nothing.
#include "storage/files.h"

#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

std::string contentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Files, AreCopiedByTwoProcessesAtTheSameTime) {
  const TemporaryFolder folder;
  const std::string from = folder.file("chats"), to = folder.file("chats.newer-v3");
  const std::string content(size_t{4} << 20, 'c');
  std::ofstream(from, std::ios::binary) << content;
  constexpr int kProcesses = 3, kCopies = 15;
  pid_t children[kProcesses];
  for (pid_t& child : children) {
    child = fork();
    if (child != 0) continue;
    int failures = 0;
    for (int i = 0; i < kCopies; ++i) {
      failures += copyFile(from, to) ? 0 : 1;
      failures += fileBytes(to) == content.size() ? 0 : 1;
    }
    _exit(std::min(failures, 99));
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
  }
  EXPECT_EQ(contentOf(to), content);
  // Nothing unfinished is left.
  const auto files = std::distance(std::filesystem::directory_iterator(folder.path()), {});
  EXPECT_EQ(files, 2);
}

TEST(Files, OfAProcessThatDiedAreRemovedWhenTheyAreOld) {
  const TemporaryFolder folder;
  const std::string to = folder.file("chats.newer-v3");
  const auto leave = [&](const std::string& name, std::chrono::hours age) {
    std::ofstream(folder.file(name)) << "half";
    std::filesystem::last_write_time(folder.file(name), std::filesystem::file_time_type::clock::now() - age);
  };
  leave("chats.newer-v3.part-old", std::chrono::hours(25));
  leave("chats.newer-v3.part-new", std::chrono::hours(1));
  leave("chats.newer-v4.part-old", std::chrono::hours(25));
  must(writeFile(to, std::as_bytes(std::span("whole"))));
  EXPECT_FALSE(fileExists(folder.file("chats.newer-v3.part-old")));
  EXPECT_TRUE(fileExists(folder.file("chats.newer-v3.part-new")));
  EXPECT_TRUE(fileExists(folder.file("chats.newer-v4.part-old")));
}

TEST(Files, LeaveNothingWhenTheyCannotBePutInPlace) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.file("taken/by-a-folder"));
  EXPECT_FALSE(writeFile(folder.file("taken"), std::as_bytes(std::span("whole"))));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
}  // namespace hearth::storage
