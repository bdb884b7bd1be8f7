// Two ends of a private D-Bus connection, so that services can be faked without a bus. Nothing has a name on
// it.
#pragma once

#include <optional>

#include <gtest/gtest.h>
#include <QDBusConnection>
#include <QDBusError>
#include <QDBusServer>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {

class PrivateBus {
 public:
  explicit PrivateBus(const QString& name) : name_(name) {
    EXPECT_TRUE(server_.isConnected()) << server_.lastError().message().toStdString();
    QObject::connect(&server_, &QDBusServer::newConnection, &server_,
                     [this](const QDBusConnection& connection) { services_.emplace(connection); });
    client_ = QDBusConnection::connectToPeer(server_.address(), name_);
    EXPECT_TRUE(client_.isConnected());
    EXPECT_TRUE(eventually([this] { return services_.has_value(); }));
  }
  ~PrivateBus() { QDBusConnection::disconnectFromPeer(name_); }

  QDBusConnection& client() { return client_; }       // Hearth's end
  QDBusConnection& services() { return *services_; }  // the desktop's end
  void offer(const QString& path, QObject& service) {
    EXPECT_TRUE(services().registerObject(
        path, &service, QDBusConnection::ExportAllInvokables | QDBusConnection::ExportAllProperties));
  }

 private:
  QString name_;
  QDBusServer server_{QStringLiteral("unix:tmpdir=/tmp")};
  std::optional<QDBusConnection> services_;
  QDBusConnection client_{QString()};
};

}  // namespace hearth::desktop
