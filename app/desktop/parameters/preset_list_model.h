// The user's presets: personas with instructions and parameters, in the order the user gave them. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>
#include <QUrl>

#include "app/desktop/parameters/parameters.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class PresetListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(QString deletedName READ deletedName NOTIFY deletedChanged)
  Q_PROPERTY(QString report READ report NOTIFY reportChanged)
 public:
  enum Role { IdRole = Qt::UserRole, NameRole, SystemPromptRole, DetailRole, ModelRole };

  explicit PresetListModel(StorageWorker& storage);
  ~PresetListModel() override;

  const std::vector<storage::Preset>& presets() const { return presets_; }
  const storage::Preset* find(qint64 id) const;
  int count() const { return static_cast<int>(presets_.size()); }
  QString deletedName() const;                // that undoDelete() would bring back; empty: none
  QString report() const { return report_; }  // what became of the last import or export

  void reload();  // what others have put into the database
  // Announced by added(). `parameters` as JSON.
  Q_INVOKABLE void create(const QString& name, const QString& systemPrompt, const QString& parameters);
  Q_INVOKABLE void rename(qint64 id, const QString& name);
  Q_INVOKABLE void setSystemPrompt(qint64 id, const QString& text);
  // The model that it is meant for, by its path; empty: any.
  Q_INVOKABLE void setModel(qint64 id, const QString& path);
  void setParameters(qint64 id, const Parameters& parameters);
  Q_INVOKABLE void duplicate(qint64 id);
  Q_INVOKABLE void move(qint64 id, int step);
  // Out of the list at once; gone for good with the next deletion, forgetDeleted(), or when Hearth closes.
  Q_INVOKABLE void remove(qint64 id);
  Q_INVOKABLE void undoDelete();
  Q_INVOKABLE void forgetDeleted();

  // One file for all presets, or for one.
  Q_INVOKABLE void exportTo(const QUrl& file);
  Q_INVOKABLE void exportOne(qint64 id, const QUrl& file);
  Q_INVOKABLE void importFrom(const QUrl& file);
  Q_INVOKABLE void clearReport() { setReport({}); }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();
  void deletedChanged();
  void reportChanged();
  void added(qint64 id);

 private:
  void add(std::vector<storage::Preset> presets);
  void change(const storage::Preset& preset);
  void show(std::vector<storage::Preset> presets);
  void write(const QUrl& file, const std::vector<storage::Preset>& presets);
  void setReport(const QString& report);

  StorageWorker& storage_;
  std::vector<storage::Preset> presets_;    // without the deleted one
  std::optional<storage::Preset> deleted_;  // still in the database
  QString report_;
};

}  // namespace hearth::desktop
