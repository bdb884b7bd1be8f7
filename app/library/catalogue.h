// The curated list of models that Hearth ships (resources/catalogue/catalogue.json). Only what was confirmed
// from public sources is in it (SOURCES.md beside it); the hub knows the rest when asked.
#pragma once

#include <optional>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include "runtime/base/result.h"

namespace hearth::library {

// The numbers of a model's shape that decide what fits where, for verdicts before any file is there.
struct CatalogueShape {
  quint32 layers = 0, denseLayers = 0;  // denseLayers: leading ones without experts (mixtures)
  quint32 width = 0, vocabulary = 0;
  quint32 experts = 0, expertsUsed = 0, expertWidth = 0;  // 0: not a mixture
  quint32 cacheNumbersPerLayer = 0;                       // of one token: keys and values, or latent
  quint32 nextnLayers = 0;                                // that guess ahead, where the files have them
};

// A way the model is stored. `files` in order; all are needed.
struct CatalogueFile {
  QString label;      // "Q4_K_M"
  QString quality;    // plain words: "balanced"
  QStringList files;  // paths in the repository
  quint64 bytes = 0;  // of all files; rounded as the source shows it; 0: unknown until the hub is asked
};

struct CatalogueModel {
  QString id, name, publisher, summary;
  QString license;     // as the publisher names it; empty: not confirmed
  QString repository;  // "org/repo" with the GGUF files
  quint64 parameters = 0, parametersActive = 0;
  quint32 contextLength = 0;
  std::optional<CatalogueShape> shape;
  QList<CatalogueFile> files;
};

struct Catalogue {
  QString asOf;  // ISO date
  QList<CatalogueModel> models;
};

// Every field is checked; the error names the entry and the field.
Result<Catalogue> parseCatalogue(const QByteArray& json);
Result<Catalogue> loadCatalogue(const QString& path);

}  // namespace hearth::library
