// What a start asks for, and that a second start hands it to the first.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>

#include "app/desktop/session/launch_request.h"
#include "app/desktop/session/single_instance.h"
#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

using Kind = LaunchRequest::Kind;

LaunchRequest asked(const char* target) {
  return launchRequestFor(QString::fromUtf8(target), QStringLiteral("/tmp"));
}

TEST(LaunchRequest, KnowsTheLinkOfAModelPage) {
  const auto request = asked("hearth://open_from_hf?model=Qwen/Qwen3-4B-GGUF&file=Qwen3-4B-Q4_K_M.gguf");
  EXPECT_EQ(request.kind, Kind::OpenFromHub);
  EXPECT_EQ(request.repository, QStringLiteral("Qwen/Qwen3-4B-GGUF"));
  EXPECT_EQ(request.file, QStringLiteral("Qwen3-4B-Q4_K_M.gguf"));
  EXPECT_EQ(asked("hearth://open_from_hf/?model=Qwen%2FQwen3-4B-GGUF").repository,
            QStringLiteral("Qwen/Qwen3-4B-GGUF"));
  EXPECT_EQ(asked("hearth://open_from_hf?model=a/b&file=sub/c.gguf").file, QStringLiteral("sub/c.gguf"));
}

TEST(LaunchRequest, RefusesEveryOtherLinkWithASentence) {
  for (const char* link :
       {"hearth://", "hearth://delete_all", "hearth://open_from_hf", "hearth://open_from_hf?model=..%2F..",
        "hearth://open_from_hf?model=a/b/c", "hearth://open_from_hf?model=a/b&file=../../.bashrc",
        "hearth://open_from_hf?model=a/b&file=x.sh", "hearth://open_from_hf?model=https://evil.example/x",
        "hearth://open_from_hf?model=a/b&file=%2Fetc%2Fpasswd.gguf", "https://example.org/x.gguf",
        "hearth://open_from_hf?model=a/b%0Ac"}) {
    const auto request = asked(link);
    EXPECT_EQ(request.kind, Kind::Refused) << link;
    EXPECT_TRUE(request.refusal.endsWith(QChar('.')) || request.refusal.contains(QChar(':'))) << link;
  }
}

TEST(LaunchRequest, OpensAFileWhereItIs) {
  QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("a model.gguf")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  EXPECT_EQ(launchRequestFor(QStringLiteral("a model.gguf"), folder.path()).path, file.fileName());
  EXPECT_EQ(launchRequestFor(QUrl::fromLocalFile(file.fileName()).toString(QUrl::FullyEncoded), {}).path,
            file.fileName());
  EXPECT_EQ(launchRequestFor(QStringLiteral("missing.gguf"), folder.path()).kind, Kind::Refused);
  EXPECT_EQ(launchRequestFor(folder.path(), {}).kind, Kind::Refused);
}

TEST(Handover, SurvivesTheLine) {
  const Handover handover{{QStringLiteral("/m/a b.gguf"), QStringLiteral("hearth://x")},
                          QStringLiteral("token")};
  EXPECT_EQ(Handover::fromLine(handover.toLine()), handover);
  EXPECT_EQ(Handover::fromLine("nonsense"), Handover());
  EXPECT_EQ(Handover::fromLine(R"({"targets":[1,{"a":2},"x"],"activationToken":3})").targets,
            QStringList{"x"});
}

class SingleInstanceTest : public testing::Test {
 protected:
  QTemporaryDir data_, runtime_;
};

TEST_F(SingleInstanceTest, ASecondStartHandsItsRequestToTheFirst) {
  SingleInstance first(data_.path(), runtime_.path());
  ASSERT_TRUE(first.isFirst());
  QSignalSpy received(&first, &SingleInstance::received);
  // As another process, because the first must be free to answer.
  const Handover wish{{QStringLiteral("/m/x.gguf")}, QStringLiteral("abc")};
  const pid_t child = fork();
  if (child == 0) {
    SingleInstance second(data_.path(), runtime_.path());
    _exit(!second.isFirst() && second.handOver(wish) ? 0 : 1);
  }
  ASSERT_TRUE(eventually([&] { return received.count() == 1; }));
  EXPECT_EQ(received.first().first().value<Handover>(), wish);
  int status = 1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  // Another data folder is another Hearth.
  QTemporaryDir other;
  EXPECT_TRUE(SingleInstance(other.path(), runtime_.path()).isFirst());
}

TEST_F(SingleInstanceTest, OnlyTheOwnerCanReachTheSocket) {
  const SingleInstance first(data_.path(), runtime_.path());
  const QStringList sockets = QDir(runtime_.path()).entryList({QStringLiteral("*.socket")}, QDir::System);
  ASSERT_EQ(sockets.size(), 1);
  struct stat info {};
  ASSERT_EQ(::stat(runtime_.filePath(sockets.first()).toUtf8().constData(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

TEST_F(SingleInstanceTest, AKilledOneLeavesNoLockBehind) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const SingleInstance doomed(data_.path(), runtime_.path());
    const char byte = doomed.isFirst() ? 1 : 0;
    if (write(ready[1], &byte, 1) != 1) _exit(1);
    pause();
    _exit(1);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 1);
  EXPECT_FALSE(SingleInstance(data_.path(), runtime_.path()).isFirst());
  ASSERT_EQ(kill(child, SIGKILL), 0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  SingleInstance next(data_.path(), runtime_.path());
  EXPECT_TRUE(next.isFirst());
  // And it listens, although the old socket lies there still.
  QLocalSocket visitor;
  const QStringList sockets = QDir(runtime_.path()).entryList({QStringLiteral("*.socket")}, QDir::System);
  ASSERT_EQ(sockets.size(), 1);
  visitor.connectToServer(runtime_.filePath(sockets.first()));
  EXPECT_TRUE(visitor.waitForConnected(5000));
  close(ready[0]);
  close(ready[1]);
}

TEST_F(SingleInstanceTest, AVisitorThatTalksNonsenseDoesNoHarm) {
  SingleInstance first(data_.path(), runtime_.path());
  QSignalSpy received(&first, &SingleInstance::received);
  const QStringList sockets = QDir(runtime_.path()).entryList({QStringLiteral("*.socket")}, QDir::System);
  QLocalSocket visitor;
  visitor.connectToServer(runtime_.filePath(sockets.first()));
  ASSERT_TRUE(visitor.waitForConnected(5000));
  visitor.write(QByteArray(200'000, 'x'));  // no end of line
  EXPECT_TRUE(eventually([&] { return visitor.state() == QLocalSocket::UnconnectedState; }));
  EXPECT_EQ(received.count(), 0);
}

class OpenTargetTest : public GuiTest {};

TEST_F(OpenTargetTest, AModelIsLoadedInPlaceAndALinkOnlyAsks) {
  start();
  QSignalSpy asks(&app(), &Application::hubModelRequested), said(&app(), &Application::announced);
  QFile file(folder_.filePath(QStringLiteral("other.gguf")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  app().take({{file.fileName(), QStringLiteral("hearth://open_from_hf?model=a/b"),
               QStringLiteral("hearth://nonsense")},
              {}});
  EXPECT_EQ(engine_.last<LoadModel>().path, file.fileName().toStdString());
  ASSERT_EQ(asks.count(), 1);
  EXPECT_EQ(asks.first().at(0).toString(), QStringLiteral("a/b"));
  ASSERT_EQ(said.count(), 1);
  EXPECT_TRUE(said.first().at(0).toString().contains(QStringLiteral("hearth://nonsense")));
}

}  // namespace
}  // namespace hearth::desktop
