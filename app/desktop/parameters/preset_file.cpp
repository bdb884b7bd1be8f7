#include "app/desktop/parameters/preset_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/desktop/parameters/parameters.h"

namespace hearth::desktop {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PresetFile)
};

constexpr int kVersion = 1;
constexpr qsizetype kNameMost = 200, kPromptMost = 1 << 20, kPresetsMost = 1000;

}  // namespace

QByteArray presetsToJson(const std::vector<storage::Preset>& presets) {
  QJsonArray list;
  for (const storage::Preset& preset : presets) {
    QJsonObject entry{{"name", QString::fromStdString(preset.name)},
                      {"systemPrompt", QString::fromStdString(preset.systemPrompt)}};
    const QString model = QFileInfo(QString::fromStdString(preset.modelPath)).fileName();
    if (!model.isEmpty()) entry["model"] = model;
    const QJsonObject parameters = Parameters::fromJson(preset.parameters).toObject();
    if (!parameters.isEmpty()) entry["parameters"] = parameters;
    list.append(entry);
  }
  return QJsonDocument(QJsonObject{{"hearthPresets", kVersion}, {"presets", list}}).toJson();
}

Result<ImportedPresets> presetsFromJson(const QByteArray& json) {
  QJsonParseError error;
  const auto document = QJsonDocument::fromJson(json, &error);
  if (document.isNull()) {
    return Error(Words::tr("This is not a JSON file (%1 at byte %2). Choose a file that Hearth has exported.")
                     .arg(error.errorString())
                     .arg(error.offset)
                     .toStdString());
  }
  const QJsonObject object = document.object();
  if (object["hearthPresets"].toInt(kVersion) > kVersion) {
    return Error(Words::tr("These presets were written by a newer Hearth. Update Hearth, then import them.")
                     .toStdString());
  }
  const QJsonArray list = document.isArray()            ? document.array()
                          : object["presets"].isArray() ? object["presets"].toArray()
                                                        : QJsonArray{object};
  ImportedPresets imported;
  for (const QJsonValue& value : list) {
    const QJsonObject entry = value.toObject();
    const QString name = entry["name"].toString().trimmed(), prompt = entry["systemPrompt"].toString();
    if (name.isEmpty() || name.size() > kNameMost || prompt.size() > kPromptMost ||
        imported.presets.size() >= kPresetsMost) {
      imported.problems << Words::tr("An entry without a name, or too long, is left out.");
      continue;
    }
    storage::Preset preset;
    preset.name = name.toStdString();
    preset.systemPrompt = prompt.toStdString();
    // A name alone, whatever a file says: where the model lies here is looked up when it is needed.
    preset.modelPath = QFileInfo(entry["model"].toString().left(kNameMost)).fileName().toStdString();
    QStringList problems;
    preset.parameters = Parameters::fromObject(entry["parameters"].toObject(), &problems).toJson();
    for (const QString& problem : problems) imported.problems << QStringLiteral("%1: %2").arg(name, problem);
    imported.presets.push_back(std::move(preset));
  }
  if (imported.presets.empty()) {
    return Error(
        Words::tr("There is no preset in this file. Choose a file that Hearth has exported.").toStdString());
  }
  return imported;
}

}  // namespace hearth::desktop
