#include "app/desktop/settings.h"

#include <array>

namespace hearth::desktop {
namespace {

constexpr std::array kKnownKeys = {kSettingTheme,
                                   kSettingContrast,
                                   kSettingReducedMotion,
                                   kSettingZoom,
                                   kSettingSidebar,
                                   kSettingGeometry,
                                   kSettingLastModel,
                                   kSettingRecentModels,
                                   kSettingDraftNew,
                                   kSettingLastConversation,
                                   kSettingDemoNoticeSeen,
                                   kSettingDevice,
                                   kSettingGpuMemory,
                                   kSettingDraftAhead,
                                   kSettingCacheForm,
                                   kSettingNotify,
                                   kSettingNotifyText,
                                   kSettingKeepAwake,
                                   kSettingKeepRunning,
                                   kSettingLongPaste,
                                   kSettingKeys,
                                   kSettingKeysOn,
                                   kSettingCollapsedFolders,
                                   kSettingLibraryFolders,
                                   kSettingLibraryContext,
                                   kSettingLibrarySpeeds,
                                   kSettingHubAllowed,
                                   kSettingHubOffline,
                                   kSettingHubEndpoint,
                                   kSettingDownloadFolder,
                                   kSettingDownloadSpeed,
                                   kSettingBenchmarks,
                                   kSettingFirstRunDone,
                                   kSettingInspector,
                                   kSettingPriceRead,
                                   kSettingPriceWritten,
                                   kSettingPriceEnergy,
                                   kSettingStatisticsPinned,
                                   kSettingLanguage,
                                   kSettingKeptChats,
                                   kSettingKeptChatsQuota};

}  // namespace

Settings::Settings(StorageWorker& storage) : storage_(storage) {
  const auto read = storage_.wait([](storage::Store& store) -> Result<std::map<QString, QString>> {
    std::map<QString, QString> values;
    for (const char* key : kKnownKeys) {
      auto value = store.setting(key);
      if (!value) return std::move(value).error();
      if (*value) values[QString::fromLatin1(key)] = QString::fromStdString(**value);
    }
    return values;
  });
  if (read) values_ = *read;  // a database that cannot be read is reported once, by the application
}

QString Settings::value(const QString& key, const QString& otherwise) const {
  const auto found = values_.find(key);
  return found == values_.end() ? otherwise : found->second;
}

void Settings::set(const QString& key, const QString& value) {
  if (const auto found = values_.find(key); found != values_.end() && found->second == value) return;
  values_[key] = value;
  storage_.run([key = key.toStdString(), text = value.toStdString()](storage::Store& store) {
    return store.setSetting(key, text);
  });
}

}  // namespace hearth::desktop
