// A hub on loopback with one small, sound model, and a computer to judge it for: what tests of the library's
// window need instead of the internet, the home folder and the machine they run on.
#pragma once

#include <atomic>
#include <memory>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/desktop/application.h"
#include "tests/desktop/sample_copies.h"
#include "tests/library/test_server.h"
#include "tests/support/tiny_models.h"

namespace hearth::desktop {

class LibraryHub {
 public:
  static constexpr char kRepository[] = "org/Tiny-GGUF";
  static constexpr char kFile[] = "tiny-Q4_K_M.gguf";

  LibraryHub() : content_(hearth::test::tinyLlama(1).text("general.name", "Tiny of the hub").bytes()) {
    server_ = std::make_unique<library::test::TestServer>(
        [this](const library::test::HttpRequest& request, library::test::HttpConnection& connection) {
          answer(request, connection);
        });
  }

  // The application asks this hub, sees no other folder, and deletes into `folder`/trash.
  void prepare(ApplicationOptions& options, const QString& folder) {
    options.library.catalogueFile = QStringLiteral(HEARTH_RESOURCES "/catalogue/catalogue.json");
    options.library.hub.endpoint = server_->url();
    options.library.downloads.pieceBytes = kPieceBytes;
    options.library.downloads.firstPause = std::chrono::milliseconds(10);
    options.library.downloads.spaceReserve = 0;
    options.library.downloads.piecesPerRequest = 1;
    options.library.downloads.connections = 1;  // pieces come in order
    options.library.copies = copies;
    options.library.measure = [this](uint64_t, const std::string&, const FitComputer& known) {
      knownSpeed = known.memoryBytesPerSecond;
      FitComputer computer;
      computer.machine = "a computer of the tests";
      computer.gpu = "NVIDIA GeForce RTX 4070";
      computer.gpuTotal = uint64_t{12} << 30;
      computer.gpuOthers = uint64_t{1} << 30;
      computer.memoryAvailable = uint64_t{48} << 30;
      computer.gpuBytesPerSecond = 450e9;
      computer.memoryBytesPerSecond = 60e9;
      computer.diskBytesPerSecond = 3e9;
      return computer;
    };
    options.library.moveToTrash = [folder](const QString& path, QString* inTrash) {
      QDir().mkpath(folder + QStringLiteral("/trash/files"));
      *inTrash = folder + QStringLiteral("/trash/files/") + QFileInfo(path).fileName();
      return QFile::rename(path, *inTrash);
    };
  }

  std::atomic<bool> gated = false;
  std::atomic<bool> pages = false;     // the search has a second page
  std::shared_ptr<SampleCopies> copies = std::make_shared<SampleCopies>();
  std::atomic<double> knownSpeed = 0;  // of memory, that the last measurement was told
  // From now on `pieces` requests for bytes of the file are answered; the others wait until release().
  void hold(int pieces) { left_ = pieces; }
  void release() { left_ = kAll; }
  static constexpr int kPieceBytes = 16 << 10;
  const std::string& content() const { return content_; }
  library::test::TestServer& server() { return *server_; }

 private:
  void answer(const library::test::HttpRequest& request, library::test::HttpConnection& connection) {
    const std::string commit(40, 'c'), api = std::string("/api/models/") + kRepository;
    const std::string sum = library::test::sha256Of(content_), size = std::to_string(content_.size());
    if (request.path == "/api/models" && request.query.find("cursor") != std::string::npos) {
      connection.answer(200, "", R"([{"id":"another/Page-GGUF","tags":["gguf"]}])");
    } else if (request.path == "/api/models") {
      const std::string next =
          "Link: <" + server_->url().toString().toStdString() + "/api/models?cursor=x>; rel=\"next\"\r\n";
      connection.answer(200, pages ? next : "",
                        std::string(R"([{"id":")") + kRepository +
                            R"(","tags":["gguf","license:mit"],"downloads":12345,"likes":3},
                                        {"id":"other/Something-GGUF","tags":["gguf"],"downloads":7,"gated":"manual"}])");
    } else if (request.path == api + "/revision/main") {
      connection.answer(
          200, "",
          std::string(R"({"id":")") + kRepository + R"(","sha":")" + commit + R"(","tags":["license:mit"]})");
    } else if (request.path == api + "/tree/" + commit) {
      connection.answer(200, "",
                        std::string(R"([{"type":"file","path":")") + kFile +
                            R"(","size":134,"lfs":{"oid":")" + sum + R"(","size":)" + size + "}}]");
    } else if (request.path == std::string("/") + kRepository + "/resolve/" + commit + "/" + kFile) {
      if (gated) {
        connection.answer(403, "X-Error-Code: GatedRepo\r\n", "");
        return;
      }
      const bool bytes = request.method == "GET";
      while (bytes && left_ <= 0) {
        if (!connection.wait(std::chrono::milliseconds(5))) return connection.drop();
      }
      if (bytes && left_ != kAll) --left_;
      library::test::serveContent(request, connection, content_,
                                  "X-Linked-Size: " + size + "\r\nX-Linked-Etag: \"" + sum + "\"\r\n");
    } else {
      connection.answer(404, "", "{}");
    }
  }

  static constexpr int kAll = 1 << 30;
  std::atomic<int> left_ = kAll;
  const std::string content_;
  std::unique_ptr<library::test::TestServer> server_;
};

}  // namespace hearth::desktop
