// `hearth-cli get` and `models` against a local hub: what a user without a window has.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "tests/library/download_fixture.h"
#include "tests/support/tiny_models.h"

namespace hearth::library::test {
namespace {

class CommandLine : public DownloadFixture {
 protected:
  struct Ran {
    int code = -1;
    QString out, err;
  };
  Ran run(const QStringList& arguments) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HF_ENDPOINT", hub_->url().toString());
    environment.insert("HF_TOKEN", "hf_secret");
    environment.remove("HF_HUB_OFFLINE");
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(HEARTH_CLI), arguments);
    EXPECT_TRUE(waitFor([&] { return program.state() == QProcess::NotRunning; }));
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
  }
  // A repository with one model.
  void serveRepository() {
    content_ = hearth::test::tinyLlama(2).bytes();
    sum_ = sha256Of(content_);
    const std::string commit(40, 'a');
    onHub_ = [this, commit](const HttpRequest& request, HttpConnection& connection) {
      if (request.path == "/api/models/org/repo/revision/main") {
        return connection.answer(200, "", R"({"id":"org/repo","sha":")" + commit + R"("})");
      }
      if (request.path == "/api/models/org/repo/tree/" + commit) {
        std::string json(R"([{"path":"tiny-F32.gguf","size":)");
        json.append(std::to_string(content_.size())).append(R"(,"lfs":{"oid":")").append(sum_);
        json.append(R"(","size":)").append(std::to_string(content_.size())).append("}}]");
        return connection.answer(200, "", json);
      }
      if (request.path.find("/resolve/" + commit + "/tiny-F32.gguf") != std::string::npos) return false;
      return connection.answer(401, "X-Error-Code: RepoNotFound\r\n", "");
    };
  }
  QString folder() const { return QString::fromStdString(folder_.path().string()); }
};

TEST_F(CommandLine, GetDownloadsAModelThatModelsThenFinds) {
  serveRepository();
  const Ran got = run({"get", "org/repo", "--folder", folder()});
  ASSERT_EQ(got.code, 0) << got.err.toStdString();
  const QString path = folder() + "/org/repo/tiny-F32.gguf";
  EXPECT_EQ(got.out.trimmed(), path);
  EXPECT_EQ(read(path) == content_, true);
  EXPECT_FALSE(got.err.contains("secret"));

  const Ran found = run({"models", "--folder", folder(), "--json"});
  ASSERT_EQ(found.code, 0) << found.err.toStdString();
  const auto models = QJsonDocument::fromJson(found.out.toUtf8()).object().value("models").toArray();
  ASSERT_EQ(models.size(), 1);
  EXPECT_EQ(models[0].toObject().value("format").toString(), "F32");
  EXPECT_FALSE(models[0].toObject().value("fit").toObject().value("sentence").toString().isEmpty());
}

TEST_F(CommandLine, GetTellsWhatIsWrong) {
  serveRepository();
  const Ran missing = run({"get", "org/other", "--folder", folder()});
  EXPECT_EQ(missing.code, 1);
  EXPECT_TRUE(missing.err.contains("does not exist")) << missing.err.toStdString();
  const Ran format = run({"get", "org/repo:Q4_K_M", "--folder", folder()});
  EXPECT_EQ(format.code, 1);
  EXPECT_TRUE(format.err.contains("it has: F32")) << format.err.toStdString();
  EXPECT_EQ(run({"get", "nonsense", "--folder", folder()}).code, 1);
}

}  // namespace
}  // namespace hearth::library::test
