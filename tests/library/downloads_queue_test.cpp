// The queue: pause, order, cap, cancel, restarts, kills, full disks, garbage where records should be.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>

#include <QProcess>
#include <QRegularExpression>

#include "app/library/download_engine.h"
#include "app/library/download_journal.h"
#include "tests/library/download_fixture.h"

namespace hearth::library::test {
namespace {

using namespace std::chrono_literals;

// Holds every answer of the CDN back once `letThrough` have begun.
class Gate {
 public:
  explicit Gate(int letThrough) : left_(letThrough) {}
  bool operator()(const HttpRequest&, HttpConnection& connection) {
    if (left_-- > 0) return false;
    while (!open_ && connection.wait(10ms)) {
    }
    if (open_) return false;
    connection.drop();
    return true;
  }
  void open() { open_ = true; }

 private:
  std::atomic<int> left_;
  std::atomic<bool> open_ = false;
};

class DownloadQueue : public DownloadFixture {
 protected:
  // Nothing stalls while the gate is closed.
  void holdBehind(Gate& gate) {
    options_.stall = 60s;
    onCdn_ = [&gate](const HttpRequest& one, HttpConnection& connection) { return gate(one, connection); };
  }
  // The program ends when eight pieces of a download have come; the gate lets no more than twelve through.
  void endInTheMiddle(Gate& gate) {
    holdBehind(gate);
    const qint64 id = add(request());
    ASSERT_TRUE(waitFor([&] { return state(id).bytesDone >= 8 * kPiece; }));
    downloads_.reset();
  }
};

TEST_F(DownloadQueue, PauseStopsAndResumeGoesOn) {
  Gate gate(5);
  holdBehind(gate);
  const qint64 id = add(request());
  ASSERT_TRUE(waitFor([&] { return state(id).bytesDone >= 5 * kPiece; }));
  downloads().pause(id);
  ASSERT_TRUE(waitForPhase(id, Phase::Paused));
  const size_t asked = cdn_->requests().size();
  gate.open();
  downloads().resume(id);
  ASSERT_TRUE(waitForPhase(id, Phase::Ready));
  expectReady(state(id));
  EXPECT_LT(cdn_->requests().size(), asked + 11);  // not from the start
}

TEST_F(DownloadQueue, SplitsAreReadyTogether) {
  Gate gate(11);  // the first file's, and one of the second's
  holdBehind(gate);
  DownloadRequest both = request("m-00001-of-00002.gguf");
  both.files << file("m-00002-of-00002.gguf");
  const qint64 id = add(both);
  ASSERT_TRUE(waitFor([&] { return state(id).bytesVerified >= content_.size(); }));
  EXPECT_FALSE(QFileInfo::exists(target("m-00001-of-00002.gguf")));  // complete, but its other half is not
  gate.open();
  ASSERT_TRUE(waitForPhase(id, Phase::Ready));
  expectReady(state(id), "m-00001-of-00002.gguf");
  expectReady(state(id), "m-00002-of-00002.gguf");
  EXPECT_EQ(state(id).bytes, 2 * content_.size());
}

TEST_F(DownloadQueue, RunsInOrderAndFollowsANewOrder) {
  Gate gate(0);
  holdBehind(gate);
  const qint64 a = add(request("a.gguf")), b = add(request("b.gguf")), c = add(request("c.gguf"));
  ASSERT_TRUE(waitForPhase(a, Phase::Fetching));
  EXPECT_EQ(state(b).phase, Phase::Queued);
  downloads().move(c, 0);
  ASSERT_TRUE(waitForPhase(c, Phase::Fetching));
  ASSERT_TRUE(waitForPhase(a, Phase::Queued));
  EXPECT_EQ(downloads().list()[0].id, c);
  QList<qint64> finished;
  QObject::connect(&downloads(), &Downloads::ready, [&](const DownloadState& done) { finished << done.id; });
  gate.open();
  ASSERT_TRUE(waitFor([&] { return finished.size() == 3; }));
  EXPECT_EQ(finished, (QList<qint64>{c, a, b}));
}

TEST_F(DownloadQueue, CancelDeletesAndNothingElseDoes) {
  Gate gate(3);
  holdBehind(gate);
  const qint64 id = add(request());
  ASSERT_TRUE(waitFor([&] { return state(id).bytesDone >= 3 * kPiece; }));
  downloads_.reset();  // the program ends
  EXPECT_TRUE(QFileInfo::exists(target() + ".part"));
  EXPECT_TRUE(QFileInfo::exists(target() + ".part.journal"));
  gate.open();
  const qint64 again = add(request());
  downloads().cancel(again);
  EXPECT_TRUE(downloads().list().isEmpty());
  const QDir folder(QString::fromStdString(folder_.path().string()));
  EXPECT_TRUE(waitFor([&] { return folder.entryList(QDir::Files).isEmpty(); }));
}

TEST_F(DownloadQueue, TheSameTargetIsNotQueuedTwiceNorOverwritten) {
  expectReady(run(request()));
  EXPECT_FALSE(downloads().add(request()));  // it is here
  Gate gate(0);
  holdBehind(gate);
  add(request("other.gguf"));
  EXPECT_FALSE(downloads().add(request("other.gguf")));
  gate.open();
}

TEST_F(DownloadQueue, TheCapIsKept) {
  options_.bytesPerSecondMax = 1'000'000;
  const auto began = std::chrono::steady_clock::now();
  expectReady(run(request()));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  // A tenth of a second's worth may come at once.
  EXPECT_GE(seconds, static_cast<double>(content_.size()) / 1e6 - 0.15);
}

TEST_F(DownloadQueue, TellsAtMostTenTimesASecond) {
  options_.bytesPerSecondMax = 1'000'000;
  int told = 0;
  QObject::connect(&downloads(), &Downloads::changed, [&] { ++told; });
  const auto began = std::chrono::steady_clock::now();
  expectReady(run(request()));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  EXPECT_GT(told, 3);
  EXPECT_LE(told, static_cast<int>(seconds * DownloadEngine::kTellsPerSecond) + 2);
}

TEST_F(DownloadQueue, AProgramThatStartsAgainGoesOnWithItsQueue) {
  queueFile_ = target("queue.json");
  Gate gate(6);
  holdBehind(gate);
  const qint64 a = add(request("a.gguf")), b = add(request("b.gguf"));
  downloads().pause(b);
  ASSERT_TRUE(waitFor([&] { return state(a).bytesDone >= 6 * kPiece && state(b).phase == Phase::Paused; }));
  downloads_.reset();
  const size_t asked = cdn_->requests().size();
  gate.open();
  ASSERT_EQ(downloads().list().size(), 2);
  const qint64 first = downloads().list()[0].id, second = downloads().list()[1].id;
  EXPECT_EQ(state(second).phase, Phase::Paused);
  ASSERT_TRUE(waitForPhase(first, Phase::Ready));
  EXPECT_EQ(read(target("a.gguf")) == content_, true);
  EXPECT_LT(cdn_->requests().size(), asked + 11);  // eleven would be all
  EXPECT_EQ(state(second).phase, Phase::Paused);
}

TEST_F(DownloadQueue, AGarbledQueueFileIsSetAside) {
  queueFile_ = QString::fromStdString(folder_.write("queue.json", "{\"downloads\": [{]"));
  EXPECT_TRUE(downloads().list().isEmpty());
  EXPECT_TRUE(QFileInfo::exists(queueFile_ + ".damaged"));
  expectReady(run(request()));
}

TEST_F(DownloadQueue, GarbageInTheJournalCostsOnlyWhatItCovers) {
  Gate gate(6);
  ASSERT_NO_FATAL_FAILURE(endInTheMiddle(gate));
  const size_t asked = cdn_->requests().size();
  const QString journal = target() + ".part.journal";
  std::string text = read(journal);
  const size_t record = text.find(" P ");
  ASSERT_NE(record, std::string::npos);
  text[record + 3] = text[record + 3] == '7' ? '8' : '7';  // another piece's index: the checksum tells
  text += std::string("\0\0\0\0 torn of", 12);
  QFile file(journal);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(text.data(), static_cast<qint64>(text.size()));
  file.close();
  gate.open();
  expectReady(run(request()));
  EXPECT_LT(cdn_->requests().size(), asked + 11);  // eleven would be all
}

TEST_F(DownloadQueue, AJournalThatIsAllGarbageMeansFromTheStart) {
  folder_.write("model.gguf.part", std::string(1000, 'x'));
  folder_.write("model.gguf.part.journal", "complete nonsense\nP 1 2 3\n");
  expectReady(run(request()));
}

TEST_F(DownloadQueue, BytesThatRotOnTheDiskAreFetchedAgain) {
  Gate gate(6);
  ASSERT_NO_FATAL_FAILURE(endInTheMiddle(gate));
  QFile file(target() + ".part");
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  file.seek(kPiece + 10);
  file.write("rotten");
  file.close();
  gate.open();
  expectReady(run(request()));
}

TEST_F(DownloadQueue, ADiskWithoutRoomIsSeenBefore) {
  options_.freeSpace = [](const QString&) { return qint64{1000}; };
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("not enough room")) << stopped.sentence.toStdString();
  EXPECT_EQ(cdn_->requests().size(), 0u);
}

TEST_F(DownloadQueue, RoomIsCountedForAllPartsOfASet) {
  options_.freeSpace = [this](const QString&) { return static_cast<qint64>(content_.size() + 1000); };
  DownloadRequest both = request("m-00001-of-00002.gguf");
  both.files << file("m-00002-of-00002.gguf");
  for (DownloadFile& one : both.files) one.bytes = content_.size();
  const auto stopped = run(both);
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("not enough room")) << stopped.sentence.toStdString();
  EXPECT_TRUE(hub_->requests().empty());
}

// Writes fail as on a full disk from a byte on, while `full`.
class FillingFile : public PartialFile {
 public:
  FillingFile(std::unique_ptr<PartialFile> real, const std::atomic<bool>& isFull)
      : real_(std::move(real)), isFull_(isFull) {}
  Result<void> reserve(quint64) override { return {}; }  // as on file systems that cannot
  Result<void> write(quint64 offset, const char* data, size_t bytes) override {
    if (!isFull_ || offset + bytes <= 8 * (64u << 10)) return real_->write(offset, data, bytes);
    failed_ = true;
    return Error("no space left on device");
  }
  Result<size_t> read(quint64 offset, char* data, size_t bytes) override {
    return real_->read(offset, data, bytes);
  }
  Result<void> flush() override { return real_->flush(); }
  bool full() const override { return failed_; }

 private:
  std::unique_ptr<PartialFile> real_;
  const std::atomic<bool>& isFull_;
  std::atomic<bool> failed_ = false;
};

TEST_F(DownloadQueue, ADiskThatFillsUpStopsWithASentenceAndGoesOnLater) {
  std::atomic<bool> isFull = true;
  options_.openFile = [&](const QString& path) -> Result<std::unique_ptr<PartialFile>> {
    auto real = ordinaryFiles()(path);
    if (!real) return std::move(real).error();
    return std::unique_ptr<PartialFile>(new FillingFile(std::move(*real), isFull));
  };
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("disk is full")) << stopped.sentence.toStdString();
  const size_t asked = cdn_->requests().size();
  isFull = false;
  downloads().resume(stopped.id);
  ASSERT_TRUE(waitForPhase(stopped.id, Phase::Ready));
  expectReady(state(stopped.id));
  EXPECT_LT(cdn_->requests().size(), asked + 11);  // eleven would be all
  downloads_.reset();                              // before isFull
}

// A real limit of the system on the size of files, with the real file code.
TEST_F(DownloadQueue, TheSystemsLimitOnFileSizesIsADiskThatIsFull) {
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = ::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = before;
  small.rlim_cur = 4 * kPiece;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto stopped = run(request());
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, ignored);
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("disk is full")) << stopped.sentence.toStdString();
  downloads().resume(stopped.id);
  ASSERT_TRUE(waitForPhase(stopped.id, Phase::Ready));
  expectReady(state(stopped.id));
}

// The helper is a program of its own, ended with SIGKILL in the middle of writing.
TEST_F(DownloadQueue, AKilledProgramLosesNothingThatWasWhole) {
  content_ = someBytes(400 * kPiece, 3);
  sum_ = sha256Of(content_);
  withoutCdn(nullptr);
  const QStringList arguments = {file().url.toString(), target(), QString::fromStdString(sum_),
                                 QString::number(kPiece), QStringLiteral("8000000")};
  quint64 kept = 0;
  for (int kill = 0; kill < 2; ++kill) {
    QProcess helper;
    helper.start(QStringLiteral(DOWNLOAD_HELPER), arguments);
    ASSERT_TRUE(helper.waitForStarted());
    const quint64 enough = kept + 60 * kPiece;
    quint64 done = 0;
    ASSERT_TRUE(waitFor([&] {
      while (helper.canReadLine()) done = helper.readLine().split(' ')[0].toULongLong();
      return done >= enough;
    }));
    helper.kill();
    ASSERT_TRUE(helper.waitForFinished());
    const auto journal = DownloadJournal::read(target() + ".part.journal");
    ASSERT_TRUE(journal);
    EXPECT_GE(journal->pieces.size() * kPiece + 6 * kPiece, done);
    kept = journal->pieces.size() * kPiece;
  }
  const size_t requestsBefore = hub_->requests().size();
  QProcess helper;
  QStringList uncapped = arguments;
  uncapped.removeLast();
  helper.start(QStringLiteral(DOWNLOAD_HELPER), uncapped);
  ASSERT_TRUE(waitFor([&] { return helper.state() == QProcess::NotRunning; }));
  const QString output = QString::fromUtf8(helper.readAll());
  EXPECT_EQ(helper.exitCode(), 0) << output.toStdString();
  EXPECT_TRUE(output.contains("ready checked")) << output.toStdString();
  EXPECT_EQ(read(target()) == content_, true);
  uint64_t asked = 0;
  const auto requests = hub_->requests();
  for (size_t i = requestsBefore; i < requests.size(); ++i) {
    if (requests[i].method == "HEAD") continue;
    const auto [first, last] = requests[i].range(content_.size());
    asked += last - first + 1;
  }
  EXPECT_LE(asked, content_.size() - kept);  // only what was missing
}

TEST(DownloadJournalTest, ReadsWhatItWroteAndIgnoresTheRest) {
  hearth::test::TemporaryFolder folder;
  const QString path = QString::fromStdString(folder.file("j"));
  {
    auto journal = DownloadJournal::open(path, {1000, 100, "sum", "tag"}, false);
    ASSERT_TRUE(journal);
    ASSERT_TRUE((*journal)->received(3, {1, 2}));
    ASSERT_TRUE((*journal)->received(9, {3, 4}));
    ASSERT_TRUE((*journal)->received(10, {5, 6}));  // there are ten pieces: 0 to 9
    ASSERT_TRUE((*journal)->dropped(3));
  }
  {
    auto journal = DownloadJournal::open(path, {}, true);
    ASSERT_TRUE((*journal)->received(0, {7, 8}));
  }
  const auto contents = DownloadJournal::read(path);
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->head.bytes, 1000u);
  EXPECT_EQ(contents->head.sha256, "sum");
  EXPECT_EQ(contents->pieces, (std::map<qint64, PieceHash>{{0, {7, 8}}, {9, {3, 4}}}));
  EXPECT_FALSE(contents->checked);
}

}  // namespace
}  // namespace hearth::library::test
