#include "app/library/hub_request.h"

#include <algorithm>

#include <QLocale>
#include <QNetworkProxy>

#include "app/library/library_words.h"

namespace hearth::library {
namespace {

class SystemProxies : public QNetworkProxyFactory {
 public:
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override {
    return systemProxyForQuery(query);
  }
};

int portOf(const QUrl& url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); }

constexpr qint64 kRetryAfterMsMost = 15 * 60 * 1000;

}  // namespace

bool sameServer(const QUrl& a, const QUrl& b) {
  return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

PreparedRequest prepare(const QUrl& url, const HubSettings& settings) {
  PreparedRequest prepared;
  QNetworkRequest& request = prepared.request;
  request.setUrl(url);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);  // parts want connections of their own
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
  request.setRawHeader("Accept-Encoding", "identity");
  request.setRawHeader("Accept-Language", "*");
  if (!settings.quiet) request.setRawHeader("User-Agent", "Hearth");
  prepared.withToken = !settings.token.isEmpty() && sameServer(url, settings.endpoint);
  if (prepared.withToken) request.setRawHeader("Authorization", "Bearer " + settings.token.toUtf8());
  return prepared;
}

void useSystemProxy(QNetworkAccessManager& network) { network.setProxyFactory(new SystemProxies); }

int statusOf(const QNetworkReply& reply) {
  return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

QUrl redirectOf(const QNetworkReply& reply) {
  const int status = statusOf(reply);
  if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) return {};
  const QUrl target = reply.url().resolved(QUrl::fromEncoded(reply.rawHeader("Location")));
  const bool known = target.scheme() == QLatin1String("https") || target.scheme() == QLatin1String("http");
  const bool weaker =
      reply.url().scheme() == QLatin1String("https") && target.scheme() == QLatin1String("http");
  return target.isValid() && known && !weaker && !target.host().isEmpty() ? target : QUrl();
}

qint64 retryAfterMs(const QNetworkReply& reply) {
  const QByteArray header = reply.rawHeader("Retry-After").trimmed();
  if (header.isEmpty()) return -1;
  bool isNumber = false;
  const qint64 seconds = header.toLongLong(&isNumber);
  if (isNumber) return std::clamp<qint64>(seconds * 1000, 0, kRetryAfterMsMost);
  const QDateTime time =
      QLocale::c().toDateTime(QString::fromLatin1(header), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
  if (!time.isValid()) return -1;
  const QDateTime utc(time.date(), time.time(), Qt::UTC);
  return std::clamp<qint64>(QDateTime::currentDateTimeUtc().msecsTo(utc), 0, kRetryAfterMsMost);
}

QString plainEtag(const QByteArray& header) {
  QByteArray text = header.trimmed();
  if (text.startsWith("W/")) text.remove(0, 2);
  if (text.size() >= 2 && text.startsWith('"') && text.endsWith('"')) text = text.mid(1, text.size() - 2);
  return QString::fromLatin1(text);
}

HubFailure failureOfConnection(const QNetworkReply& reply) {
  const QString host = reply.url().host();
  switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
      return {
          HubFailure::Kind::Untrusted,
          Words::tr("The identity of %1 could not be checked: %2. If a company proxy or an antivirus program "
                    "inspects the traffic, its certificate has to be in the system's list of trusted ones.")
              .arg(host, reply.errorString()),
          {}};
    case QNetworkReply::HostNotFoundError:
      return {HubFailure::Kind::NoConnection,
              Words::tr("%1 was not found; is this computer connected to the Internet?").arg(host),
              {}};
    case QNetworkReply::ConnectionRefusedError:
      return {
          HubFailure::Kind::NoConnection,
          Words::tr("%1 does not accept connections; check its address in the settings, or try again later.")
              .arg(host),
          {}};
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyTimeoutError:
      return {HubFailure::Kind::NoConnection,
              Words::tr(
                  "The proxy of this system does not let the request through (%1); check the proxy settings.")
                  .arg(reply.errorString()),
              {}};
    default:
      return {HubFailure::Kind::NoConnection,
              Words::tr("The connection to %1 broke: %2.").arg(host, reply.errorString()),
              {}};
  }
}

}  // namespace hearth::library
