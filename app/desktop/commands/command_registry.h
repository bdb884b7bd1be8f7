// The one home of the window's actions: menus, palette, keys and the page that changes them all read from
// here. Keys that differ from the shipped ones are kept in the settings.
#pragma once

#include <functional>
#include <map>

#include <QAbstractListModel>
#include <QQmlPropertyMap>
#include <QSet>
#include <QtQmlIntegration>

#include "app/desktop/commands/command_list.h"
#include "app/desktop/settings.h"

namespace hearth::desktop {

class CommandRegistry : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  // Per command id its first key as people read it ("Ctrl+N"; empty: none), for menus and tips.
  Q_PROPERTY(QQmlPropertyMap* keys READ keys CONSTANT)
  // Per command id its name.
  Q_PROPERTY(QQmlPropertyMap* names READ names CONSTANT)
  Q_PROPERTY(bool keysOn READ keysOn WRITE setKeysOn NOTIFY keysOnChanged)
  Q_PROPERTY(bool anyChanged READ anyChanged NOTIFY keysChanged)
 public:
  enum Role {
    IdRole = Qt::UserRole,
    GroupRole,
    StartsGroupRole,
    NameRole,
    IconRole,
    SequencesRole,
    KeysRole,
    ChangedRole,
    ConflictRole,
    EnabledRole
  };

  explicit CommandRegistry(Settings& settings);

  const std::vector<WindowCommand>& commands() const { return commands_; }
  const WindowCommand* find(const QString& id) const;
  QQmlPropertyMap* keys() { return &keys_; }
  QQmlPropertyMap* names() { return &names_; }
  QString keysText(const QString& id) const;  // all of them
  bool keysOn() const { return keysOn_; }     // the master switch
  void setKeysOn(bool on);
  bool anyChanged() const { return !changed_.empty(); }

  // What a command does. The window does its part, or all of it, when it hears triggered().
  void handle(const QString& id, std::function<void()> action);
  // While false the command is greyed, and its keys belong to whatever has the focus.
  void setEnabled(const QString& id, bool enabled);
  bool isEnabled(const QString& id) const { return !disabled_.contains(id); }

  Q_INVOKABLE void retranslate();
  Q_INVOKABLE QString iconOf(const QString& id) const;
  Q_INVOKABLE void trigger(const QString& id);
  // `key` and `modifiers` as a key event has them. False: a modifier alone, or a key that would type text.
  Q_INVOKABLE bool assignKey(const QString& id, int key, int modifiers);
  Q_INVOKABLE void unassign(const QString& id);
  Q_INVOKABLE void reset(const QString& id);
  Q_INVOKABLE void resetAll();

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void triggered(const QString& id);
  void keysOnChanged();
  void keysChanged();

 private:
  QStringList sequences(const WindowCommand& command) const;
  QString conflictOf(const WindowCommand& command) const;
  void assign(const QString& id, const QStringList& sequences);
  void read();
  void save();
  void refresh();
  void nameAll();

  Settings& settings_;
  std::vector<WindowCommand> commands_;
  std::map<QString, QStringList> changed_;  // by id; an empty list: unassigned
  std::map<QString, std::function<void()>> actions_;
  QSet<QString> disabled_;
  QQmlPropertyMap keys_, names_;
  bool keysOn_ = true;
};

}  // namespace hearth::desktop
