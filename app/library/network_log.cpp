#include "app/library/network_log.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace hearth::library {

NetworkLog::NetworkLog(const QString& file, QObject* parent) : QObject(parent), file_(file) {
  if (!file_.isEmpty()) QDir().mkpath(QFileInfo(file_).absolutePath());
}

qint64 NetworkLog::began(const QString& method, const QUrl& url, const QString& purpose, bool withToken) {
  qint64 number = 0;
  {
    const std::lock_guard lock(mutex_);
    NetworkEntry entry;
    entry.number = number = ++last_;
    entry.time = QDateTime::currentDateTimeUtc();
    entry.method = method;
    entry.host = url.port() > 0 ? url.host() + QLatin1Char(':') + QString::number(url.port()) : url.host();
    entry.path = url.path(QUrl::FullyEncoded);  // signatures stand in the query
    entry.purpose = purpose;
    entry.withToken = withToken;
    entries_.push_back(std::move(entry));
    while (entries_.size() > static_cast<size_t>(kKept)) entries_.pop_front();
  }
  Q_EMIT changed(number);
  return number;
}

void NetworkLog::ended(qint64 number, int status, qint64 bytesIn, const QString& failure) {
  {
    const std::lock_guard lock(mutex_);
    const auto at =
        std::lower_bound(entries_.begin(), entries_.end(), number,
                         [](const NetworkEntry& entry, qint64 wanted) { return entry.number < wanted; });
    if (at == entries_.end() || at->number != number) return;  // pushed out by newer ones
    at->status = status;
    at->bytesIn = bytesIn;
    at->failure = failure;
    write(*at);
  }
  Q_EMIT changed(number);
}

QList<NetworkEntry> NetworkLog::entries() const {
  const std::lock_guard lock(mutex_);
  return {entries_.begin(), entries_.end()};
}

void NetworkLog::write(const NetworkEntry& entry) {
  if (file_.isEmpty()) return;
  QFile file(file_);
  if (!file.open(QIODevice::Append)) return;  // the list in memory is still shown
  const QJsonObject line{{QStringLiteral("time"), entry.time.toString(Qt::ISODateWithMs)},
                         {QStringLiteral("method"), entry.method},
                         {QStringLiteral("host"), entry.host},
                         {QStringLiteral("path"), entry.path},
                         {QStringLiteral("purpose"), entry.purpose},
                         {QStringLiteral("status"), entry.status},
                         {QStringLiteral("bytes_in"), entry.bytesIn},
                         {QStringLiteral("with_token"), entry.withToken},
                         {QStringLiteral("failure"), entry.failure}};
  file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

}  // namespace hearth::library
