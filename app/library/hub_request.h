// What every request of the library has in common, and what its failures mean. Here is decided who sees the
// access token: the hub's own host, and nobody else.
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

#include "app/library/hub_client.h"

namespace hearth::library {

// Scheme, host and port.
bool sameServer(const QUrl& a, const QUrl& b);

struct PreparedRequest {
  QNetworkRequest request;
  bool withToken = false;
};
// No redirects are followed by themselves, no cookies kept, nothing compressed.
PreparedRequest prepare(const QUrl& url, const HubSettings& settings);

// The system's proxy settings (environment or desktop) for this manager.
void useSystemProxy(QNetworkAccessManager& network);

int statusOf(const QNetworkReply& reply);  // 0: no answer came
// Of a 3xx answer; invalid when there is none, or when it leads from https to http.
QUrl redirectOf(const QNetworkReply& reply);
// Seconds or a date; -1: none.
qint64 retryAfterMs(const QNetworkReply& reply);
// Without quotes and weakness.
QString plainEtag(const QByteArray& header);
// For an error before any status: no network, no host, certificates.
HubFailure failureOfConnection(const QNetworkReply& reply);

}  // namespace hearth::library
