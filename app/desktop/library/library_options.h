// What the library's view-models are given from outside: the program passes the real things, tests pass their
// own folders, server and computer. By default nothing is looked for, measured or kept.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QList>
#include <QString>

#include "app/library/downloads.h"
#include "app/library/folder_scanner.h"
#include "app/library/hub_client.h"
#include "app/library/model_copies.h"
#include "app/library/secret_store.h"
#include "runtime/engine/fit.h"

namespace hearth::desktop {

struct LibraryOptions {
  QString catalogueFile;                // empty: no catalogue
  QList<library::ScanRoot> otherRoots;  // of other programs; never written to
  library::HubSettings hub;             // endpoint and token of the environment
  library::DownloadOptions downloads;   // bandwidth comes from the settings
  // Empty: no verdicts. `known` is what the last start measured.
  std::function<FitComputer(uint64_t gpuWanted, const std::string& fileOnDisk, const FitComputer& known)>
      measure;
  std::shared_ptr<library::ModelCopies> copies;  // null: no smaller copies
  std::function<std::unique_ptr<library::SecretStore>()> makeSecrets;      // empty: in memory only
  std::function<bool(const QString& path, QString* inTrash)> moveToTrash;  // empty: the system's trash
  bool firstRun = false;  // show the first steps when the data folder is new
};

// What the program uses: other programs' folders, the environment's hub, the keyring, this computer.
LibraryOptions realLibraryOptions(const QString& catalogueFile);

}  // namespace hearth::desktop
