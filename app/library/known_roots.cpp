// Where other programs keep models (facts/desktop.md 4.2).
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QSettings>

#include "app/library/folder_scanner.h"

namespace hearth::library {
namespace {

QString fromEnvironment(const char* name) {
  QString value = qEnvironmentVariable(name).trimmed();
  if (value.startsWith(QLatin1String("~/"))) value.replace(0, 1, QDir::homePath());
  return value;
}

// The folder for programs' data of this user, by system.
QString localData() {
#if defined(_WIN32)
  return fromEnvironment("LOCALAPPDATA");
#elif defined(__APPLE__)
  return QDir::homePath() + QLatin1String("/Library/Application Support");
#else
  const QString data = fromEnvironment("XDG_DATA_HOME");
  return data.isEmpty() ? QDir::homePath() + QLatin1String("/.local/share") : data;
#endif
}

QString janData() {
#if defined(_WIN32)
  return fromEnvironment("APPDATA") + QLatin1String("/Jan/data");
#else
  return localData() + QLatin1String("/Jan/data");
#endif
}

QString huggingFaceHome() {
  const QString home = fromEnvironment("HF_HOME");
  if (!home.isEmpty()) return home;
  const QString cache = fromEnvironment("XDG_CACHE_HOME");
  return (cache.isEmpty() ? QDir::homePath() + QLatin1String("/.cache") : cache) +
         QLatin1String("/huggingface");
}

QString huggingFaceCache() {
  for (const char* name : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
    const QString cache = fromEnvironment(name);
    if (!cache.isEmpty()) return cache;
  }
  return huggingFaceHome() + QLatin1String("/hub");
}

// LM Studio lets its home and its downloads lie elsewhere.
QStringList lmStudioFolders() {
  const QString home = QDir::homePath();
  QStringList homes = {home + QLatin1String("/.lmstudio"), home + QLatin1String("/.cache/lm-studio")};
  QFile pointer(home + QLatin1String("/.lmstudio-home-pointer"));
  if (pointer.open(QIODevice::ReadOnly)) {
    const QString other = QString::fromUtf8(pointer.read(4096)).trimmed();
    if (QDir::isAbsolutePath(other)) homes.prepend(other);
  }
  QStringList folders;
  for (const QString& base : homes) {
    folders << base + QLatin1String("/models");
    QFile settings(base + QLatin1String("/settings.json"));
    if (!settings.open(QIODevice::ReadOnly)) continue;
    const auto json = QJsonDocument::fromJson(settings.read(1 << 20)).object();
    const QString downloads = json.value(QLatin1String("downloadsFolder")).toString();
    if (QDir::isAbsolutePath(downloads)) folders << downloads;
  }
  return folders;
}

QStringList ollamaFolders() {
  const QString set = fromEnvironment("OLLAMA_MODELS");
  QStringList folders;
  if (!set.isEmpty()) folders << set;
  folders << QDir::homePath() + QLatin1String("/.ollama/models");
#ifndef _WIN32
  folders << QStringLiteral("/usr/share/ollama/.ollama/models")
          << QStringLiteral("/var/lib/ollama/.ollama/models") << QStringLiteral("/var/lib/ollama/models");
#endif
  return folders;
}

QStringList gpt4allFolders() {
  QStringList folders = {localData() + QLatin1String("/nomic.ai/GPT4All")};
#ifndef _WIN32
  const QString config = fromEnvironment("XDG_CONFIG_HOME");
  const QString file = (config.isEmpty() ? QDir::homePath() + QLatin1String("/.config") : config) +
                       QLatin1String("/nomic.ai/GPT4All.ini");
  if (QFileInfo::exists(file)) {
    const QString chosen =
        QSettings(file, QSettings::IniFormat).value(QStringLiteral("modelPath")).toString();
    if (QDir::isAbsolutePath(chosen)) folders << chosen;
  }
#endif
  return folders;
}

}  // namespace

QString hearthModelsFolder() {
  const QString data = fromEnvironment("HEARTH_DATA_DIR");
  return (data.isEmpty() ? localData() + QLatin1String("/hearth") : data) + QLatin1String("/models");
}

QList<ScanRoot> knownRoots() {
  QList<ScanRoot> candidates = {{hearthModelsFolder(), ModelStore::Hearth},
                                {huggingFaceCache(), ModelStore::HuggingFace}};
  for (const QString& folder : lmStudioFolders()) candidates.append({folder, ModelStore::LmStudio});
  for (const QString& folder : ollamaFolders()) candidates.append({folder, ModelStore::Ollama});
  candidates.append({janData(), ModelStore::Jan});
  for (const QString& folder : gpt4allFolders()) candidates.append({folder, ModelStore::Gpt4All});
  QList<ScanRoot> roots;
  QSet<QString> seen;
  for (ScanRoot& root : candidates) {
    const QString canonical = QFileInfo(root.folder).canonicalFilePath();  // empty: not there
    if (canonical.isEmpty() || !QFileInfo(canonical).isDir() || seen.contains(canonical)) continue;
    seen.insert(canonical);
    roots.append({QDir::cleanPath(root.folder), root.store});
  }
  return roots;
}

}  // namespace hearth::library
