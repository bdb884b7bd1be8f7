#include "app/library/hub_client.h"

#include <gtest/gtest.h>

#include <optional>

#include <QFile>

#include "app/library/downloads.h"
#include "app/library/secret_store.h"
#include "tests/library/test_server.h"
#include "tests/library/wait_for.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth::library::test {
namespace {

class HubClientTest : public testing::Test {
 protected:
  HubClientTest() {
    server_ = std::make_unique<TestServer>([this](const HttpRequest& request, HttpConnection& connection) {
      if (!handler_ || !handler_(request, connection)) connection.answer(404, "", "{}");
    });
    elsewhere_ = std::make_unique<TestServer>([this](const HttpRequest& request, HttpConnection& connection) {
      serveContent(request, connection, content_);
    });
    settings_.endpoint = server_->url();
    settings_.token = "hf_secret";
  }
  ~HubClientTest() override {
    server_.reset();
    elsewhere_.reset();
  }
  template <class T, class Call>
  HubAnswer<T> answerOf(Call call) {
    HubClient client(log_, settings_);
    std::optional<HubAnswer<T>> got;
    call(client, [&](HubAnswer<T> answer) { got = std::move(answer); });
    EXPECT_TRUE(waitFor([&] { return got.has_value(); }));
    return got ? std::move(*got) : HubAnswer<T>{};
  }
  HubAnswer<HubPage> search(const HubQuery& query) {
    return answerOf<HubPage>([&](HubClient& client, auto done) { client.search(query, done); });
  }
  HubAnswer<HubRepository> open(const HubReference& reference) {
    return answerOf<HubRepository>([&](HubClient& client, auto done) { client.open(reference, done); });
  }
  static HubReference repository(const QString& name) {
    HubReference reference;
    reference.repository = name;
    return reference;
  }

  NetworkLog log_;
  HubSettings settings_;
  std::string content_;
  std::function<bool(const HttpRequest&, HttpConnection&)> handler_;
  std::unique_ptr<TestServer> server_, elsewhere_;
};

TEST_F(HubClientTest, SearchesAndFollowsPages) {
  handler_ = [this](const HttpRequest& request, HttpConnection& connection) {
    if (request.query.find("cursor") != std::string::npos) {
      return connection.answer(200, "", R"([{"id":"org/second"}])");
    }
    return connection.answer(
        200, "Link: <" + server_->url().toString().toStdString() + "/api/models?cursor=x>; rel=\"next\"\r\n",
        R"([{"id":"org/first","tags":["gguf","license:mit"],"downloads":7,"likes":3,
                                 "lastModified":"2026-01-02T03:04:05.000Z","gated":"manual","private":false},
                                {"id":"../evil"},{"nonsense":1}])");
  };
  HubQuery query;
  query.text = "deep seek & co";
  query.sort = HubQuery::Sort::Downloads;
  const auto first = search(query);
  ASSERT_TRUE(first.value) << first.failure.sentence.toStdString();
  ASSERT_EQ(first.value->models.size(), 1);  // names that are none are left out
  const HubModel& model = first.value->models[0];
  EXPECT_EQ(model.repository, "org/first");
  EXPECT_EQ(model.license, "mit");
  EXPECT_EQ(model.downloads, 7);
  EXPECT_TRUE(model.gated);
  EXPECT_EQ(model.modified.date().year(), 2026);
  EXPECT_NE(server_->requests()[0].query.find("search=deep%20seek%20%26%20co"), std::string::npos)
      << server_->requests()[0].query;
  EXPECT_NE(server_->requests()[0].query.find("filter=gguf"), std::string::npos);
  EXPECT_NE(server_->requests()[0].query.find("sort=downloads"), std::string::npos);
  query.next = first.value->next;
  const auto second = search(query);
  ASSERT_TRUE(second.value);
  EXPECT_EQ(second.value->models[0].repository, "org/second");
  EXPECT_TRUE(second.value->next.isEmpty());
}

TEST_F(HubClientTest, APageThatContinuesOnAnotherHostIsNotFollowed) {
  handler_ = [](const HttpRequest&, HttpConnection& connection) {
    return connection.answer(200, "Link: <http://localhost:1/api/models?cursor=x>; rel=\"next\"\r\n", "[]");
  };
  EXPECT_TRUE(search({}).value->next.isEmpty());
}

TEST_F(HubClientTest, ListsARepositorysFilesGrouped) {
  const std::string commit(40, 'c'), sum(64, 'd');
  handler_ = [&](const HttpRequest& request, HttpConnection& connection) {
    if (request.path == "/api/models/org/repo/revision/main") {
      return connection.answer(
          200, "", R"({"id":"org/repo","sha":")" + commit + R"(","tags":["license:mit"],"gated":false})");
    }
    if (request.path != "/api/models/org/repo/tree/" + commit) return false;
    if (request.query.find("page=2") != std::string::npos) {
      return connection.answer(200, "", R"([{"type":"file","path":"B/m-B-Q8_0-00002-of-00002.gguf","size":30},
        {"type":"file","path":"mmproj-f16.gguf","size":5},{"type":"file","path":"README.md","size":1},
        {"type":"file","path":"C/m-C-00001-of-00002.gguf","size":9}])");
    }
    return connection.answer(200, "Link: </api/models/org/repo/tree/" + commit + "?page=2>; rel=\"next\"\r\n",
                             R"([{"type":"file","path":"m-Q4_K_M.gguf","size":134,"oid":"x",
                                  "lfs":{"oid":")" +
                                 sum + R"(","size":100,"pointerSize":134}},
                                 {"type":"file","path":"B/m-B-Q8_0-00001-of-00002.gguf","size":40}])");
  };
  const auto answer = open(repository("org/repo"));
  ASSERT_TRUE(answer.value) << answer.failure.sentence.toStdString();
  const HubRepository& found = *answer.value;
  EXPECT_EQ(found.commit.toStdString(), commit);
  EXPECT_EQ(found.license, "mit");
  ASSERT_EQ(found.files.size(), 3);  // smallest first
  EXPECT_EQ(found.files[0].missingParts, QStringList{"C/m-C-00002-of-00002.gguf"});
  EXPECT_EQ(found.files[1].label, "Q8_0");
  EXPECT_EQ(found.files[1].bytes, 70u);
  EXPECT_EQ(found.files[1].parts.size(), 2);
  EXPECT_EQ(found.files[2].label, "Q4_K_M");
  EXPECT_EQ(found.files[2].bytes, 100u);  // not the pointer's size
  EXPECT_EQ(found.files[2].parts[0].sha256.toStdString(), sum);
  ASSERT_EQ(found.others.size(), 1);
  const auto request = requestFor(settings_.endpoint, found, found.files[1], "/models");
  EXPECT_EQ(request.files[1].target, "/models/org/repo/m-B-Q8_0-00002-of-00002.gguf");
  EXPECT_TRUE(request.files[1].url.path().endsWith("/org/repo/resolve/" + QString::fromStdString(commit) +
                                                   "/B/m-B-Q8_0-00002-of-00002.gguf"));
}

TEST_F(HubClientTest, TellsGatedPrivateAndMissingApart) {
  struct Case {
    int status;
    const char *headers, *token;
    HubFailure::Kind kind;
  };
  using Kind = HubFailure::Kind;
  for (const Case& one : {Case{403, "X-Error-Code: GatedRepo\r\n", "t", Kind::Gated},
                          Case{401, "X-Error-Code: RepoNotFound\r\n", "", Kind::PrivateOrGone},
                          Case{401, "", "", Kind::PrivateOrGone}, Case{401, "", "t", Kind::TokenInvalid},
                          Case{404, "X-Error-Code: RepoNotFound\r\n", "t", Kind::PrivateOrGone},
                          Case{404, "X-Error-Code: RevisionNotFound\r\n", "", Kind::FileMissing},
                          Case{429, "", "", Kind::Busy}, Case{503, "", "", Kind::Busy}}) {
    settings_.token = one.token;
    handler_ = [one](const HttpRequest&, HttpConnection& connection) {
      return connection.answer(one.status, one.headers, "");
    };
    const auto answer = open(repository("org/repo"));
    EXPECT_FALSE(answer.value);
    EXPECT_EQ(answer.failure.kind, one.kind)
        << one.status << one.headers << answer.failure.sentence.toStdString();
    EXPECT_TRUE(answer.failure.sentence.endsWith('.'));
  }
}

TEST_F(HubClientTest, AnswersThatAreNotTheHubsAreSaidToBe) {
  handler_ = [](const HttpRequest&, HttpConnection& connection) {
    return connection.answer(200, "", "<html>log in</html>");
  };
  EXPECT_EQ(search({}).failure.kind, HubFailure::Kind::Answer);
  const quint16 port = static_cast<quint16>(server_->url().port());
  server_.reset();
  settings_.endpoint.setPort(port);
  EXPECT_EQ(search({}).failure.kind, HubFailure::Kind::NoConnection);
}

TEST_F(HubClientTest, SendsNothingOfflineAndNamesItselfOnlyWhenAllowed) {
  settings_.offline = true;
  EXPECT_EQ(search({}).failure.kind, HubFailure::Kind::Offline);
  EXPECT_TRUE(server_->requests().empty());
  EXPECT_TRUE(log_.entries().isEmpty());
  settings_.offline = false;
  handler_ = [](const HttpRequest&, HttpConnection& connection) { return connection.answer(200, "", "[]"); };
  search({});
  settings_.quiet = true;
  search({});
  EXPECT_EQ(server_->requests()[0].headers.at("user-agent"), "Hearth");
  EXPECT_EQ(server_->requests()[1].headers.at("user-agent").find("Hearth"), std::string::npos);
  ASSERT_EQ(log_.entries().size(), 2);
  EXPECT_TRUE(log_.entries()[0].withToken);
  EXPECT_EQ(log_.entries()[0].status, 200);
  EXPECT_EQ(log_.entries()[0].bytesIn, 2);
  EXPECT_EQ(log_.entries()[0].purpose, "search");
}

TEST_F(HubClientTest, ReadsAHeaderByRangesWithoutGivingTheTokenAway) {
  content_ = hearth::test::tinyLlama(2).bytes();
  handler_ = [this](const HttpRequest&, HttpConnection& connection) {
    return connection.redirect(302, elsewhere_->url("localhost").toString().toStdString() + "/blob");
  };
  HubReference reference = repository("org/repo");
  reference.file = "model.gguf";
  const auto answer =
      answerOf<HubClient::Header>([&](HubClient& client, auto done) { client.readHeader(reference, done); });
  ASSERT_TRUE(answer.value) << answer.failure.sentence.toStdString();
  EXPECT_EQ(answer.value->fileBytes, content_.size());
  EXPECT_LT(static_cast<size_t>(answer.value->bytes.size()), content_.size());
  EXPECT_EQ(answer.value->bytes.toStdString(),
            content_.substr(0, static_cast<size_t>(answer.value->bytes.size())));
  for (const auto& one : elsewhere_->requests()) EXPECT_FALSE(one.has("authorization"));
  for (const auto& one : server_->requests()) EXPECT_TRUE(one.has("authorization"));
}

TEST_F(HubClientTest, AnotherEndpointGetsNoToken) {
  HubReference reference = repository("org/repo");
  reference.endpoint = elsewhere_->url();
  content_ = R"({"id":"org/repo"})";
  open(reference);
  ASSERT_FALSE(elsewhere_->requests().empty());
  for (const auto& one : elsewhere_->requests()) EXPECT_FALSE(one.has("authorization"));
}

TEST(HubReferences, AreReadInEveryFormThatPeoplePaste) {
  const QUrl hub("https://huggingface.co");
  struct Case {
    const char *text, *repository, *revision, *file, *format;
  };
  for (const Case& one : {
           Case{"org/repo", "org/repo", "main", "", ""},
           Case{"  org/repo  ", "org/repo", "main", "", ""},
           Case{"org/repo:q4_k_m", "org/repo", "main", "", "Q4_K_M"},
           Case{"org/repo:sub/m.gguf", "org/repo", "main", "sub/m.gguf", ""},
           Case{"https://huggingface.co/org/repo", "org/repo", "main", "", ""},
           Case{"https://huggingface.co/org/repo/tree/v2", "org/repo", "v2", "", ""},
           Case{"https://huggingface.co/org/repo/blob/main/sub/m.gguf", "org/repo", "main", "sub/m.gguf", ""},
           Case{"https://huggingface.co/org/repo/resolve/abc/m.gguf?download=true", "org/repo", "abc",
                "m.gguf", ""},
           Case{"hf.co/org/repo:Q8_0", "org/repo", "main", "", "Q8_0"},
           Case{"huggingface.co/org/repo", "org/repo", "main", "", ""},
           Case{"hearth://open_from_hf?model=org/repo&file=a%20b.gguf", "org/repo", "main", "a b.gguf", ""},
       }) {
    const auto reference = parseReference(one.text, hub);
    ASSERT_TRUE(reference) << one.text;
    EXPECT_EQ(reference->repository, one.repository) << one.text;
    EXPECT_EQ(reference->revision, one.revision) << one.text;
    EXPECT_EQ(reference->file, one.file) << one.text;
    EXPECT_EQ(reference->format, one.format) << one.text;
    EXPECT_TRUE(reference->endpoint.isEmpty()) << one.text;
  }
  EXPECT_EQ(parseReference("https://hf-mirror.example/org/repo", hub)->endpoint,
            QUrl("https://hf-mirror.example"));
  for (const char* text :
       {"", "words of a search", "org", "org/../repo", "../../etc/passwd", "https://huggingface.co/org",
        "hearth://open_from_hf?model=../..&file=x.gguf", "hearth://open_from_hf?model=a/b&file=../x.gguf",
        "hearth://other?model=a/b", "org/repo:../x.gguf", "file:///etc/passwd"}) {
    EXPECT_FALSE(parseReference(text, hub)) << text;
  }
}

class Environment {
 public:
  Environment(const char* name, const QByteArray& value)
      : name_(name), before_(qgetenv(name)), was_(qEnvironmentVariableIsSet(name)) {
    qputenv(name, value);
  }
  ~Environment() { was_ ? qputenv(name_, before_) : qunsetenv(name_); }

 private:
  const char* name_;
  QByteArray before_;
  bool was_;
};

TEST(HubEnvironment, EndpointOfflineQuietAndTokenAreHonoured) {
  const hearth::test::TemporaryFolder folder;
  const Environment endpoint("HF_ENDPOINT", "https://mirror.example/hub/"), offline("HF_HUB_OFFLINE", "1"),
      quiet("DO_NOT_TRACK", "1"), token("HF_TOKEN", ""), old("HUGGING_FACE_HUB_TOKEN", ""),
      path("HF_TOKEN_PATH", folder.write("token", "hf_from_file\n").c_str());
  const HubSettings settings = hubSettingsFromEnvironment();
  EXPECT_EQ(settings.endpoint, QUrl("https://mirror.example/hub"));
  EXPECT_TRUE(settings.offline);
  EXPECT_TRUE(settings.quiet);
  EXPECT_EQ(settings.token, "hf_from_file");
  const Environment direct("HF_TOKEN", "hf_direct"), online("HF_HUB_OFFLINE", "0");
  EXPECT_EQ(tokenOfOtherTools().token, "hf_direct");
  EXPECT_EQ(tokenOfOtherTools().where, "HF_TOKEN");
  EXPECT_FALSE(hubSettingsFromEnvironment().offline);
}

TEST(Secrets, AForgetfulStoreKeepsUntilRemoved) {
  const auto store = makeForgetfulStore();
  std::optional<QString> read;
  store->write("a", "b", [](const Result<void>& done) { EXPECT_TRUE(done); });
  store->read("a", [&](const Result<QString>& secret) { read = *secret; });
  ASSERT_TRUE(waitFor([&] { return read.has_value(); }));
  EXPECT_EQ(*read, "b");
  read.reset();
  store->remove("a", [](const Result<void>& done) { EXPECT_TRUE(done); });
  store->read("a", [&](const Result<QString>& secret) { read = *secret; });
  ASSERT_TRUE(waitFor([&] { return read.has_value(); }));
  EXPECT_EQ(*read, "");
}

// Without a desktop there is no keyring: the answer is a sentence with a remedy, and nothing on the disk.
TEST(Secrets, AMissingKeyringIsASentence) {
  const Environment noBus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
  const auto keyring = makeKeyring();
  std::optional<Result<void>> written;
  keyring->write("hearth-test", "secret", [&](Result<void> done) { written = std::move(done); });
  ASSERT_TRUE(waitFor([&] { return written.has_value(); }));
  ASSERT_FALSE(*written);
  EXPECT_NE(written->error().what().find("HF_TOKEN"), std::string::npos) << written->error().what();
}

TEST(NetworkLogs, AreKeptInAFileALineEach) {
  const hearth::test::TemporaryFolder folder;
  const QString path = QString::fromStdString(folder.file("network.jsonl"));
  NetworkLog log(path);
  const qint64 number = log.began("GET", QUrl("https://h.example/a%20b?Signature=s3cret"), "test", false);
  log.ended(number, 200, 12);
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray line = file.readAll();
  EXPECT_TRUE(line.contains("\"host\":\"h.example\"")) << line.constData();
  EXPECT_FALSE(line.contains("s3cret"));
  EXPECT_EQ(line.count('\n'), 1);
}

}  // namespace
}  // namespace hearth::library::test
