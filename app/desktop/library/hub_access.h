// May Hearth ask the hub, which one, with which token, and what was sent: consent, endpoint, offline switch,
// access token and the log of every request. Sends nothing by itself but what checkToken() asks for. GUI
// thread.
#pragma once

#include <memory>

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/library/library_options.h"
#include "app/desktop/library/row_list_model.h"
#include "app/desktop/settings.h"
#include "app/library/network_log.h"

namespace hearth::desktop {

class HubAccess : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(bool allowed READ allowed NOTIFY changed)
  Q_PROPERTY(bool offline READ offline WRITE setOffline NOTIFY changed)
  Q_PROPERTY(bool offlineByEnvironment READ offlineByEnvironment CONSTANT)
  Q_PROPERTY(QString endpoint READ endpoint NOTIFY changed)
  Q_PROPERTY(QString host READ host NOTIFY changed)
  Q_PROPERTY(bool hasToken READ hasToken NOTIFY changed)
  Q_PROPERTY(QString tokenText READ tokenText NOTIFY changed)
  Q_PROPERTY(hearth::desktop::RowListModel* requests READ requests CONSTANT)
  Q_PROPERTY(QString requestsText READ requestsText NOTIFY requestsChanged)
 public:
  HubAccess(const LibraryOptions& options, Settings& settings, const QString& logFile);

  library::NetworkLog& log() { return log_; }
  // What to ask with now; offline until the user allowed it.
  library::HubSettings hub() const;
  bool allowed() const;
  bool offline() const;
  bool offlineByEnvironment() const { return options_.hub.offline; }
  QString endpoint() const;
  QString host() const;
  bool hasToken() const { return !kept_.isEmpty(); }
  QString tokenText() const;  // what is known of the token, or what went wrong with it
  RowListModel* requests() { return &requests_; }
  QString requestsText() const;

  Q_INVOKABLE void allow();
  Q_INVOKABLE void forbid();
  void setOffline(bool offline);
  // Empty: the usual one. False: not an address.
  Q_INVOKABLE bool setEndpoint(const QString& text);
  Q_INVOKABLE void saveToken(const QString& token);
  Q_INVOKABLE void removeToken();
  Q_INVOKABLE void checkToken();
  // Fills `requests`, newest first; the sheet asks for it when it opens, and it stays up to date.
  Q_INVOKABLE void showRequests();

 Q_SIGNALS:
  void changed();
  void requestsChanged();

 private:
  void readToken();
  void say(const QString& text);
  QString tokenName() const;  // a token belongs to one host
  void refreshRequests();

  const LibraryOptions& options_;
  Settings& settings_;
  library::NetworkLog log_;
  std::unique_ptr<library::SecretStore> secrets_;
  std::unique_ptr<library::HubClient> checking_;
  QString kept_;  // the token of the keyring, for the endpoint of now
  QString said_;
  bool tokenRead_ = false, requestsShown_ = false;
  RowListModel requests_;
};

}  // namespace hearth::desktop
