// Every write, sync and truncation of the disk fails once, in turn, for a while or for good: an operation
// that reported success is there afterwards, one that failed says so, and the database opens again.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstring>

#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

// A SQLite file system that passes everything on to the real one and fails on demand. It becomes the default
// of this process while a FaultyDisk lives. SQLite's interface has no room for a context, hence the one
// instance.
class FaultyDisk {
 public:
  FaultyDisk() {
    instance_ = this;
    real_ = sqlite3_vfs_find(nullptr);
    disk_ = *real_;
    disk_.zName = "faulty";
    disk_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    disk_.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags) {
      return instance_->open(name, reinterpret_cast<File*>(file), flags, outFlags);
    };
    sqlite3_vfs_register(&disk_, 1);
  }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk() {
    sqlite3_vfs_unregister(&disk_);
    sqlite3_vfs_register(real_, 1);
    instance_ = nullptr;
  }

  // The changes numbered first to first + count - 1 from now on fail with `status`.
  void failChanges(int64_t first, int64_t count, int status) {
    changes_ = 0;
    first_ = first;
    count_ = count;
    status_ = status;
  }
  int64_t changes() const { return changes_; }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static sqlite3_file* realOf(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

  int statusOfNextChange() {
    const int64_t number = changes_++;
    return number >= first_ && number < first_ + count_ ? status_ : SQLITE_OK;
  }

  int open(const char* name, File* file, int flags, int* outFlags) {
    const int status = real_->xOpen(real_, name, file->real(), flags, outFlags);
    file->base.pMethods = nullptr;
    if (status != SQLITE_OK) return status;
    methods_ = *file->real()->pMethods;
    methods_.iVersion = 2;  // with shared memory, without memory-mapped reading
    methods_.xClose = [](sqlite3_file* f) { return realOf(f)->pMethods->xClose(realOf(f)); };
    methods_.xRead = [](sqlite3_file* f, void* to, int bytes, sqlite3_int64 at) {
      return realOf(f)->pMethods->xRead(realOf(f), to, bytes, at);
    };
    methods_.xWrite = [](sqlite3_file* f, const void* from, int bytes, sqlite3_int64 at) {
      const int fault = instance_->statusOfNextChange();
      return fault != SQLITE_OK ? fault : realOf(f)->pMethods->xWrite(realOf(f), from, bytes, at);
    };
    methods_.xTruncate = [](sqlite3_file* f, sqlite3_int64 bytes) {
      const int fault = instance_->statusOfNextChange();
      return fault != SQLITE_OK ? fault : realOf(f)->pMethods->xTruncate(realOf(f), bytes);
    };
    methods_.xSync = [](sqlite3_file* f, int how) {
      const int fault = instance_->statusOfNextChange();
      return fault != SQLITE_OK ? SQLITE_IOERR_FSYNC : realOf(f)->pMethods->xSync(realOf(f), how);
    };
    methods_.xFileSize = [](sqlite3_file* f, sqlite3_int64* bytes) {
      return realOf(f)->pMethods->xFileSize(realOf(f), bytes);
    };
    methods_.xLock = [](sqlite3_file* f, int level) { return realOf(f)->pMethods->xLock(realOf(f), level); };
    methods_.xUnlock = [](sqlite3_file* f, int level) {
      return realOf(f)->pMethods->xUnlock(realOf(f), level);
    };
    methods_.xCheckReservedLock = [](sqlite3_file* f, int* held) {
      return realOf(f)->pMethods->xCheckReservedLock(realOf(f), held);
    };
    methods_.xFileControl = [](sqlite3_file* f, int what, void* data) {
      return realOf(f)->pMethods->xFileControl(realOf(f), what, data);
    };
    methods_.xSectorSize = [](sqlite3_file* f) { return realOf(f)->pMethods->xSectorSize(realOf(f)); };
    methods_.xDeviceCharacteristics = [](sqlite3_file* f) {
      return realOf(f)->pMethods->xDeviceCharacteristics(realOf(f));
    };
    methods_.xShmMap = [](sqlite3_file* f, int region, int bytes, int extend, void volatile** to) {
      return realOf(f)->pMethods->xShmMap(realOf(f), region, bytes, extend, to);
    };
    methods_.xShmLock = [](sqlite3_file* f, int offset, int n, int how) {
      return realOf(f)->pMethods->xShmLock(realOf(f), offset, n, how);
    };
    methods_.xShmBarrier = [](sqlite3_file* f) { realOf(f)->pMethods->xShmBarrier(realOf(f)); };
    methods_.xShmUnmap = [](sqlite3_file* f, int remove) {
      return realOf(f)->pMethods->xShmUnmap(realOf(f), remove);
    };
    file->base.pMethods = &methods_;
    return SQLITE_OK;
  }

  inline static FaultyDisk* instance_ = nullptr;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs disk_{};
  sqlite3_io_methods methods_{};
  int64_t changes_ = 0, first_ = 0, count_ = 0;
  int status_ = SQLITE_OK;
};

// A short life of a store; notes what was acknowledged.
struct Acknowledged {
  std::vector<std::string> texts;
  int failures = 0;
};

void live(const std::string& path, Acknowledged& noted) {
  auto opened = Store::open(path);
  if (!opened) {
    ++noted.failures;
    EXPECT_GT(errorOf(opened).size(), 20u);
    return;
  }
  Store& store = **opened;
  const auto chat = store.createConversation(std::nullopt, "");
  if (!chat) {
    ++noted.failures;
    return;
  }
  std::optional<int64_t> parent;
  for (int i = 0; i < 3; ++i) {
    const std::string text =
        "message" + std::to_string(noted.texts.size()) + std::string(i == 1 ? 20'000 : 10, 'x');
    const auto added = store.addMessage(chat->id, parent, Role::User, text, MessageState::Finished);
    if (!added) {
      ++noted.failures;
      EXPECT_NE(errorOf(added).find("Saving the message: "), std::string::npos) << errorOf(added);
      continue;
    }
    parent = added->id;
    noted.texts.push_back(text);
  }
}

class FaultTest : public testing::TestWithParam<int> {};

TEST_P(FaultTest, NothingAcknowledgedIsLostWhicheverWriteFails) {
  FaultyDisk disk;
  int64_t changesInALife = 0;
  {
    TemporaryFolder folder;
    Acknowledged noted;
    disk.failChanges(0, 0, SQLITE_OK);
    live(folder.file("hearth.db"), noted);
    live(folder.file("hearth.db"), noted);
    changesInALife = disk.changes();
    ASSERT_EQ(noted.failures, 0);
  }
  int failures = 0;
  // Three in a row: the write, and what SQLite does about it. Every seventh change keeps the test short.
  for (int64_t first = 0; first < changesInALife; first += 7) {
    TemporaryFolder folder;
    Acknowledged noted;
    disk.failChanges(first, 3, GetParam());
    live(folder.file("hearth.db"), noted);
    live(folder.file("hearth.db"), noted);
    disk.failChanges(0, 0, SQLITE_OK);
    failures += noted.failures;

    auto store = must(Store::open(folder.file("hearth.db")));
    ASSERT_EQ(store->state(), OpenState::Normal) << store->notice();
    std::vector<std::string> found;
    auto chats = must(store->conversations());
    for (const auto& chat : chats) {
      for (const auto& message : must(store->activeBranch(chat.id))) found.push_back(message.text);
    }
    for (const std::string& text : noted.texts) {
      EXPECT_NE(std::find(found.begin(), found.end(), text), found.end()) << "lost after fault " << first;
    }
    EXPECT_TRUE(filesWith(folder, ".damaged-").empty()) << "after fault " << first;
  }
  EXPECT_GT(failures, 0);
}

INSTANTIATE_TEST_SUITE_P(FullDiskAndBrokenDisk, FaultTest, testing::Values(SQLITE_FULL, SQLITE_IOERR_WRITE),
                         [](const auto& fault) {
                           return fault.param == SQLITE_FULL ? "FullDisk" : "BrokenDisk";
                         });

TEST(Fault, AFullDiskIsNamedWithItsRemedyAndOverWhenThereIsRoomAgain) {
  TemporaryFolder folder;
  FaultyDisk disk;
  auto store = must(Store::open(folder.file("hearth.db")));
  const int64_t chat = must(store->createConversation(std::nullopt, "")).id;
  disk.failChanges(0, 1'000'000, SQLITE_FULL);
  const auto refused = store->addMessage(chat, std::nullopt, Role::User, "text", MessageState::Finished);
  EXPECT_NE(errorOf(refused).find("the disk is full; free some space"), std::string::npos)
      << errorOf(refused);
  disk.failChanges(0, 0, SQLITE_OK);
  must(store->addMessage(chat, std::nullopt, Role::User, "text", MessageState::Finished));
  EXPECT_EQ(must(store->activeBranch(chat)).size(), 1u);
}

}  // namespace
}  // namespace hearth::storage
