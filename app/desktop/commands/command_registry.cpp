#include "app/desktop/commands/command_registry.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeySequence>

namespace hearth::desktop {
namespace {

QString readable(const QString& sequence) {
  return QKeySequence(sequence).toString(QKeySequence::NativeText);
}

// Keys that mean something wherever text is written, and Escape, which always leads back.
bool belongsToText(int key, Qt::KeyboardModifiers modifiers) {
  const bool function =
      (key >= Qt::Key_F1 && key <= Qt::Key_F35) || key == Qt::Key_Back || key == Qt::Key_Forward;
  const bool chord = modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
  if (key == Qt::Key_Escape || key == Qt::Key_Tab || key == Qt::Key_Backtab) return true;
  const bool page = key == Qt::Key_PageUp || key == Qt::Key_PageDown;
  return !function && !chord && !(page && modifiers & Qt::ShiftModifier);
}

bool isModifier(int key) {
  return key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_Meta ||
         key == Qt::Key_AltGr || key == Qt::Key_Super_L || key == Qt::Key_Super_R || key == 0 ||
         key == Qt::Key_unknown;
}

}  // namespace

CommandRegistry::CommandRegistry(Settings& settings) : settings_(settings), commands_(allCommands()) {
  keysOn_ = settings_.value(kSettingKeysOn) != QStringLiteral("no");
  read();
  nameAll();
  refresh();
}

void CommandRegistry::nameAll() {
  for (const WindowCommand& command : commands_) names_.insert(command.id, command.name);
}

void CommandRegistry::retranslate() {
  commands_ = allCommands();
  nameAll();
  refresh();
}

void CommandRegistry::read() {
  const QJsonObject stored = QJsonDocument::fromJson(settings_.value(kSettingKeys).toUtf8()).object();
  for (const WindowCommand& command : commands_) {
    const QJsonValue value = stored.value(command.id);
    if (!value.isArray()) continue;
    QStringList sequences;
    for (const QJsonValue& sequence : value.toArray()) sequences << sequence.toString();
    changed_[command.id] = sequences;
  }
}

void CommandRegistry::save() {
  QJsonObject stored;
  for (const auto& [id, sequences] : changed_) stored.insert(id, QJsonArray::fromStringList(sequences));
  settings_.set(kSettingKeys, QString::fromUtf8(QJsonDocument(stored).toJson(QJsonDocument::Compact)));
}

void CommandRegistry::refresh() {
  for (const WindowCommand& command : commands_) {
    const QStringList assigned = sequences(command);
    keys_.insert(command.id, assigned.isEmpty() || !keysOn_ ? QString() : readable(assigned.first()));
  }
  Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  Q_EMIT keysChanged();
}

const WindowCommand* CommandRegistry::find(const QString& id) const {
  const auto found =
      std::find_if(commands_.begin(), commands_.end(), [&](const WindowCommand& c) { return c.id == id; });
  return found == commands_.end() ? nullptr : &*found;
}

QStringList CommandRegistry::sequences(const WindowCommand& command) const {
  const auto found = changed_.find(command.id);
  return found == changed_.end() ? command.defaults : found->second;
}

QString CommandRegistry::keysText(const QString& id) const {
  const WindowCommand* command = find(id);
  if (!command || !keysOn_) return {};
  QStringList texts;
  for (const QString& sequence : sequences(*command)) texts << readable(sequence);
  return texts.join(QStringLiteral(", "));
}

// Two commands on one key: neither would run, and the page that changes keys says so.
QString CommandRegistry::conflictOf(const WindowCommand& command) const {
  for (const QString& mine : sequences(command)) {
    for (const WindowCommand& other : commands_) {
      if (other.id != command.id && sequences(other).contains(mine)) return other.name;
    }
  }
  return {};
}

QString CommandRegistry::iconOf(const QString& id) const {
  const WindowCommand* command = find(id);
  return command ? command->icon : QString();
}

void CommandRegistry::setKeysOn(bool on) {
  if (keysOn_ == on) return;
  keysOn_ = on;
  settings_.set(kSettingKeysOn, on ? QStringLiteral("yes") : QStringLiteral("no"));
  Q_EMIT keysOnChanged();
  refresh();
}

void CommandRegistry::handle(const QString& id, std::function<void()> action) {
  actions_[id] = std::move(action);
}

void CommandRegistry::setEnabled(const QString& id, bool enabled) {
  if (enabled == isEnabled(id)) return;
  if (enabled) {
    disabled_.remove(id);
  } else {
    disabled_.insert(id);
  }
  const auto row = static_cast<int>(find(id) - commands_.data());
  Q_EMIT dataChanged(index(row), index(row), {EnabledRole});
}

void CommandRegistry::trigger(const QString& id) {
  if (!isEnabled(id)) return;
  if (const auto action = actions_.find(id); action != actions_.end()) action->second();
  Q_EMIT triggered(id);
}

bool CommandRegistry::assignKey(const QString& id, int key, int modifiers) {
  const auto held = Qt::KeyboardModifiers(modifiers) & ~Qt::KeypadModifier;
  if (isModifier(key) || belongsToText(key, held)) return false;
  assign(id, {QKeySequence(QKeyCombination(held, Qt::Key(key))).toString(QKeySequence::PortableText)});
  return true;
}

void CommandRegistry::assign(const QString& id, const QStringList& sequences) {
  const WindowCommand* command = find(id);
  if (!command) return;
  if (sequences == command->defaults) {
    changed_.erase(id);
  } else {
    changed_[id] = sequences;
  }
  save();
  refresh();
}

void CommandRegistry::unassign(const QString& id) { assign(id, {}); }

void CommandRegistry::reset(const QString& id) {
  if (const WindowCommand* command = find(id)) assign(id, command->defaults);
}

void CommandRegistry::resetAll() {
  changed_.clear();
  save();
  refresh();
}

int CommandRegistry::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(commands_.size());
}

QVariant CommandRegistry::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const WindowCommand& command = commands_[static_cast<size_t>(index.row())];
  switch (role) {
    case IdRole:
      return command.id;
    case GroupRole:
      return command.group;
    case StartsGroupRole:
      return index.row() == 0 || (&command - 1)->group != command.group;
    case NameRole:
      return command.name;
    case IconRole:
      return command.icon;
    case SequencesRole:
      return keysOn_ ? sequences(command) : QStringList();
    case KeysRole: {
      QStringList texts;
      for (const QString& sequence : sequences(command)) texts << readable(sequence);
      return texts.join(QStringLiteral(", "));
    }
    case ChangedRole:
      return changed_.contains(command.id);
    case ConflictRole:
      return conflictOf(command);
    case EnabledRole:
      return isEnabled(command.id);
    default:
      return {};
  }
}

QHash<int, QByteArray> CommandRegistry::roleNames() const {
  return {{IdRole, "commandId"},    {GroupRole, "group"},     {StartsGroupRole, "startsGroup"},
          {NameRole, "name"},       {IconRole, "icon"},       {SequencesRole, "bindings"},
          {KeysRole, "keys"},       {ChangedRole, "changed"}, {ConflictRole, "conflict"},
          {EnabledRole, "runnable"}};
}

}  // namespace hearth::desktop
