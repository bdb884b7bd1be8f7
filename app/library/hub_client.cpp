#include "app/library/hub_client.h"

#include <algorithm>

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include "app/library/hub_answers.h"
#include "app/library/hub_reference.h"
#include "app/library/hub_request.h"
#include "app/library/library_words.h"
#include "app/library/secret_store.h"
#include "runtime/gguf/parse_part.h"

namespace hearth::library {
namespace {

constexpr int kHopsMost = 6, kPagesMost = 50;
constexpr qint64 kAnswerBytesMost = 32 << 20;
constexpr int kTimeoutMs = 30'000;
// Vocabularies of 150,000 tokens with their merges take some 6 MB.
constexpr quint64 kHeaderFirst = 8 << 20, kHeaderMost = 128 << 20;

template <class T>
HubAnswer<T> failed(HubFailure failure) {
  return {std::nullopt, std::move(failure)};
}

HubFailure notUnderstood(const QUrl& url) {
  return {
      HubFailure::Kind::Answer,
      Words::tr("%1 answered with something else than the hub's language; check the address in the settings.")
          .arg(url.host()),
      {}};
}

bool isSet(const char* name) {
  const QString value = qEnvironmentVariable(name).trimmed().toLower();
  return !value.isEmpty() && value != QLatin1String("0") && value != QLatin1String("false") &&
         value != QLatin1String("no") && value != QLatin1String("off");
}

}  // namespace

HubSettings hubSettingsFromEnvironment() {
  HubSettings settings;
  const QUrl endpoint(qEnvironmentVariable("HF_ENDPOINT").trimmed(), QUrl::StrictMode);
  const bool isWeb =
      endpoint.scheme() == QLatin1String("https") || endpoint.scheme() == QLatin1String("http");
  if (endpoint.isValid() && isWeb && !endpoint.host().isEmpty()) {
    settings.endpoint =
        endpoint.adjusted(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
  }
  settings.offline = isSet("HF_HUB_OFFLINE");
  settings.quiet = isSet("DO_NOT_TRACK") || isSet("HF_HUB_DISABLE_TELEMETRY");
  settings.token = tokenOfOtherTools().token;
  return settings;
}

HubFailure failureOf(int status, const QByteArray& errorCode, const QByteArray& errorMessage, bool withToken,
                     const QUrl& endpoint, const QString& repository) {
  QUrl page = endpoint;
  page.setPath(endpoint.path() + QLatin1Char('/') + repository);
  if (repository.isEmpty()) page.clear();
  using Kind = HubFailure::Kind;
  if (errorCode == "GatedRepo") {
    return {
        Kind::Gated,
        withToken
            ? Words::tr("%1 is only for those who accepted its terms: open its page, ask for access with the "
                        "account of your token, then try again.")
                  .arg(repository)
            : Words::tr("%1 is only for those who accepted its terms: open its page and ask for access, then "
                        "enter an access token of that account in the settings.")
                  .arg(repository),
        page};
  }
  if (errorCode == "EntryNotFound" || errorCode == "RevisionNotFound") {
    return {Kind::FileMissing,
            Words::tr("%1 has no such file or version any more; look at its list of files.").arg(repository),
            page};
  }
  // The hub answers 401 for what it does not want to tell apart: private, gated or not there at all.
  if (errorCode == "RepoNotFound" || (status == 401 && !withToken)) {
    return {
        Kind::PrivateOrGone,
        withToken
            ? Words::tr("%1 does not exist, or your account may not see it. Check the name.").arg(repository)
            : Words::tr(
                  "%1 does not exist, or it is private. Check the name; if it is yours, enter an access "
                  "token in the settings.")
                  .arg(repository),
        page};
  }
  if (status == 401) {
    return {
        Kind::TokenInvalid,
        Words::tr(
            "%1 does not accept the access token: it may have expired. Make a new one and enter it in the "
            "settings.")
            .arg(endpoint.host()),
        {}};
  }
  if (status == 403) {
    return {Kind::Gated,
            Words::tr("%1 does not allow this download (%2). Open its page to see what it asks for.")
                .arg(repository.isEmpty() ? endpoint.host() : repository,
                     errorMessage.isEmpty() ? QStringLiteral("HTTP 403")
                                            : QString::fromUtf8(errorMessage.left(200))),
            page};
  }
  if (status == 404) {
    return {Kind::FileMissing, Words::tr("This was not found at %1; check the name.").arg(endpoint.host()),
            page};
  }
  if (status == 408 || status == 425 || status == 429 || status >= 500) {
    return {Kind::Busy,
            status == 429
                ? Words::tr("%1 asks for a pause; try again in a few minutes.").arg(endpoint.host())
                : Words::tr("%1 is in trouble (HTTP %2); try again later.").arg(endpoint.host()).arg(status),
            {}};
  }
  return {Kind::Answer, Words::tr("%1 answered with HTTP %2.").arg(endpoint.host()).arg(status), page};
}

struct HubClient::Reply {
  int status = 0;
  QUrl url;
  QByteArray body, link, contentRange;
  bool cutShort = false;  // more than was asked for came
};
struct HubClient::Request {
  QString purpose, repository;
  QUrl endpoint;
  QByteArray range;
  qint64 bytesMost = kAnswerBytesMost;
  int hops = 0;
  std::function<void(Reply)> done;
  std::function<void(HubFailure)> failed;
};

HubClient::HubClient(NetworkLog& log, const HubSettings& settings, QObject* parent)
    : QObject(parent), log_(log), settings_(settings) {
  useSystemProxy(network_);
}

HubClient::~HubClient() { cancelAll(); }

void HubClient::cancelAll() {
  for (QNetworkReply* reply : std::exchange(running_, {})) {
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
  }
}

void HubClient::send(std::shared_ptr<Request> request, const QUrl& url) {
  if (settings_.offline) {
    HubFailure failure{
        HubFailure::Kind::Offline,
        Words::tr("Hearth is set to work offline; allow it to use the network in the settings."),
        {}};
    QMetaObject::invokeMethod(
        this, [request, failure] { request->failed(failure); }, Qt::QueuedConnection);
    return;
  }
  HubSettings settings = settings_;
  // Another endpoint gets no token: it belongs to the one in the settings.
  if (!sameServer(request->endpoint, settings.endpoint)) settings.token.clear();
  PreparedRequest prepared = prepare(url, settings);
  prepared.request.setTransferTimeout(kTimeoutMs);
  if (!request->range.isEmpty()) prepared.request.setRawHeader("Range", request->range);
  const qint64 number = log_.began(QStringLiteral("GET"), url, request->purpose, prepared.withToken);
  QNetworkReply* reply = network_.get(prepared.request);
  running_ << reply;
  auto body = std::make_shared<QByteArray>();
  connect(reply, &QNetworkReply::readyRead, this, [reply, body, request] {
    *body += reply->read(request->bytesMost + 1 - body->size());
    if (body->size() > request->bytesMost) reply->abort();  // ends in finished()
  });
  connect(reply, &QNetworkReply::finished, this, [=, this, withToken = prepared.withToken] {
    running_.removeOne(reply);
    reply->deleteLater();
    const int status = statusOf(*reply);
    const bool whole =
        reply->error() != QNetworkReply::OperationCanceledError || body->size() > request->bytesMost;
    log_.ended(number, status, body->size(), whole && status > 0 ? QString() : reply->errorString());
    if (const QUrl target = redirectOf(*reply); target.isValid()) {
      if (++request->hops <= kHopsMost) return send(request, target);
      return request->failed(notUnderstood(url));
    }
    if (status == 0 || !whole) return request->failed(failureOfConnection(*reply));
    if (status != 200 && status != 206) {
      return request->failed(failureOf(status, reply->rawHeader("X-Error-Code"),
                                       reply->rawHeader("X-Error-Message"), withToken, request->endpoint,
                                       request->repository));
    }
    Reply answer{status, url, *body, reply->rawHeader("Link"), reply->rawHeader("Content-Range"), false};
    if (answer.body.size() > request->bytesMost) {
      answer.body.truncate(request->bytesMost);
      answer.cutShort = true;
    }
    request->done(std::move(answer));
  });
}

void HubClient::search(const HubQuery& query, std::function<void(HubAnswer<HubPage>)> done) {
  QUrl url = query.next;
  if (url.isEmpty()) {
    url = settings_.endpoint;
    url.setPath(url.path() + QLatin1String("/api/models"));
    QUrlQuery items;
    const auto add = [&](const char* key, const QString& value) {
      items.addQueryItem(QLatin1String(key), QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    if (!query.text.trimmed().isEmpty()) add("search", query.text.trimmed());
    if (!query.author.isEmpty()) add("author", query.author);
    add("filter", QStringLiteral("gguf"));
    static constexpr const char* kSorts[] = {"trendingScore", "downloads", "likes", "lastModified"};
    add("sort", QLatin1String(kSorts[static_cast<size_t>(query.sort)]));
    add("direction", QStringLiteral("-1"));
    add("limit", QString::number(std::clamp(query.limit, 1, 100)));
    add("full", QStringLiteral("true"));
    url.setQuery(items);
  }
  auto request = std::make_shared<Request>();
  request->purpose = Words::tr("search");
  request->endpoint = settings_.endpoint;
  request->failed = [done](HubFailure failure) { done(failed<HubPage>(std::move(failure))); };
  request->done = [done, endpoint = settings_.endpoint](const Reply& reply) {
    auto models = modelsFrom(reply.body);
    if (!models) return done(failed<HubPage>(notUnderstood(reply.url)));
    const QUrl next = nextPageOf(reply.link, reply.url);
    done({HubPage{std::move(*models), sameServer(next, endpoint) ? next : QUrl()}, {}});
  };
  send(request, url);
}

struct HubClient::Listing {
  HubRepository repository;
  QList<HubFile::Part> parts;
  QUrl endpoint;
  int pages = 0;
  std::function<void(HubAnswer<HubRepository>)> done;
};

void HubClient::open(const HubReference& reference, std::function<void(HubAnswer<HubRepository>)> done) {
  auto listing = std::make_shared<Listing>();
  listing->endpoint = reference.endpoint.isEmpty() ? settings_.endpoint : reference.endpoint;
  listing->done = std::move(done);
  auto request = std::make_shared<Request>();
  request->purpose = Words::tr("model page");
  request->repository = reference.repository;
  request->endpoint = listing->endpoint;
  request->failed = [listing](HubFailure failure) {
    listing->done(failed<HubRepository>(std::move(failure)));
  };
  request->done = [this, listing, reference](const Reply& reply) {
    auto repository = repositoryFrom(reply.body);
    if (!repository) return listing->done(failed<HubRepository>(notUnderstood(reply.url)));
    listing->repository = std::move(*repository);
    // A renamed repository answers under its new name.
    if (listing->repository.repository.isEmpty()) listing->repository.repository = reference.repository;
    if (listing->repository.commit.isEmpty()) listing->repository.commit = reference.revision;
    QUrl url = listing->endpoint;
    url.setPath(url.path() + QLatin1String("/api/models/") + listing->repository.repository +
                QLatin1String("/tree/") + listing->repository.commit);
    url.setQuery(QStringLiteral("recursive=true"));
    listFiles(listing, url);
  };
  QUrl url = listing->endpoint;
  url.setPath(url.path() + QLatin1String("/api/models/") + reference.repository +
              QLatin1String("/revision/") + reference.revision);
  send(request, url);
}

void HubClient::listFiles(std::shared_ptr<Listing> listing, const QUrl& page) {
  auto request = std::make_shared<Request>();
  request->purpose = Words::tr("list of files");
  request->repository = listing->repository.repository;
  request->endpoint = listing->endpoint;
  request->failed = [listing](HubFailure failure) {
    listing->done(failed<HubRepository>(std::move(failure)));
  };
  request->done = [this, listing](const Reply& reply) {
    auto parts = partsFrom(reply.body);
    if (!parts) return listing->done(failed<HubRepository>(notUnderstood(reply.url)));
    listing->parts << *parts;
    const QUrl next = nextPageOf(reply.link, reply.url);
    if (sameServer(next, listing->endpoint) && ++listing->pages < kPagesMost) return listFiles(listing, next);
    groupFiles(listing->parts, listing->repository);
    listing->done({std::move(listing->repository), {}});
  };
  send(request, page);
}

struct HubClient::HeaderReading {
  HubReference reference;
  QUrl endpoint;
  Header header;
  quint64 wanted = kHeaderFirst;
  std::function<void(HubAnswer<Header>)> done;
};

void HubClient::readHeader(const HubReference& reference, std::function<void(HubAnswer<Header>)> done) {
  auto reading = std::make_shared<HeaderReading>();
  reading->reference = reference;
  reading->endpoint = reference.endpoint.isEmpty() ? settings_.endpoint : reference.endpoint;
  reading->done = std::move(done);
  readMore(std::move(reading));
}

void HubClient::readMore(std::shared_ptr<HeaderReading> reading) {
  const auto have = static_cast<quint64>(reading->header.bytes.size());
  auto request = std::make_shared<Request>();
  request->purpose = Words::tr("header of %1").arg(reading->reference.file);
  request->repository = reading->reference.repository;
  request->endpoint = reading->endpoint;
  request->range = "bytes=" + QByteArray::number(have) + '-' + QByteArray::number(reading->wanted - 1);
  request->bytesMost = static_cast<qint64>(reading->wanted - have);
  request->failed = [reading](HubFailure failure) { reading->done(failed<Header>(std::move(failure))); };
  request->done = [this, reading, have](const Reply& reply) {
    if (reply.status == 200 && have > 0) {  // from the start again: this server knows no ranges
      return reading->done(failed<Header>(notUnderstood(reply.url)));
    }
    reading->header.bytes += reply.body;
    const quint64 total = reply.contentRange.split('/').last().toULongLong();
    if (total > 0) reading->header.fileBytes = total;
    const QByteArray& bytes = reading->header.bytes;
    const auto parsed =
        headerBytesOf(std::as_bytes(std::span(bytes.constData(), static_cast<size_t>(bytes.size()))));
    const bool more = !reply.body.isEmpty() && static_cast<quint64>(bytes.size()) == reading->wanted;
    if (!parsed && more && reading->wanted < kHeaderMost) {
      reading->wanted = std::min(kHeaderMost, reading->wanted * 4);
      return readMore(reading);
    }
    if (!parsed) {
      return reading->done(failed<Header>({HubFailure::Kind::Answer, textOf(parsed.error()), {}}));
    }
    reading->header.bytes.truncate(
        static_cast<qsizetype>(std::min<uint64_t>(*parsed, static_cast<uint64_t>(bytes.size()))));
    reading->done({std::move(reading->header), {}});
  };
  send(request, resolveUrl(reading->endpoint, reading->reference.repository, reading->reference.revision,
                           reading->reference.file));
}

void HubClient::whoAmI(std::function<void(HubAnswer<QString>)> done) {
  auto request = std::make_shared<Request>();
  request->purpose = Words::tr("check of the access token");
  request->endpoint = settings_.endpoint;
  request->failed = [done](HubFailure failure) { done(failed<QString>(std::move(failure))); };
  request->done = [done](const Reply& reply) {
    const QString name = QJsonDocument::fromJson(reply.body).object().value(QLatin1String("name")).toString();
    if (name.isEmpty()) return done(failed<QString>(notUnderstood(reply.url)));
    done({name, {}});
  };
  QUrl url = settings_.endpoint;
  url.setPath(url.path() + QLatin1String("/api/whoami-v2"));
  send(request, url);
}

}  // namespace hearth::library
