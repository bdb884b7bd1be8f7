// From a file's address at the hub to where its bytes are, its size and its checksum.
#pragma once

#include <functional>
#include <variant>

#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include "app/library/part_stream.h"

namespace hearth::library {

struct ResolvedSource {
  QUrl url;  // of the bytes; signed ones expire
  quint64 bytes = 0;
  QString sha256;  // lower-case hex; empty: the server does not tell
  QString etag;
};
struct ResolveFailure {
  HubFailure failure;
  qint64 retryAfterMs = -1;
  bool passing = false;  // worth trying again by itself
};

// One resolution. Follows redirects by hand: the token goes to the hub alone.
class SourceResolver : public QObject {
  Q_OBJECT

 public:
  using Done = std::function<void(std::variant<ResolvedSource, ResolveFailure>)>;
  SourceResolver(const EngineParts& parts, const QUrl& url, const QString& repository, const QString& purpose,
                 Done done);
  ~SourceResolver() override;
  qint64 idleMs() const { return idle_.elapsed(); }

 private:
  enum class Method { Head, FirstByte };  // the second where HEAD is not allowed
  void ask(const QUrl& url, Method method);
  void answered(Method method);
  void finish(std::variant<ResolvedSource, ResolveFailure> result);

  const EngineParts parts_;
  const QString repository_, purpose_;
  const Done done_;
  ResolvedSource source_;
  QPointer<QNetworkReply> reply_;
  QElapsedTimer idle_;
  qint64 logNumber_ = 0;
  int hops_ = 0;
  bool withToken_ = false;
};

}  // namespace hearth::library
