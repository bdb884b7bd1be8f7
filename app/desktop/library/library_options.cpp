#include "app/desktop/library/library_options.h"

#include <QFile>

#include "runtime/engine/fit_computer.h"

namespace hearth::desktop {

LibraryOptions realLibraryOptions(const QString& catalogueFile) {
  LibraryOptions options;
  options.catalogueFile = catalogueFile;
  for (const library::ScanRoot& root : library::knownRoots()) {
    if (root.store != library::ModelStore::Hearth)
      options.otherRoots << root;  // the data folder's own is added
  }
  options.hub = library::hubSettingsFromEnvironment();
  options.measure = measureComputer;
  options.copies = library::runtimeCopies([] {
    QFile text(QStringLiteral(":/hearth/texts/quality.txt"));
    return text.open(QIODevice::ReadOnly) ? text.readAll() : QByteArray();
  });
  options.makeSecrets = library::makeKeyring;
  options.firstRun = true;
  return options;
}

}  // namespace hearth::desktop
