// What the scanner keeps of a model file's header, and remembers between runs.
#pragma once

#include <mutex>
#include <optional>

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include "runtime/gguf/gguf_file.h"

namespace hearth::library {

struct HeaderFacts {
  bool isModel = true;  // false: a projector, an adapter, a vocabulary…: not shown
  QString name, architecture, sizeLabel, license, format;
  quint64 parameters = 0, parametersActive = 0;
  double bitsPerWeight = 0;
  quint32 contextLength = 0;
  bool hasChatTemplate = false, isMixture = false;
  quint64 headerBytes = 0;  // of the first part
  QString unsupported;      // as in FoundModel
};

// The number format that most bytes of the weights are in, as Hearth writes it: "Q4_K", "FP8". Empty: there
// are no weights.
QString formatOf(const GgufFile& file);
// Whether a format keeps a weight in less than four bits by way of tables: IQ1 to IQ3, TQ1, TQ2. What the
// makers of such files did cannot be done again with a larger copy.
bool hasFewBits(const QString& format);
// Those of them whose unpacking costs a processor more time than reading a larger form from memory.
bool unpacksSlowly(const QString& format);

// Opens a model (part 1 of a set, or a checkpoint's folder) and checks it as loading would. Blocks on the
// disk.
HeaderFacts readHeaderFacts(const QString& path);
// The keys alone, where the file cannot be loaded: parts are missing, or the number format is not known.
HeaderFacts readKeysOnly(const QString& path, const QString& whyUnsupported);

// What a checkpoint's config.json and index say.
struct CheckpointContents {
  bool writesText = false;  // else the others are not known
  QStringList weights;      // names of the files, whether they are there or not
};

// By path, size and time of change. Any thread.
class HeaderCache {
 public:
  // `file` empty: memory only. A file that cannot be read, or is of another version, is an empty cache.
  explicit HeaderCache(const QString& file = {});

  std::optional<HeaderFacts> find(const QString& path, quint64 bytes, qint64 modifiedMs) const;
  void put(const QString& path, quint64 bytes, qint64 modifiedMs, const HeaderFacts& facts);
  // `stamp`: sizes and times of the folder's files that were read.
  std::optional<CheckpointContents> findContents(const QString& folder, const QByteArray& stamp) const;
  void putContents(const QString& folder, const QByteArray& stamp, const CheckpointContents& contents);
  // Files that Hearth cannot load are not kept: a later Hearth may.
  void save() const;

 private:
  struct Entry {
    quint64 bytes = 0;
    qint64 modifiedMs = 0;
    HeaderFacts facts;
  };
  mutable std::mutex mutex_;
  struct Folder {
    QByteArray stamp;
    CheckpointContents contents;
  };
  QHash<QString, Entry> entries_;
  QHash<QString, Folder> folders_;
  QString file_;
};

}  // namespace hearth::library
