#include "app/library/part_stream.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <QRegularExpression>

#include "app/library/hub_request.h"

namespace hearth::library {
namespace {

constexpr qint64 kReadBuffer = 4 << 20;  // beyond it the server has to wait
constexpr size_t kChunk = 1 << 20;
constexpr qint64 kErrorBytesMost = 64 << 10;

struct ContentRange {
  quint64 first = 0, last = 0;
  std::optional<quint64> total;
};
std::optional<ContentRange> contentRangeOf(const QNetworkReply& reply) {
  static const QRegularExpression pattern(QStringLiteral("^bytes (\\d+)-(\\d+)/(\\d+|\\*)$"));
  const auto match = pattern.match(QString::fromLatin1(reply.rawHeader("Content-Range")).trimmed());
  if (!match.hasMatch()) return std::nullopt;
  ContentRange range{match.captured(1).toULongLong(), match.captured(2).toULongLong(), {}};
  if (match.captured(3) != QLatin1String("*")) range.total = match.captured(3).toULongLong();
  return range;
}

}  // namespace

PartStream::PartStream(const EngineParts& parts, const Task& task,
                       std::function<bool(const char*, size_t)> take,
                       std::function<void(const Outcome&)> ended)
    : parts_(parts), task_(task), take_(std::move(take)), ended_(std::move(ended)) {
  PreparedRequest prepared = prepare(task_.url, parts_.hub);
  withToken_ = prepared.withToken;
  if (task_.ranged) {
    prepared.request.setRawHeader(
        "Range", "bytes=" + QByteArray::number(task_.begin) + '-' + QByteArray::number(task_.end - 1));
  }
  logNumber_ = parts_.log.began(QStringLiteral("GET"), task_.url, task_.purpose, withToken_);
  idle_.start();
  reply_ = parts_.network.get(prepared.request);
  reply_->setReadBufferSize(kReadBuffer);
  connect(reply_, &QNetworkReply::metaDataChanged, this, &PartStream::inspectHead);
  connect(reply_, &QNetworkReply::readyRead, this, &PartStream::drain);
  connect(reply_, &QNetworkReply::finished, this, [this] {
    replyEnded_ = true;
    drain();
  });
}

PartStream::~PartStream() {
  if (!reply_) return;
  if (!stopped_)
    parts_.log.ended(logNumber_, statusOf(*reply_), static_cast<qint64>(received_),
                     QStringLiteral("stopped"));
  reply_->disconnect(this);
  reply_->abort();
  reply_->deleteLater();
}

qint64 PartStream::idleMs() const { return idle_.elapsed(); }

void PartStream::inspectHead() {
  if (stopped_ || headGood_) return;
  const int status = statusOf(*reply_);
  if (status == 200 || status == 206) {
    const QString etag = plainEtag(reply_->rawHeader("ETag"));
    if (!task_.etag.isEmpty() && !etag.isEmpty() && etag != task_.etag) {
      return stop({.end = End::Changed, .status = status});
    }
  }
  if (status == 206 && task_.ranged) {
    const auto range = contentRangeOf(*reply_);
    if (range && range->total && *range->total != task_.total)
      return stop({.end = End::Changed, .status = status});
    if (!range || range->first != task_.begin || range->last >= task_.end || range->last < range->first) {
      return stop({.end = End::Misplaced, .status = status});
    }
    headGood_ = true;
  } else if (status == 200) {
    const QVariant length = reply_->header(QNetworkRequest::ContentLengthHeader);
    if (length.isValid() && length.toULongLong() != task_.total)
      return stop({.end = End::Changed, .status = status});
    if (task_.ranged) return stop({.end = End::NotRanged, .status = status});
    headGood_ = true;
  } else if (const QUrl target = redirectOf(*reply_); target.isValid()) {
    stop({.end = End::Redirected, .status = status, .redirect = target});
  }
  // Any other status is told when the answer is complete.
}

void PartStream::drain() {
  if (stopped_ || !reply_) return;
  if (!headGood_) {
    if (replyEnded_) {
      inspectHead();
      if (stopped_) return;
      const int status = statusOf(*reply_);
      Outcome outcome{.end = status == 0 ? End::Broken : End::Refused,
                      .status = status,
                      .redirect = {},
                      .retryAfterMs = retryAfterMs(*reply_),
                      .errorCode = reply_->rawHeader("X-Error-Code"),
                      .errorMessage = reply_->rawHeader("X-Error-Message"),
                      .withToken = withToken_,
                      .connection = {}};
      if (status == 0 || headGood_) outcome.connection = failureOfConnection(*reply_);
      if (!headGood_) return stop(std::move(outcome));
    } else if (reply_->bytesAvailable() > kErrorBytesMost) {
      return stop({.end = End::Refused, .status = statusOf(*reply_)});
    }
    if (!headGood_) return;
  }
  static thread_local std::vector<char> chunk(kChunk);
  while (!stopped_ && reply_->bytesAvailable() > 0) {
    const size_t wanted = std::min(kChunk, static_cast<size_t>(reply_->bytesAvailable()));
    const size_t granted = parts_.throttle.take(wanted);
    idle_.restart();  // also when the cap holds us back: the server is not to blame
    if (granted == 0) return;
    const qint64 got = reply_->read(chunk.data(), static_cast<qint64>(granted));
    if (got <= 0) break;
    received_ += static_cast<quint64>(got);
    if (received_ > task_.end - task_.begin) return stop({.end = End::Misplaced, .status = 206});
    if (!take_(chunk.data(), static_cast<size_t>(got))) {
      stopped_ = true;
      parts_.log.ended(logNumber_, statusOf(*reply_), static_cast<qint64>(received_),
                       QStringLiteral("stopped"));
      reply_->abort();
      return;
    }
  }
  if (stopped_ || !replyEnded_ || reply_->bytesAvailable() > 0) return;
  if (received_ == task_.end - task_.begin) return stop({.end = End::Done, .status = statusOf(*reply_)});
  Outcome outcome{.end = End::Broken, .status = statusOf(*reply_)};
  outcome.connection = failureOfConnection(*reply_);
  stop(std::move(outcome));
}

void PartStream::stop(Outcome outcome) {
  stopped_ = true;
  outcome.withToken = withToken_;
  if (outcome.retryAfterMs < 0 && reply_) outcome.retryAfterMs = retryAfterMs(*reply_);
  QString failure;
  if (outcome.end != End::Done && outcome.end != End::Redirected) {
    failure = outcome.connection.sentence.isEmpty() ? QStringLiteral("HTTP %1").arg(outcome.status)
                                                    : outcome.connection.sentence;
  }
  parts_.log.ended(logNumber_, outcome.status, static_cast<qint64>(received_), failure);
  reply_->disconnect(this);
  if (!replyEnded_) reply_->abort();
  QMetaObject::invokeMethod(
      this, [this, outcome = std::move(outcome)] { ended_(outcome); }, Qt::QueuedConnection);
}

}  // namespace hearth::library
