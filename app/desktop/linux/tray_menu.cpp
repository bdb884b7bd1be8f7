#include "app/desktop/linux/tray_menu.h"

#include <QDBusMetaType>
#include <QGuiApplication>

namespace hearth::desktop {

QDBusArgument& operator<<(QDBusArgument& argument, const TrayMenuLayout& layout) {
  argument.beginStructure();
  argument << layout.id << layout.properties;
  argument.beginArray(QMetaType::fromType<QDBusVariant>());
  for (const QVariant& child : layout.children) argument << QDBusVariant(child);
  argument.endArray();
  argument.endStructure();
  return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, TrayMenuLayout& layout) {
  argument.beginStructure();
  argument >> layout.id >> layout.properties;
  argument.beginArray();
  layout.children.clear();
  while (!argument.atEnd()) {
    QDBusVariant child;
    argument >> child;
    layout.children << child.variant();
  }
  argument.endArray();
  argument.endStructure();
  return argument;
}

QDBusArgument& operator<<(QDBusArgument& argument, const TrayMenuProperties& entry) {
  argument.beginStructure();
  argument << entry.id << entry.properties;
  argument.endStructure();
  return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, TrayMenuProperties& entry) {
  argument.beginStructure();
  argument >> entry.id >> entry.properties;
  argument.endStructure();
  return argument;
}

TrayMenu::TrayMenu(QObject& holder) : QDBusAbstractAdaptor(&holder) {
  qDBusRegisterMetaType<TrayMenuLayout>();
  qDBusRegisterMetaType<TrayMenuProperties>();
  qDBusRegisterMetaType<QList<TrayMenuProperties>>();
  qDBusRegisterMetaType<QList<int>>();
}

void TrayMenu::setEntries(std::vector<TrayMenuEntry> entries) {
  entries_ = std::move(entries);
  Q_EMIT LayoutUpdated(++revision_, 0);
}

QString TrayMenu::textDirection() const {
  return QGuiApplication::layoutDirection() == Qt::RightToLeft ? QStringLiteral("rtl")
                                                               : QStringLiteral("ltr");
}

QVariantMap TrayMenu::propertiesOf(int id) const {
  if (id == 0) return {{QStringLiteral("children-display"), QStringLiteral("submenu")}};
  if (id < 0 || static_cast<size_t>(id) > entries_.size()) return {};
  const TrayMenuEntry& entry = entries_[static_cast<size_t>(id - 1)];
  if (entry.text.isEmpty()) return {{QStringLiteral("type"), QStringLiteral("separator")}};
  // An underscore marks the key of an entry; two stand for one.
  return {{QStringLiteral("label"), QString(entry.text).replace(QChar('_'), QStringLiteral("__"))},
          {QStringLiteral("enabled"), static_cast<bool>(entry.run)}};
}

// Every property is told, whichever were asked for: there are two.
uint TrayMenu::GetLayout(int parentId, int recursionDepth, const QStringList& /*propertyNames*/,
                         TrayMenuLayout& layout) {
  layout.id = parentId;
  layout.properties = propertiesOf(parentId);
  if (parentId == 0 && recursionDepth != 0) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      const int id = static_cast<int>(i) + 1;
      layout.children << QVariant::fromValue(TrayMenuLayout{id, propertiesOf(id), {}});
    }
  }
  return revision_;
}

QList<TrayMenuProperties> TrayMenu::GetGroupProperties(const QList<int>& ids,
                                                       const QStringList& /*propertyNames*/) {
  QList<TrayMenuProperties> all;
  for (const int id : ids) all << TrayMenuProperties{id, propertiesOf(id)};
  return all;
}

QDBusVariant TrayMenu::GetProperty(int id, const QString& name) {
  return QDBusVariant(propertiesOf(id).value(name));
}

void TrayMenu::Event(int id, const QString& eventId, const QDBusVariant& /*data*/, uint /*timestamp*/) {
  if (eventId != QStringLiteral("clicked") || id < 1 || static_cast<size_t>(id) > entries_.size()) return;
  const auto run = entries_[static_cast<size_t>(id - 1)].run;  // a copy: it may change the entries
  if (run) run();
}

bool TrayMenu::AboutToShow(int /*id*/) { return false; }

}  // namespace hearth::desktop
