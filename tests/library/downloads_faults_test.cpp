// Downloads from servers that misbehave, a way a test.
#include <atomic>

#include "tests/library/download_fixture.h"

namespace hearth::library::test {
namespace {

using namespace std::chrono_literals;
using DownloadFaults = DownloadFixture;

std::string rangeHeader(uint64_t first, uint64_t last, uint64_t total) {
  std::string text("Content-Range: bytes ");
  text.append(std::to_string(first)).append("-").append(std::to_string(last));
  return text.append("/").append(std::to_string(total)).append("\r\n");
}

TEST_F(DownloadFaults, ASoundServerGivesTheFile) {
  const auto done = run(request());
  expectReady(done);
  EXPECT_EQ(done.bytesDone, content_.size());
  EXPECT_EQ(done.bytesVerified, content_.size());
  EXPECT_GT(cdn_->requests().size(), 5u);  // in parts
  EXPECT_EQ(hub_->requests().size(), 1u);
}

TEST_F(DownloadFaults, TheTokenGoesToTheHubAlone) {
  expectReady(run(request()));
  for (const auto& one : hub_->requests()) EXPECT_EQ(one.headers.at("authorization"), "Bearer hf_secret");
  for (const auto& one : cdn_->requests()) EXPECT_FALSE(one.has("authorization"));
  for (const NetworkEntry& entry : log_.entries()) {
    const bool isHub = entry.host.startsWith("127.0.0.1");
    EXPECT_EQ(entry.withToken, isHub);
    for (const QString& text : {entry.path, entry.host, entry.purpose, entry.failure}) {
      EXPECT_FALSE(text.contains("secret") || text.contains("s3cret")) << text.toStdString();
    }
  }
  EXPECT_EQ(static_cast<size_t>(log_.entries().size()), hub_->requests().size() + cdn_->requests().size());
}

TEST_F(DownloadFaults, ADataRequestThatIsRedirectedElsewhereLosesTheToken) {
  withoutCdn(
      [this](const HttpRequest&, HttpConnection& connection) { return connection.redirect(302, cdnUrl()); });
  expectReady(run(request()));
  ASSERT_FALSE(cdn_->requests().empty());
  for (const auto& one : cdn_->requests()) EXPECT_FALSE(one.has("authorization"));
}

TEST_F(DownloadFaults, ConnectionsThatDropMidPartGoOnWhereTheyBroke) {
  std::atomic<int> drops = 0;
  onCdn_ = [&](const HttpRequest& asked, HttpConnection& connection) {
    if (++drops > 6) return false;
    const auto [first, last] = asked.range(content_.size());
    connection.head(206, rangeHeader(first, last, content_.size()), last - first + 1);
    connection.send(content_.data() + first, (last - first) / 2);
    connection.drop();
    return true;
  };
  expectReady(run(request()));
  uint64_t asked = 0;
  for (const auto& one : cdn_->requests()) {
    const auto [first, last] = one.range(content_.size());
    asked += last - first + 1;
  }
  // Mostly the halves that came are kept; Qt may drop what it had not handed over when a connection breaks.
  EXPECT_LE(asked, content_.size() + 6 * (2 * kPiece + 1));
}

TEST_F(DownloadFaults, AStalledConnectionIsMadeAnew) {
  std::atomic<int> stalls = 0;
  onCdn_ = [&](const HttpRequest& asked, HttpConnection& connection) {
    if (++stalls > 2) return false;
    const auto [first, last] = asked.range(content_.size());
    connection.head(206, rangeHeader(first, last, content_.size()), last - first + 1);
    connection.send(content_.data() + first, 1000);
    connection.wait(30s);
    connection.drop();
    return true;
  };
  expectReady(run(request()));
  EXPECT_GT(stalls, 2);
}

TEST_F(DownloadFaults, ASlowTrickleIsMadeAnew) {
  std::atomic<int> trickles = 0;
  onCdn_ = [&](const HttpRequest& asked, HttpConnection& connection) {
    if (++trickles > 1) return false;
    const auto [first, last] = asked.range(content_.size());
    connection.head(206, rangeHeader(first, last, content_.size()), last - first + 1);
    for (uint64_t at = first; at <= last && connection.send(content_.data() + at, 1); ++at) {
      if (!connection.wait(50ms)) break;
    }
    connection.drop();
    return true;
  };
  expectReady(run(request()));
}

TEST_F(DownloadFaults, AServerWithoutRangesIsReadInOneStream) {
  onCdn_ = [this](const HttpRequest&, HttpConnection& connection) {
    return connection.answer(200, "", content_);
  };
  expectReady(run(request()));
}

TEST_F(DownloadFaults, TwoHundredInTheMiddleIsNeverAppended) {
  // Ranges work at first, then the server (or a proxy before it) sends everything, and breaks off once.
  std::atomic<int> asked = 0, whole = 0;
  onCdn_ = [&](const HttpRequest&, HttpConnection& connection) {
    if (++asked <= 4) return false;
    connection.head(200, "", content_.size());
    if (++whole == 2) {
      connection.send(content_.data(), content_.size() / 2);
      connection.drop();
    } else {
      connection.send(content_);
    }
    return true;
  };
  expectReady(run(request()));
}

TEST_F(DownloadFaults, AWrongContentRangeIsNotBelieved) {
  std::atomic<int> wrong = 0;
  onCdn_ = [&](const HttpRequest& asked, HttpConnection& connection) {
    if (++wrong > 3) return false;
    const auto [first, last] = asked.range(content_.size());
    const uint64_t shifted = first + 4096;
    connection.head(206, rangeHeader(shifted, last, content_.size()), last - shifted + 1);
    return connection.send(content_.data() + shifted, last - shifted + 1);
  };
  expectReady(run(request()));
}

TEST_F(DownloadFaults, AServerThatOnlySendsWrongRangesIsGivenUp) {
  onCdn_ = [this](const HttpRequest& asked, HttpConnection& connection) {
    const auto [first, last] = asked.range(content_.size());
    connection.head(206, rangeHeader(first + 1, last, content_.size()), last - first);
    return connection.send(content_.data(), last - first);
  };
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("other parts")) << stopped.sentence.toStdString();
  EXPECT_TRUE(QFileInfo::exists(target() + ".part"));
}

TEST_F(DownloadFaults, WrongBytesInOnePartAreFetchedAgainAlone) {
  constexpr uint64_t kWrongAt = 5 * kPiece + 77;
  std::atomic<bool> wrong = true;
  std::atomic<uint64_t> sent = 0;
  onCdn_ = [&](const HttpRequest& asked, HttpConnection& connection) {
    const auto [first, last] = asked.range(content_.size());
    std::string part = content_.substr(first, last - first + 1);
    if (wrong && kWrongAt >= first && kWrongAt <= last) {
      part[kWrongAt - first] = static_cast<char>(part[kWrongAt - first] ^ 1);
      wrong = false;
    }
    sent += part.size();
    return connection.answer(206, rangeHeader(first, last, content_.size()), part);
  };
  expectReady(run(request()));
  EXPECT_FALSE(wrong);
  // Pieces are compared from the start; the comparison ends soon after the wrong one.
  EXPECT_GE(sent.load(), content_.size() + 6 * kPiece);
}

TEST_F(DownloadFaults, AFileThatIsWrongAtTheHubIsSaidToBe) {
  const std::string right = sum_;
  sum_ = std::string(64, 'a');
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("checksum")) << stopped.sentence.toStdString();
  EXPECT_FALSE(QFileInfo::exists(target()));
  EXPECT_TRUE(QFileInfo::exists(target() + ".part"));  // nobody cancelled it
}

TEST_F(DownloadFaults, ExpiredAddressesAreResolvedAnew) {
  for (const int status : {403, 410}) {
    std::atomic<int> served = 0;
    onCdn_ = [&](const HttpRequest& asked, HttpConnection& connection) {
      // Every third request finds its signature expired.
      if (++served % 3 == 0) return connection.answer(status, "", "<Error>expired</Error>");
      serveContent(asked, connection, content_);
      return true;
    };
    const std::string name = std::to_string(status) + ".gguf";
    expectReady(run(request(name)), name);
    EXPECT_GT(hub_->count("HEAD"), 2u);
  }
}

TEST_F(DownloadFaults, AnAddressThatIsRefusedEvenWhenNewStops) {
  onCdn_ = [](const HttpRequest&, HttpConnection& connection) { return connection.answer(403, "", "no"); };
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("403")) << stopped.sentence.toStdString();
}

TEST_F(DownloadFaults, TooManyRequestsWaitsAsLongAsTheServerSays) {
  using Clock = std::chrono::steady_clock;
  std::atomic<int> asked = 0;
  std::atomic<int64_t> refusedAt = 0, servedAt = 0;
  const auto now = [] { return Clock::now().time_since_epoch().count(); };
  onCdn_ = [&](const HttpRequest&, HttpConnection& connection) {
    if (++asked == 1) {
      refusedAt = now();
      return connection.answer(429, "Retry-After: 1\r\n", "");
    }
    // Requests that were under way at that moment are served.
    if (servedAt == 0 && now() - refusedAt > Clock::duration(500ms).count()) servedAt = now();
    return false;
  };
  options_.connections = 1;
  const qint64 id = add(request());
  ASSERT_TRUE(waitForPhase(id, Phase::Waiting));
  EXPECT_TRUE(state(id).sentence.contains("pause")) << state(id).sentence.toStdString();
  EXPECT_GT(state(id).retryAtMs, 0);
  ASSERT_TRUE(waitForPhase(id, Phase::Ready));
  EXPECT_GE(servedAt - refusedAt, Clock::duration(1s).count());
  expectReady(state(id));
}

TEST_F(DownloadFaults, ServerErrorsAreWaitedOut) {
  std::atomic<int> hubErrors = 0, cdnErrors = 0;
  onHub_ = [&](const HttpRequest&, HttpConnection& connection) {
    return ++hubErrors <= 2 && connection.answer(502, "", "bad gateway");
  };
  onCdn_ = [&](const HttpRequest&, HttpConnection& connection) {
    return ++cdnErrors <= 4 && connection.answer(500, "", "oops");
  };
  expectReady(run(request()));
}

TEST_F(DownloadFaults, ASizeThatChangesBetweenRequestsStopsAndKeepsWhatIsThere) {
  std::atomic<int> asked = 0;
  onCdn_ = [&](const HttpRequest& one, HttpConnection& connection) {
    if (++asked <= 4) return false;
    const auto [first, last] = one.range(content_.size());
    connection.head(206, rangeHeader(first, last, content_.size() + 100), last - first + 1);
    return connection.send(content_.data() + first, last - first + 1);
  };
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("changed")) << stopped.sentence.toStdString();
  EXPECT_TRUE(QFileInfo::exists(target() + ".part"));
  // The new file, when the user wants it.
  content_ = someBytes(kBytes + 100, 2);
  sum_ = sha256Of(content_);
  onCdn_ = nullptr;
  downloads().startOver(stopped.id);
  ASSERT_TRUE(waitForPhase(stopped.id, Phase::Ready));
  expectReady(state(stopped.id));
}

TEST_F(DownloadFaults, WithoutAChecksumAnotherEtagIsAnotherFile) {
  std::atomic<int> asked = 0;
  onHub_ = [&](const HttpRequest& one, HttpConnection& connection) {
    const bool same = one.method == "HEAD" || ++asked <= 4;
    serveContent(one, connection, content_, same ? "ETag: \"first\"\r\n" : "ETag: \"second\"\r\n");
    return true;
  };
  const auto stopped = run(request());
  EXPECT_EQ(stopped.phase, Phase::Stopped);
  EXPECT_TRUE(stopped.sentence.contains("changed")) << stopped.sentence.toStdString();
  EXPECT_TRUE(QFileInfo::exists(target() + ".part"));
}

TEST_F(DownloadFaults, RangeNotSatisfiableAsksTheHubAgain) {
  std::atomic<int> asked = 0;
  onCdn_ = [&](const HttpRequest&, HttpConnection& connection) {
    return ++asked == 3 && connection.answer(416, "Content-Range: bytes */5\r\n", "");
  };
  expectReady(run(request()));
  EXPECT_EQ(hub_->count("HEAD"), 2u);
}

TEST_F(DownloadFaults, GatedAndMissingRepositoriesAreToldApart) {
  struct Case {
    int status;
    const char* headers;
    const char* word;
  };
  int number = 0;
  for (const Case& one : {Case{403, "X-Error-Code: GatedRepo\r\n", "terms"},
                          Case{401, "X-Error-Code: RepoNotFound\r\n", "does not exist"},
                          Case{404, "X-Error-Code: EntryNotFound\r\n", "no such file"}}) {
    onHub_ = [one](const HttpRequest&, HttpConnection& connection) {
      return connection.answer(one.status, one.headers, "");
    };
    const auto stopped = run(request(std::to_string(++number) + ".gguf"));
    EXPECT_EQ(stopped.phase, Phase::Stopped);
    EXPECT_TRUE(stopped.sentence.contains(one.word)) << stopped.sentence.toStdString();
    EXPECT_TRUE(stopped.page.toString().endsWith("/org/repo"));
  }
  EXPECT_EQ(cdn_->requests().size(), 0u);
}

TEST_F(DownloadFaults, AHubWithoutHeadIsAskedForTheFirstByte) {
  withoutCdn(nullptr);
  const auto answered = onHub_;
  onHub_ = [answered](const HttpRequest& asked, HttpConnection& connection) {
    if (asked.method == "HEAD") return connection.answer(405, "", "");
    return answered(asked, connection);
  };
  DownloadRequest wanted = request();
  wanted.files[0].sha256 = QString::fromStdString(sum_);
  expectReady(run(wanted));
}

TEST_F(DownloadFaults, NothingIsSentOffline) {
  settings_.offline = true;
  EXPECT_EQ(run(request()).phase, Phase::Stopped);
  EXPECT_TRUE(log_.entries().isEmpty());
  EXPECT_TRUE(hub_->requests().empty());
}

}  // namespace
}  // namespace hearth::library::test
