#include "app/desktop/linux/freedesktop_application.h"

#include "app/desktop/linux/app_id.h"

namespace hearth::desktop {
namespace {

QString tokenIn(const QVariantMap& platformData) {
  return platformData.value(QStringLiteral("activation-token")).toString();
}

}  // namespace

FreedesktopApplication::FreedesktopApplication(QDBusConnection bus, QObject& holder, DesktopSession& session)
    : QDBusAbstractAdaptor(&holder), session_(session) {
  if (!bus.isConnected()) return;
  // Another Hearth, of another data folder, may have the name already: then that one answers.
  bus.registerObject(objectPath(), &holder);
  if (!bus.baseService().isEmpty()) bus.registerService(kAppId);
}

QString FreedesktopApplication::objectPath() {
  return QChar('/') + QString(kAppId).replace(QChar('.'), QChar('/')).replace(QChar('-'), QChar('_'));
}

void FreedesktopApplication::Activate(const QVariantMap& platformData) {
  session_.raise(tokenIn(platformData));
}

void FreedesktopApplication::Open(const QStringList& addresses, const QVariantMap& platformData) {
  session_.raise(tokenIn(platformData));
  for (const QString& address : addresses) session_.openTarget(address);
}

void FreedesktopApplication::ActivateAction(const QString& action, const QVariantList& /*parameters*/,
                                            const QVariantMap& platformData) {
  if (action == QStringLiteral("new-chat")) session_.newConversation(tokenIn(platformData));
}

}  // namespace hearth::desktop
