// Every request that the library ever sends, for the page that shows them: nothing leaves this computer that
// is not listed here.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

namespace hearth::library {

// One request. Paths are without their query where that could hold a signature; tokens are never in it.
struct NetworkEntry {
  qint64 number = 0;  // from 1, in the order of sending
  QDateTime time;     // UTC
  QString method;     // GET, HEAD
  QString host;       // with the port where it is unusual
  QString path;
  QString purpose;         // a few words for people: "search", "list of files", "download of NAME"
  int status = 0;          // HTTP; 0: no answer (yet)
  qint64 bytesIn = 0;      // of the body
  bool withToken = false;  // the access token went along
  QString failure;         // empty: none
};

// Any thread may record. Keeps the newest kKept entries in memory, and all in the file, if there is one (one
// JSON object a line).
class NetworkLog : public QObject {
  Q_OBJECT

 public:
  static constexpr int kKept = 5000;

  // `file` empty: memory only.
  explicit NetworkLog(const QString& file = {}, QObject* parent = nullptr);

  // Returns the entry's number.
  qint64 began(const QString& method, const QUrl& url, const QString& purpose, bool withToken);
  void ended(qint64 number, int status, qint64 bytesIn, const QString& failure = {});
  QList<NetworkEntry> entries() const;  // oldest first

 Q_SIGNALS:
  void changed(qint64 number);  // queued to the receiver's thread

 private:
  void write(const NetworkEntry& entry);

  mutable std::mutex mutex_;
  std::deque<NetworkEntry> entries_;
  qint64 last_ = 0;
  QString file_;
};

}  // namespace hearth::library
