// Whether a model would run well on this computer: asked of files here, of files at the hub, of the
// catalogue.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "app/library/catalogue.h"
#include "app/library/found_model.h"
#include "runtime/engine/fit.h"

namespace hearth::library {

// Verdict and words. `fit.kind` is for colours and sorting; chip and sentence are for people.
struct FitVerdict {
  Fit fit;
  QString chip;      // "Fits fully", "Fits with experts in RAM", "Slow", "Will not fit"
  QString sentence;  // the reason, with numbers
};

// How the user would load it.
struct FitWish {
  quint32 contextLength = 0;  // 0: what Hearth would choose by itself
  GuessesAhead ahead = GuessesAhead::Yes;
  KvForm cacheForm = KvForm::Half;
  bool operator==(const FitWish&) const = default;
};

// Reads the header only. Not on the GUI thread: reading a header may wait for a disk.
Result<FitVerdict> verdictOfFile(const QString& path, const FitComputer& computer, const FitWish& wish);
// The headers of all parts of a model at the hub, in order (HubClient::readHeader). Not on the GUI thread.
struct RemoteHeader {
  QByteArray bytes;
  quint64 fileBytes = 0;
};
Result<FitVerdict> verdictOfHeaders(const QList<RemoteHeader>& headers, const FitComputer& computer,
                                    const FitWish& wish);
// From the shape and the size that the catalogue states: an estimate; fails when it states neither.
Result<FitVerdict> verdictOfEntry(const CatalogueModel& model, const CatalogueFile& file,
                                  const FitComputer& computer, const FitWish& wish);

}  // namespace hearth::library
