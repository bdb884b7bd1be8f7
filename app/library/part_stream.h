// One request for a range of a file's bytes. Checks that the answer is what was asked for before a byte of it
// is handed on.
#pragma once

#include <functional>

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include "app/library/hub_client.h"
#include "app/library/throttle.h"

namespace hearth::library {

// What the parts of one engine share. Everything outlives them.
struct EngineParts {
  QNetworkAccessManager& network;
  NetworkLog& log;
  const HubSettings& hub;
  Throttle& throttle;
};

class PartStream : public QObject {
  Q_OBJECT

 public:
  enum class End {
    Done,        // every byte came
    Broken,      // the connection ended early, or never began (`connection`)
    Refused,     // by `status`
    NotRanged,   // the server answers with the whole file
    Misplaced,   // it sends another range than was asked for
    Changed,     // the file has another size or ETag now
    Redirected,  // to `redirect`
  };
  struct Outcome {
    End end = End::Broken;
    int status = 0;
    QUrl redirect{};
    qint64 retryAfterMs = -1;
    QByteArray errorCode{}, errorMessage{};  // the hub's headers
    bool withToken = false;
    HubFailure connection{};
  };
  struct Task {
    QUrl url;
    quint64 begin = 0, end = 0, total = 0;
    bool ranged = true;  // false: the whole file, from its start
    QString etag;        // not empty: an answer with another one is of another file
    QString purpose;
  };
  // `take` gets the bytes in order and stops the stream with false; `ended` is called once, from the event
  // loop, unless the stream was stopped or is gone.
  PartStream(const EngineParts& parts, const Task& task, std::function<bool(const char*, size_t)> take,
             std::function<void(const Outcome&)> ended);
  ~PartStream() override;

  // Reads what has arrived, as far as the cap grants.
  void drain();
  // No byte for this long although it would have been read.
  qint64 idleMs() const;
  quint64 received() const { return received_; }

 private:
  void inspectHead();
  void stop(Outcome outcome);

  const EngineParts parts_;
  const Task task_;
  const std::function<bool(const char*, size_t)> take_;
  const std::function<void(const Outcome&)> ended_;
  QPointer<QNetworkReply> reply_;
  QElapsedTimer idle_;
  qint64 logNumber_ = 0;
  quint64 received_ = 0;
  bool withToken_ = false, headGood_ = false, replyEnded_ = false, stopped_ = false;
};

}  // namespace hearth::library
