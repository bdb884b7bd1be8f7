#include "app/desktop/library/hub_access.h"

#include <QLocale>
#include <QUrl>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

const QString kYes = QStringLiteral("yes");

QString sentenceOf(const Error& error) { return QString::fromStdString(error.what()); }

}  // namespace

HubAccess::HubAccess(const LibraryOptions& options, Settings& settings, const QString& logFile)
    : options_(options),
      settings_(settings),
      log_(logFile),
      secrets_(options.makeSecrets ? options.makeSecrets() : library::makeForgetfulStore()),
      requests_({"time", "what", "address", "result", "failed"}) {
  connect(&log_, &library::NetworkLog::changed, this, [this] {
    if (requestsShown_) refreshRequests();
    Q_EMIT requestsChanged();
  });
  if (allowed()) readToken();
}

library::HubSettings HubAccess::hub() const {
  library::HubSettings hub = options_.hub;
  hub.endpoint = QUrl(endpoint());
  hub.offline = offline() || !allowed();
  // A token that other tools left is for the hub they use, not for one that was typed in here.
  if (hub.endpoint != options_.hub.endpoint) hub.token.clear();
  if (!kept_.isEmpty()) hub.token = kept_;
  return hub;
}

bool HubAccess::allowed() const { return settings_.value(kSettingHubAllowed) == host(); }

void HubAccess::allow() {
  if (allowed()) return;
  settings_.set(kSettingHubAllowed, host());
  readToken();
  Q_EMIT changed();
}

void HubAccess::forbid() {
  settings_.set(kSettingHubAllowed, QString());
  Q_EMIT changed();
}

bool HubAccess::offline() const {
  return offlineByEnvironment() || settings_.value(kSettingHubOffline) == kYes;
}

void HubAccess::setOffline(bool offline) {
  if (offline == this->offline()) return;
  settings_.set(kSettingHubOffline, offline ? kYes : QString());
  Q_EMIT changed();
}

QString HubAccess::endpoint() const {
  const QString typed = settings_.value(kSettingHubEndpoint);
  return typed.isEmpty() ? options_.hub.endpoint.toString(QUrl::StripTrailingSlash) : typed;
}

QString HubAccess::host() const {
  const QUrl url(endpoint());
  return url.port() < 0 ? url.host() : url.host() + QChar(':') + QString::number(url.port());
}

bool HubAccess::setEndpoint(const QString& text) {
  QString typed = text.trimmed();
  if (!typed.isEmpty() && !typed.contains(QStringLiteral("://"))) typed.prepend(QStringLiteral("https://"));
  const QUrl url(typed, QUrl::StrictMode);
  const bool web = url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http");
  if (!typed.isEmpty() && (!url.isValid() || !web || url.host().isEmpty() || !url.userInfo().isEmpty()))
    return false;
  const bool usual = url == options_.hub.endpoint;
  settings_.set(kSettingHubEndpoint,
                usual ? QString() : url.toString(QUrl::StripTrailingSlash | QUrl::RemoveQuery));
  kept_.clear();
  said_.clear();
  tokenRead_ = false;
  if (allowed()) readToken();
  Q_EMIT changed();
  return true;
}

QString HubAccess::tokenName() const {
  return QString::fromLatin1(library::kHubTokenName) + QChar('@') + host();
}

void HubAccess::readToken() {
  if (tokenRead_) return;
  tokenRead_ = true;
  secrets_->read(tokenName(), [this, name = tokenName()](Result<QString> read) {
    if (name != tokenName() || !read || read->isEmpty())
      return;  // without a keyring there is simply no token
    kept_ = *read;
    Q_EMIT changed();
  });
}

QString HubAccess::tokenText() const {
  if (!said_.isEmpty()) return said_;
  if (!kept_.isEmpty())
    return tr("A token is kept in the keyring. It is sent to %1 and to nobody else.").arg(host());
  if (!hub().token.isEmpty())
    return tr("The token that other tools left on this computer is used, for %1 alone.").arg(host());
  return tr(
      "Needed only for models whose publisher asks for consent first. It goes into the keyring, never into a "
      "file of Hearth's.");
}

void HubAccess::say(const QString& text) {
  said_ = text;
  Q_EMIT changed();
}

void HubAccess::saveToken(const QString& token) {
  const QString secret = token.trimmed();
  if (secret.isEmpty()) return;
  secrets_->write(tokenName(), secret, [this, secret, name = tokenName()](Result<void> written) {
    if (!written) return say(sentenceOf(written.error()));
    if (name == tokenName()) kept_ = secret;
    say({});
  });
}

void HubAccess::removeToken() {
  secrets_->remove(tokenName(), [this](Result<void> removed) {
    if (!removed) return say(sentenceOf(removed.error()));
    kept_.clear();
    say({});
  });
}

void HubAccess::checkToken() {
  checking_ = std::make_unique<library::HubClient>(log_, hub());
  say(tr("Asking %1…").arg(host()));
  checking_->whoAmI([this](const library::HubAnswer<QString>& answer) {
    say(answer.value ? tr("The token works; it belongs to %1.").arg(*answer.value) : answer.failure.sentence);
  });
}

void HubAccess::showRequests() {
  requestsShown_ = true;
  refreshRequests();
}

void HubAccess::refreshRequests() {
  constexpr qsizetype kShown = 500;
  QList<QVariantMap> rows;
  const auto entries = log_.entries();
  for (auto entry = entries.crbegin(); entry != entries.crend() && rows.size() < kShown; ++entry) {
    QString result = entry->failure;
    if (result.isEmpty() && entry->status == 0) result = tr("under way");
    if (result.isEmpty())
      result = tr("%1, %2 received").arg(entry->status).arg(bytesText(static_cast<uint64_t>(entry->bytesIn)));
    if (entry->withToken) result += tr(", with your token");
    rows << QVariantMap{{"key", QString::number(entry->number)},
                        {"time", QLocale().toString(entry->time.toLocalTime(), QLocale::ShortFormat)},
                        {"what", entry->purpose},
                        {"address", entry->method + QChar(' ') + entry->host + entry->path},
                        {"result", result},
                        {"failed", !entry->failure.isEmpty()}};
  }
  requests_.setRows(rows);
}

QString HubAccess::requestsText() const {
  const auto count = log_.entries().size();
  if (count == 0) return tr("Nothing was sent since Hearth was started.");
  return tr("%1 since Hearth was started, newest first.")
      .arg(countOf(static_cast<uint64_t>(count), tr("request"), tr("requests")));
}

}  // namespace hearth::desktop
