// The user's choices, kept in the database's settings table and mirrored in memory, so that reading never
// waits. GUI thread.
#pragma once

#include <map>

#include <QString>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class Settings {
 public:
  // Reads the keys Hearth knows; waits for the storage thread (start-up only).
  explicit Settings(StorageWorker& storage);

  QString value(const QString& key, const QString& otherwise = {}) const;
  void set(const QString& key, const QString& value);

 private:
  StorageWorker& storage_;
  std::map<QString, QString> values_;
};

// Keys, spelled once.
inline constexpr char kSettingLanguage[] = "window.language";  // a catalogue's code; empty: the system's
inline constexpr char kSettingTheme[] = "window.theme";
inline constexpr char kSettingContrast[] = "window.contrast";
inline constexpr char kSettingReducedMotion[] = "window.reduced-motion";
inline constexpr char kSettingZoom[] = "window.zoom";
inline constexpr char kSettingSidebar[] = "window.sidebar";
inline constexpr char kSettingInspector[] = "window.inspector";
inline constexpr char kSettingGeometry[] = "window.geometry";
inline constexpr char kSettingLastModel[] = "model.last";
inline constexpr char kSettingRecentModels[] = "model.recent";
inline constexpr char kSettingLastConversation[] = "chat.last";
inline constexpr char kSettingDraftNew[] = "draft.new";
inline constexpr char kSettingDemoNoticeSeen[] = "notice.demo.seen";
inline constexpr char kSettingPriceRead[] = "statistics.price.read";        // of a million tokens
inline constexpr char kSettingPriceWritten[] = "statistics.price.written";  // of a million tokens
inline constexpr char kSettingPriceEnergy[] = "statistics.price.energy";    // of a kilowatt-hour
inline constexpr char kSettingStatisticsPinned[] = "statistics.pinned";
inline constexpr char kSettingNotify[] = "system.notify";
inline constexpr char kSettingNotifyText[] = "system.notify-text";
inline constexpr char kSettingKeepAwake[] = "system.keep-awake";
inline constexpr char kSettingKeepRunning[] = "system.keep-running";
inline constexpr char kSettingLongPaste[] = "composer.long-paste";       // characters; 0: never an attachment
inline constexpr char kSettingCollapsedFolders[] = "folders.collapsed";  // JSON: ids
inline constexpr char kSettingKeys[] = "keys.changed";  // JSON: command id to its key sequences
inline constexpr char kSettingKeysOn[] = "keys.on";
inline constexpr char kSettingDevice[] = "device.choice";
inline constexpr char kSettingGpuMemory[] = "device.gpu-memory";
inline constexpr char kSettingDraftAhead[] = "model.draft-ahead";  // "off", or empty
inline constexpr char kSettingCacheForm[] = "model.cache-form";    // "q8_0", "q4_0", or empty
inline constexpr char kSettingLibraryFolders[] = "library.folders";
inline constexpr char kSettingLibraryContext[] = "library.context";
inline constexpr char kSettingLibrarySpeeds[] = "library.speeds";  // JSON: measured, and on what
inline constexpr char kSettingHubAllowed[] = "hub.allowed";        // the host that the user allowed
inline constexpr char kSettingHubOffline[] = "hub.offline";
inline constexpr char kSettingHubEndpoint[] = "hub.endpoint";
inline constexpr char kSettingDownloadFolder[] = "download.folder";
inline constexpr char kSettingDownloadSpeed[] = "download.bytes-per-second";
inline constexpr char kSettingBenchmarks[] = "library.benchmarks";
inline constexpr char kSettingKeptChats[] = "chats.kept";             // what was computed of them
inline constexpr char kSettingKeptChatsQuota[] = "chats.kept.quota";  // GB
inline constexpr char kSettingFirstRunDone[] = "first-run.done";

}  // namespace hearth::desktop
