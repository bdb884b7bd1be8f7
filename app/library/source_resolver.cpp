#include "app/library/source_resolver.h"

#include <QRegularExpression>

#include "app/library/hub_request.h"
#include "app/library/library_words.h"

namespace hearth::library {
namespace {

constexpr int kHopsMost = 6;

bool isSha256(const QString& text) {
  static const QRegularExpression pattern(QStringLiteral("^[0-9a-f]{64}$"));
  return pattern.match(text).hasMatch();
}

}  // namespace

SourceResolver::SourceResolver(const EngineParts& parts, const QUrl& url, const QString& repository,
                               const QString& purpose, Done done)
    : parts_(parts), repository_(repository), purpose_(purpose), done_(std::move(done)) {
  ask(url, Method::Head);
}

SourceResolver::~SourceResolver() {
  if (!reply_) return;
  reply_->disconnect(this);
  reply_->abort();
  reply_->deleteLater();
}

void SourceResolver::ask(const QUrl& url, Method method) {
  PreparedRequest prepared = prepare(url, parts_.hub);
  withToken_ = prepared.withToken;
  if (method == Method::FirstByte) prepared.request.setRawHeader("Range", "bytes=0-0");
  logNumber_ = parts_.log.began(method == Method::Head ? QStringLiteral("HEAD") : QStringLiteral("GET"), url,
                                purpose_, withToken_);
  idle_.start();
  reply_ =
      method == Method::Head ? parts_.network.head(prepared.request) : parts_.network.get(prepared.request);
  reply_->setReadBufferSize(64 << 10);
  if (method == Method::FirstByte) {
    // A server without ranges would go on and send everything.
    connect(reply_, &QNetworkReply::metaDataChanged, this, [this, method] {
      if (statusOf(*reply_) == 200) answered(method);
    });
  }
  connect(reply_, &QNetworkReply::finished, this, [this, method] { answered(method); });
}

void SourceResolver::answered(Method method) {
  QNetworkReply* reply = reply_;
  reply->disconnect(this);
  reply_ = nullptr;
  reply->deleteLater();
  const int status = statusOf(*reply);
  parts_.log.ended(logNumber_, status, 0, status == 0 ? reply->errorString() : QString());
  if (!reply->isFinished()) reply->abort();

  if (source_.bytes == 0) source_.bytes = reply->rawHeader("X-Linked-Size").toULongLong();
  const QString linked = plainEtag(reply->rawHeader("X-Linked-Etag"));
  if (source_.sha256.isEmpty() && isSha256(linked)) source_.sha256 = linked;
  if (source_.etag.isEmpty()) source_.etag = linked;

  if (const QUrl target = redirectOf(*reply); target.isValid()) {
    if (++hops_ > kHopsMost) {
      return finish(ResolveFailure{
          {HubFailure::Kind::Answer,
           Words::tr("%1 sends the download round in circles; try again later.").arg(reply->url().host()),
           {}}});
    }
    // The hub has said all there is to know, and the address behind it may be good for one request only.
    if (!sameServer(target, reply->url()) && source_.bytes > 0) {
      source_.url = target;
      return finish(source_);
    }
    return ask(target, method);
  }
  if (status == 200 || status == 206) {
    source_.url = reply->url();
    if (source_.etag.isEmpty()) source_.etag = plainEtag(reply->rawHeader("ETag"));
    if (source_.bytes == 0 && status == 206) {
      source_.bytes = reply->rawHeader("Content-Range").split('/').last().toULongLong();
    }
    if (source_.bytes == 0 && status == 200) {
      source_.bytes = reply->header(QNetworkRequest::ContentLengthHeader).toULongLong();
    }
    if (source_.bytes > 0) return finish(source_);
    if (method == Method::Head) return ask(reply->url(), Method::FirstByte);
    return finish(
        ResolveFailure{{HubFailure::Kind::Answer,
                        Words::tr("%1 does not say how large the file is, so it cannot be downloaded safely.")
                            .arg(reply->url().host()),
                        {}}});
  }
  if (method == Method::Head && (status == 405 || status == 501)) return ask(reply->url(), Method::FirstByte);
  ResolveFailure failed;
  failed.retryAfterMs = retryAfterMs(*reply);
  if (status == 0) {
    failed.failure = failureOfConnection(*reply);
    failed.passing = failed.failure.kind == HubFailure::Kind::NoConnection;
  } else {
    failed.failure = failureOf(status, reply->rawHeader("X-Error-Code"), reply->rawHeader("X-Error-Message"),
                               withToken_, parts_.hub.endpoint, repository_);
    failed.passing = failed.failure.kind == HubFailure::Kind::Busy;
  }
  finish(std::move(failed));
}

void SourceResolver::finish(std::variant<ResolvedSource, ResolveFailure> result) {
  QMetaObject::invokeMethod(
      this, [this, result = std::move(result)]() mutable { done_(std::move(result)); }, Qt::QueuedConnection);
}

}  // namespace hearth::library
