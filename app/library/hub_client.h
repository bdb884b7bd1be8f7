// Asks the Hugging Face hub, or an endpoint that speaks like it. Sends nothing unless called.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QDateTime>
#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include "app/library/network_log.h"
#include "runtime/base/result.h"

namespace hearth::library {

struct HubSettings {
  QUrl endpoint{"https://huggingface.co"};
  bool offline = false;  // every call fails with a sentence, nothing is sent
  bool quiet = false;    // DO_NOT_TRACK: not even the program's name and version in User-Agent
  QString token;         // sent to the endpoint's host only
};
// HF_ENDPOINT, HF_HUB_OFFLINE, DO_NOT_TRACK (and HF_HUB_DISABLE_TELEMETRY), and tokenOfOtherTools().
HubSettings hubSettingsFromEnvironment();

// Why the hub did not give what was asked.
struct HubFailure {
  enum class Kind {
    Offline,        // by setting
    NoConnection,   // host not found, refused, cut
    Untrusted,      // the TLS certificate
    Gated,          // terms have to be accepted on the page first, or the token lacks them
    TokenInvalid,   // 401 with a token
    PrivateOrGone,  // 401 without a token, or "repository not found": the hub does not tell which
    FileMissing,    // the repository is there, the file or revision is not
    Busy,           // 429 or 5xx
    Answer,         // not understood
  };
  Kind kind = Kind::Answer;
  QString sentence;  // cause and remedy
  QUrl page;         // to open in a browser, when that helps
};

// Either a value or a failure.
template <class T>
struct HubAnswer {
  std::optional<T> value;
  HubFailure failure;
};

struct HubQuery {
  enum class Sort { Trending, Downloads, Likes, Newest };
  QString text;
  Sort sort = Sort::Trending;
  QString author;  // empty: any
  int limit = 30;
  QUrl next;  // from HubPage: the following page; the rest is then ignored
};

struct HubModel {
  QString repository;  // "org/repo"
  QString license;     // from its tags; empty: not stated
  QStringList tags;
  qint64 downloads = 0, likes = 0;
  QDateTime modified;
  bool gated = false, isPrivate = false;
};
struct HubPage {
  QList<HubModel> models;
  QUrl next;  // empty: this was the last
};

// One GGUF model of a repository: a file, or all parts of a split one.
struct HubFile {
  struct Part {
    QString path;
    quint64 bytes = 0;
    QString sha256;  // of LFS files; empty: the hub does not tell
  };
  QString label;      // from the name: "Q4_K_M"; empty: none in it
  QList<Part> parts;  // in order
  quint64 bytes = 0;
  QStringList missingParts;  // names that the repository lacks
};
struct HubRepository {
  QString repository;
  QString commit;  // that "main", or what was asked for, is now; use it in every address
  QString license;
  bool gated = false, isPrivate = false;
  QList<HubFile> files;   // GGUF models, smallest first; no mmproj
  QList<HubFile> others;  // mmproj and the like
};

// What a user may paste: "org/repo", "org/repo:Q4_K_M", hf.co/…, a repository's or a file's URL,
// hearth://open_from_hf?model=…&file=…
struct HubReference {
  QString repository;
  QString revision = "main";
  QString file;    // empty: not stated
  QString format;  // "Q4_K_M" of org/repo:Q4_K_M; empty: not stated
  QUrl endpoint;   // of a pasted URL at another host than the settings'; empty: the settings'
};
std::optional<HubReference> parseReference(const QString& text, const QUrl& endpoint);

// The address of a file's bytes; `path` is encoded.
QUrl resolveUrl(const QUrl& endpoint, const QString& repository, const QString& revision,
                const QString& path);

// Used by one thread with an event loop. Answers come later on that thread; none after the client is gone.
class HubClient : public QObject {
  Q_OBJECT

 public:
  HubClient(NetworkLog& log, const HubSettings& settings, QObject* parent = nullptr);
  ~HubClient() override;

  const HubSettings& settings() const { return settings_; }
  void setSettings(const HubSettings& settings) { settings_ = settings; }

  void search(const HubQuery& query, std::function<void(HubAnswer<HubPage>)> done);
  void open(const HubReference& reference, std::function<void(HubAnswer<HubRepository>)> done);
  // The first bytes of a file, for a verdict before it is downloaded: as many as its GGUF header needs, by
  // ranged requests. `path` of a split model is its first part's.
  struct Header {
    QByteArray bytes;       // from the file's start
    quint64 fileBytes = 0;  // of the whole file
  };
  void readHeader(const HubReference& reference, std::function<void(HubAnswer<Header>)> done);
  // Does the token work? The value is the account's name.
  void whoAmI(std::function<void(HubAnswer<QString>)> done);

  void cancelAll();

 private:
  struct Request;
  struct Reply;
  struct Listing;
  struct HeaderReading;
  void send(std::shared_ptr<Request> request, const QUrl& url);
  void listFiles(std::shared_ptr<Listing> listing, const QUrl& page);
  void readMore(std::shared_ptr<HeaderReading> reading);

  NetworkLog& log_;
  HubSettings settings_;
  QNetworkAccessManager network_;
  QList<QNetworkReply*> running_;
};

// The failure behind an answer of the hub, told by status and X-Error-Code. Also the downloader's.
HubFailure failureOf(int status, const QByteArray& errorCode, const QByteArray& errorMessage, bool withToken,
                     const QUrl& endpoint, const QString& repository);

}  // namespace hearth::library
