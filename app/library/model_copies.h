// Smaller copies of a model on this computer: which forms there are, how large they would be, how much of the
// original they keep, and making one. The work itself is the runtime's (runtime/convert); this is what the
// window sees of it, and what tests replace.
#pragma once

#include <functional>
#include <memory>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include "runtime/base/result.h"

namespace hearth::library {

// One form that a copy can have: "q4_k", "mixed".
struct CopyForm {
  QString key;
  quint64 bytes = 0;    // of the file that would be written
  bool larger = false;  // than the model: for speed, where the model's own form is slow to unpack
};

// What a form costs in quality, on a short text: `bytes` of weights, the text's perplexity, and how far the
// predictions are from the original's (Kullback-Leibler divergence in nats per token; 0 for the original).
struct CopyQuality {
  QString key;  // empty: the original
  quint64 bytes = 0;
  double perplexity = 0;
  double divergence = 0;
};

// All functions block for as long as the work takes; `progress` gets 0 to 1 and returns false to stop it,
// which then ends with an error. Errors are sentences with a remedy.
class ModelCopies {
 public:
  virtual ~ModelCopies() = default;
  // The forms that are smaller than the model at `path`, finest first, and of a model in a form that is slow
  // to unpack those somewhat larger, too; none where nothing can be gained.
  virtual Result<QList<CopyForm>> forms(const QString& path) = 0;
  // Writes the copy to `target`, which must not exist; nothing is left of one that was not finished.
  virtual Result<void> make(const QString& path, const QString& key, const QString& target,
                            const std::function<bool(double)>& progress) = 0;
  // The original and then each of `keys`, told one by one. `folder` holds copies meanwhile.
  virtual Result<void> measure(const QString& path, const QStringList& keys, const QString& folder,
                               const std::function<void(const CopyQuality&)>& onPoint,
                               const std::function<bool(double)>& progress) = 0;
};

// The real ones. `text` gives the text that quality is measured on.
std::shared_ptr<ModelCopies> runtimeCopies(std::function<QByteArray()> text);

}  // namespace hearth::library
