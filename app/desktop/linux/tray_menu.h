// The menu of the tray icon as the tray reads it over D-Bus (com.canonical.dbusmenu): a flat list of entries.
#pragma once

#include <functional>
#include <vector>

#include <QDBusAbstractAdaptor>
#include <QDBusArgument>
#include <QDBusVariant>
#include <QVariantMap>

namespace hearth::desktop {

struct TrayMenuEntry {
  QString text;               // empty: a line
  std::function<void()> run;  // none: it only tells something
};

// The protocol's types: an entry with its properties, its children wrapped in variants.
struct TrayMenuLayout {
  int id = 0;
  QVariantMap properties;
  QVariantList children;
};
struct TrayMenuProperties {
  int id = 0;
  QVariantMap properties;
};
QDBusArgument& operator<<(QDBusArgument& argument, const TrayMenuLayout& layout);
const QDBusArgument& operator>>(const QDBusArgument& argument, TrayMenuLayout& layout);
QDBusArgument& operator<<(QDBusArgument& argument, const TrayMenuProperties& entry);
const QDBusArgument& operator>>(const QDBusArgument& argument, TrayMenuProperties& entry);

class TrayMenu : public QDBusAbstractAdaptor {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "com.canonical.dbusmenu")
  Q_PROPERTY(uint Version READ version)
  Q_PROPERTY(QString Status READ status)
  Q_PROPERTY(QString TextDirection READ textDirection)
 public:
  explicit TrayMenu(QObject& holder);
  void setEntries(std::vector<TrayMenuEntry> entries);

  uint version() const { return 3; }
  QString status() const { return QStringLiteral("normal"); }
  QString textDirection() const;

 public Q_SLOTS:
  uint GetLayout(int parentId, int recursionDepth, const QStringList& propertyNames,
                 hearth::desktop::TrayMenuLayout& layout);
  QList<hearth::desktop::TrayMenuProperties> GetGroupProperties(const QList<int>& ids,
                                                                const QStringList& propertyNames);
  QDBusVariant GetProperty(int id, const QString& name);
  void Event(int id, const QString& eventId, const QDBusVariant& data, uint timestamp);
  bool AboutToShow(int id);

 Q_SIGNALS:
  void LayoutUpdated(uint revision, int parent);

 private:
  QVariantMap propertiesOf(int id) const;

  std::vector<TrayMenuEntry> entries_;  // the entry with id n is number n - 1; 0 is the menu itself
  uint revision_ = 1;
};

}  // namespace hearth::desktop

Q_DECLARE_METATYPE(hearth::desktop::TrayMenuLayout)
Q_DECLARE_METATYPE(hearth::desktop::TrayMenuProperties)
