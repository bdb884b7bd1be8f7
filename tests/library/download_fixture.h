// A hub that redirects to a CDN on another host, as the real one does, and downloads from it.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/library/downloads.h"
#include "tests/library/test_server.h"
#include "tests/library/wait_for.h"
#include "tests/support/temporary_folder.h"

namespace hearth::library::test {

using Phase = DownloadState::Phase;

class DownloadFixture : public testing::Test {
 protected:
  static constexpr size_t kPiece = 64 << 10;
  static constexpr size_t kBytes = 20 * kPiece + 12345;  // the last piece is a short one

  DownloadFixture() : content_(someBytes(kBytes)), sum_(sha256Of(content_)) {
    options_.pieceBytes = kPiece;
    options_.piecesPerRequest = 2;
    options_.stall = std::chrono::milliseconds(400);
    options_.firstPause = std::chrono::milliseconds(10);
    options_.longestPause = std::chrono::milliseconds(50);
    options_.spaceReserve = 0;
    settings_.token = "hf_secret";
    cdn_ = std::make_unique<TestServer>([this](const HttpRequest& request, HttpConnection& connection) {
      if (!onCdn_ || !onCdn_(request, connection)) serveContent(request, connection, content_);
    });
    hub_ = std::make_unique<TestServer>([this](const HttpRequest& request, HttpConnection& connection) {
      if (onHub_ && onHub_(request, connection)) return;
      connection.redirect(302, cdnUrl(), linked());
    });
    settings_.endpoint = hub_->url();
  }
  // The servers' threads use what is declared below.
  ~DownloadFixture() override {
    downloads_.reset();
    hub_.reset();
    cdn_.reset();
  }

  // Another host than the hub's, with a signature that must not be shown.
  std::string cdnUrl() const {
    return cdn_->url("localhost").toString().toStdString() + "/blob?Signature=s3cret";
  }
  std::string linked() const {
    std::string text("X-Linked-Size: ");
    text.append(std::to_string(content_.size())).append("\r\nX-Linked-Etag: \"");
    return text.append(sum_).append("\"\r\n");
  }
  // The hub serves the bytes itself.
  void withoutCdn(std::function<bool(const HttpRequest&, HttpConnection&)> handler) {
    onHub_ = [this, handler](const HttpRequest& request, HttpConnection& connection) {
      if (request.method == "HEAD") {
        serveContent(request, connection, content_, linked());
      } else if (!handler || !handler(request, connection)) {
        serveContent(request, connection, content_);
      }
      return true;
    };
  }

  QString target(const std::string& name = "model.gguf") const {
    return QString::fromStdString(folder_.file(name));
  }
  DownloadFile file(const std::string& name = "model.gguf") const {
    QUrl url = hub_->url();
    url.setPath(QStringLiteral("/org/repo/resolve/main/") + QString::fromStdString(name));
    return {url, target(name), 0, {}};
  }
  DownloadRequest request(const std::string& name = "model.gguf") const {
    return {QString::fromStdString(name), QStringLiteral("org/repo"), {file(name)}};
  }

  Downloads& downloads() {
    if (!downloads_) {
      downloads_ = std::make_unique<Downloads>(log_, settings_, queueFile_, options_);
      downloads_->start();
    }
    return *downloads_;
  }
  qint64 add(const DownloadRequest& request) {
    const auto id = downloads().add(request);
    EXPECT_TRUE(id) << (id ? "" : id.error().what());
    return id ? *id : -1;
  }
  DownloadState state(qint64 id) {
    for (const DownloadState& state : downloads().list()) {
      if (state.id == id) return state;
    }
    return {};
  }
  bool waitForPhase(qint64 id, Phase phase) {
    return waitFor([&] { return state(id).phase == phase; });
  }
  // Runs to its end, good or bad.
  DownloadState run(const DownloadRequest& request) {
    const qint64 id = add(request);
    EXPECT_TRUE(waitFor([&] { return state(id).phase == Phase::Ready || state(id).phase == Phase::Stopped; }))
        << "still " << static_cast<int>(state(id).phase) << ": " << state(id).sentence.toStdString();
    return state(id);
  }
  void expectReady(const DownloadState& state, const std::string& name = "model.gguf") {
    EXPECT_EQ(state.phase, Phase::Ready) << state.sentence.toStdString();
    EXPECT_TRUE(state.checked);
    EXPECT_EQ(read(target(name)) == content_, true) << "the bytes differ";
    EXPECT_EQ(QDir(QString::fromStdString(folder_.path().string())).entryList({"*.part*"}, QDir::Files),
              QStringList());
  }
  static std::string read(const QString& path) {
    QFile opened(path);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll().toStdString() : "(no file)";
  }

  hearth::test::TemporaryFolder folder_;
  std::string content_, sum_;
  NetworkLog log_;
  HubSettings settings_;
  DownloadOptions options_;
  QString queueFile_;
  // True: answered. Called on the servers' threads.
  std::function<bool(const HttpRequest&, HttpConnection&)> onHub_, onCdn_;
  std::unique_ptr<TestServer> cdn_, hub_;
  std::unique_ptr<Downloads> downloads_;
};

}  // namespace hearth::library::test
