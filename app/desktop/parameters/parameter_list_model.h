// The number parameters as the inspector lists them: name, help, value, and where the value comes from. GUI
// thread.
#pragma once

#include <QAbstractListModel>
#include <QtQmlIntegration>

#include "app/desktop/parameters/inheritance.h"

namespace hearth::desktop {

class ParameterListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by InspectorController")
 public:
  enum Role {
    NumberRole = Qt::UserRole,
    GroupRole,
    NameRole,
    HelpRole,
    ValueRole,
    TextRole,
    FromRole,
    ToRole,
    StepRole,
    OwnRole,
    SourceRole
  };

  explicit ParameterListModel(QObject* parent) : QAbstractListModel(parent) {}
  void show(const Inherited& inherited, const QString& recommendedFor, const QString& presetName);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 private:
  Inherited inherited_;
  QString family_, presetName_;
};

// "0.95"; with words where a number means something else: "Random", "Until it ends".
QString numberText(Number which, double value);
// "Recommended for Qwen3", "From this chat's folder".
QString levelText(Level level, const QString& family, const QString& presetName);

}  // namespace hearth::desktop
