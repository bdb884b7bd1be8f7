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

// Reads the header only. `contextLength` 0: what Hearth would choose by itself. `ahead`: whether the layer
// that guesses is loaded, if there is one. Not on the GUI thread: reading a header may wait for a disk.
Result<FitVerdict> verdictOfFile(const QString& path, const FitComputer& computer, quint32 contextLength,
                                 GuessesAhead ahead = GuessesAhead::Yes);
// The headers of all parts of a model at the hub, in order (HubClient::readHeader). Not on the GUI thread.
struct RemoteHeader {
  QByteArray bytes;
  quint64 fileBytes = 0;
};
Result<FitVerdict> verdictOfHeaders(const QList<RemoteHeader>& headers, const FitComputer& computer,
                                    quint32 contextLength, GuessesAhead ahead = GuessesAhead::Yes);
// From the shape and the size that the catalogue states: an estimate; fails when it states neither.
Result<FitVerdict> verdictOfEntry(const CatalogueModel& model, const CatalogueFile& file,
                                  const FitComputer& computer, quint32 contextLength,
                                  GuessesAhead ahead = GuessesAhead::Yes);

}  // namespace hearth::library
