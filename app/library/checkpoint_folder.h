// Which folders are checkpoints: models as their makers publish them, with config.json, tokenizer.json and
// safetensors files. Reads the small JSON files only, never weights.
#pragma once

#include <optional>

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hearth::library {

class HeaderCache;

struct CheckpointFolder {
  QStringList files;    // names of what is there; the weights come last
  QStringList missing;  // names of weights that are not
};

// What checkpointAt() asks before it reads the index, which of a large model takes a while: for the GUI
// thread.
bool looksLikeCheckpoint(const QString& folder, const QStringList& names);
// `names`: of the files in `folder`. Nothing for a folder that holds no model that writes text: one without
// weights, an adapter, a text encoder, a tokenizer alone.
// What `cache` knows of the folder's config.json and index is not read again: an index has megabytes.
std::optional<CheckpointFolder> checkpointAt(const QString& folder, const QStringList& names,
                                             HeaderCache& cache);

// Whether a folder is put together of several models and no single one of them chats: a picture generator
// (diffusers), an encoder of sentences (sentence-transformers). Nor do the folders within it.
bool isPipeline(const QStringList& names);

// What config.json alone tells, for checkpoints that cannot be opened.
struct CheckpointConfig {
  QString modelType;  // "deepseek_v3"; empty: none
  bool writesText = false;
  quint32 contextLength = 0;
  bool isMixture = false;
};
CheckpointConfig readCheckpointConfig(const QString& folder);

// What loads the model that a file belongs to: a checkpoint's folder for its config.json, its index or one of
// its weights' files; else `path` itself.
QString modelPathOf(const QString& path);
// What a model is called by where it lies, until it was read: a file's name without its ending, a
// checkpoint's folder or repository.
QString placeNameOf(const QString& modelPath);

// A file or folder in the checkpoint's folder that no checkpoint is published with, by its name: something of
// the user's, that must not go when the model does. Empty: there is none.
QString strangerIn(const QString& folder);

}  // namespace hearth::library
