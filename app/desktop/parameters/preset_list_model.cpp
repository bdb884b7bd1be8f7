#include "app/desktop/parameters/preset_list_model.h"

#include <algorithm>
#include <utility>

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "app/desktop/parameters/preset_file.h"
#include "app/desktop/wording.h"
#include "app/library/checkpoint_folder.h"

namespace hearth::desktop {

PresetListModel::PresetListModel(StorageWorker& storage) : storage_(storage) { reload(); }

PresetListModel::~PresetListModel() { forgetDeleted(); }

const storage::Preset* PresetListModel::find(qint64 id) const {
  const auto found =
      std::find_if(presets_.begin(), presets_.end(), [&](const auto& preset) { return preset.id == id; });
  return found == presets_.end() ? nullptr : &*found;
}

void PresetListModel::reload() {
  storage_.run([](storage::Store& store) { return store.presets(); }, this,
               [this](Result<std::vector<storage::Preset>> read) {
                 if (read) show(std::move(*read));
               });
}

void PresetListModel::show(std::vector<storage::Preset> presets) {
  if (deleted_)
    std::erase_if(presets, [this](const storage::Preset& preset) { return preset.id == deleted_->id; });
  beginResetModel();
  presets_ = std::move(presets);
  endResetModel();
  Q_EMIT changed();
}

void PresetListModel::add(std::vector<storage::Preset> presets) {
  struct Added {
    int64_t id = 0;
    std::vector<storage::Preset> all;
  };
  storage_.run(
      [presets = std::move(presets)](storage::Store& store) -> Result<Added> {
        Added added;
        for (const storage::Preset& preset : presets) {
          auto stored = store.addPreset(preset);
          if (!stored) return std::move(stored).error();
          added.id = stored->id;
        }
        auto all = store.presets();
        if (!all) return std::move(all).error();
        added.all = std::move(*all);
        return added;
      },
      this,
      [this](Result<Added> added) {
        if (!added) return setReport(QString::fromStdString(added.error().what()));
        show(std::move(added->all));
        Q_EMIT this->added(added->id);
      });
}

void PresetListModel::change(const storage::Preset& preset) {
  const auto row =
      std::find_if(presets_.begin(), presets_.end(), [&](const auto& one) { return one.id == preset.id; });
  if (row == presets_.end()) return;
  *row = preset;
  const QModelIndex where = index(static_cast<int>(row - presets_.begin()));
  storage_.run([preset](storage::Store& store) { return store.changePreset(preset); });
  Q_EMIT dataChanged(where, where);
  Q_EMIT changed();
}

void PresetListModel::create(const QString& name, const QString& systemPrompt, const QString& parameters) {
  storage::Preset preset;
  preset.name = (name.trimmed().isEmpty() ? tr("New preset") : name.trimmed()).toStdString();
  preset.systemPrompt = systemPrompt.toStdString();
  preset.parameters = Parameters::fromJson(parameters.toStdString()).toJson();
  add({preset});
}

void PresetListModel::rename(qint64 id, const QString& name) {
  const storage::Preset* found = find(id);
  if (!found || name.trimmed().isEmpty()) return;
  storage::Preset preset = *found;
  preset.name = name.trimmed().toStdString();
  change(preset);
}

void PresetListModel::setSystemPrompt(qint64 id, const QString& text) {
  const storage::Preset* found = find(id);
  if (!found || found->systemPrompt == text.toStdString()) return;
  storage::Preset preset = *found;
  preset.systemPrompt = text.toStdString();
  change(preset);
}

void PresetListModel::setModel(qint64 id, const QString& path) {
  const storage::Preset* found = find(id);
  if (!found || found->modelPath == path.toStdString()) return;
  storage::Preset preset = *found;
  preset.modelPath = path.toStdString();
  change(preset);
}

void PresetListModel::setParameters(qint64 id, const Parameters& parameters) {
  const storage::Preset* found = find(id);
  if (!found) return;
  storage::Preset preset = *found;
  preset.parameters = parameters.toJson();
  change(preset);
}

void PresetListModel::duplicate(qint64 id) {
  const storage::Preset* found = find(id);
  if (!found) return;
  storage::Preset preset = *found;
  preset.name = tr("%1 (copy)").arg(QString::fromStdString(preset.name)).toStdString();
  add({preset});
}

void PresetListModel::move(qint64 id, int step) {
  const auto row =
      std::find_if(presets_.begin(), presets_.end(), [&](const auto& one) { return one.id == id; });
  if (row == presets_.end()) return;
  const auto from = static_cast<int>(row - presets_.begin());
  const int to = std::clamp(from + step, 0, count() - 1);
  if (to == from) return;
  beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
  if (to > from)
    std::rotate(row, row + 1, presets_.begin() + to + 1);
  else
    std::rotate(presets_.begin() + to, row, row + 1);
  endMoveRows();
  // Where it stands in the database, in which the deleted one still has its place.
  const bool behindDeleted = deleted_ && deleted_->position <= to;
  storage_.run([id, position = static_cast<uint32_t>(to + (behindDeleted ? 1 : 0))](storage::Store& store) {
    return store.movePreset(id, position);
  });
  Q_EMIT changed();
}

QString PresetListModel::deletedName() const {
  return deleted_ ? QString::fromStdString(deleted_->name) : QString();
}

void PresetListModel::remove(qint64 id) {
  const auto row =
      std::find_if(presets_.begin(), presets_.end(), [&](const auto& one) { return one.id == id; });
  if (row == presets_.end()) return;
  forgetDeleted();
  const auto place = static_cast<int>(row - presets_.begin());
  beginRemoveRows({}, place, place);
  deleted_ = std::move(*row);
  deleted_->position = place;
  presets_.erase(row);
  endRemoveRows();
  Q_EMIT changed();
  Q_EMIT deletedChanged();
}

void PresetListModel::undoDelete() {
  if (!deleted_) return;
  const int place = std::clamp(static_cast<int>(deleted_->position), 0, count());
  beginInsertRows({}, place, place);
  presets_.insert(presets_.begin() + place, *std::exchange(deleted_, std::nullopt));
  endInsertRows();
  Q_EMIT changed();
  Q_EMIT deletedChanged();
}

void PresetListModel::forgetDeleted() {
  if (!deleted_) return;
  storage_.run([id = std::exchange(deleted_, std::nullopt)->id](storage::Store& store) {
    return store.deletePreset(id);
  });
  Q_EMIT deletedChanged();
}

// ---- Files

void PresetListModel::exportTo(const QUrl& file) { write(file, presets_); }

void PresetListModel::exportOne(qint64 id, const QUrl& file) {
  if (const storage::Preset* preset = find(id)) write(file, {*preset});
}

void PresetListModel::write(const QUrl& file, const std::vector<storage::Preset>& presets) {
  QSaveFile target(file.toLocalFile());
  const QByteArray json = presetsToJson(presets);
  if (!target.open(QIODevice::WriteOnly) || target.write(json) != json.size() || !target.commit()) {
    return setReport(tr("“%1” could not be written: %2. Choose another place.")
                         .arg(target.fileName(), target.errorString()));
  }
  setReport(tr("%1 written to “%2”.")
                .arg(countOf(presets.size(), tr("preset"), tr("presets")),
                     QFileInfo(target.fileName()).fileName()));
}

void PresetListModel::importFrom(const QUrl& file) {
  constexpr qint64 kBytesMost = 64 << 20;
  QFile source(file.toLocalFile());
  if (!source.open(QIODevice::ReadOnly)) {
    return setReport(tr("“%1” could not be read: %2.").arg(source.fileName(), source.errorString()));
  }
  auto imported = presetsFromJson(source.read(kBytesMost));
  if (!imported) return setReport(QString::fromStdString(imported.error().what()));
  QStringList lines{tr("%1 imported.").arg(countOf(imported->presets.size(), tr("preset"), tr("presets")))};
  setReport((lines + imported->problems).join(QChar('\n')));
  add(std::move(imported->presets));
}

void PresetListModel::setReport(const QString& report) {
  if (report_ == report) return;
  report_ = report;
  Q_EMIT reportChanged();
}

// ---- The list

int PresetListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant PresetListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const storage::Preset& preset = presets_[static_cast<size_t>(index.row())];
  switch (role) {
    case IdRole:
      return static_cast<qint64>(preset.id);
    case NameRole:
      return QString::fromStdString(preset.name);
    case SystemPromptRole:
      return QString::fromStdString(preset.systemPrompt);
    case ModelRole:
      return library::placeNameOf(QString::fromStdString(preset.modelPath));
    case DetailRole: {
      const auto set = Parameters::fromJson(preset.parameters).toObject().size();
      if (!preset.systemPrompt.empty()) return QString::fromStdString(preset.systemPrompt).simplified();
      return set == 0 ? tr("Nothing set yet")
                      : countOf(static_cast<uint64_t>(set), tr("parameter"), tr("parameters"));
    }
    default:
      return {};
  }
}

QHash<int, QByteArray> PresetListModel::roleNames() const {
  return {{IdRole, "presetId"},
          {NameRole, "name"},
          {SystemPromptRole, "systemPrompt"},
          {DetailRole, "detail"},
          {ModelRole, "modelName"}};
}

}  // namespace hearth::desktop
