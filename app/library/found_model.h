// A model that lies on this computer, as values.
#pragma once

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace hearth::library {

// Whose folder a model was found in.
enum class ModelStore { UserFolder, Hearth, HuggingFace, LmStudio, Ollama, Jan, Gpt4All };

// For people: "Hugging Face cache", "LM Studio", …
QString nameOf(ModelStore store);

// One model: a GGUF file, a set of split files, or a checkpoint. Identity is `path`.
struct FoundModel {
  QString path;  // of the file to load (part 1 of a set), or the checkpoint's folder; what LoadModel takes
  QStringList files;   // canonical paths of all parts, in order; of a checkpoint the weights come last
  QStringList others;  // other places where the same content was found
  ModelStore store = ModelStore::UserFolder;
  QString repository;  // "org/repo" where the place tells; Ollama: "name:tag"
  QString fileName;    // for people; Ollama: "name:tag", because its files are named by hash
  quint64 bytes = 0;   // of all parts that are there
  QDateTime modified;

  // From the file; empty or 0 where it does not say.
  QString name, architecture, sizeLabel, license;
  quint64 parameters = 0, parametersActive = 0;  // active: what one token uses
  QString format;                                // that most bytes are in: "Q4_K"
  double bitsPerWeight = 0;
  quint32 contextLength = 0;  // trained
  bool hasChatTemplate = false;
  bool isMixture = false;
  bool isCheckpoint = false;  // as its makers published it: config.json, tokenizer.json, safetensors files
  QStringList missingParts;   // names of split files that are not there

  // Empty: Hearth can load it. Else why not, and what to do, as a sentence.
  QString unsupported;

  bool operator==(const FoundModel&) const = default;
};

}  // namespace hearth::library

Q_DECLARE_METATYPE(hearth::library::FoundModel)
