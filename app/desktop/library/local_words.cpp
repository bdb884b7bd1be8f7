#include "app/desktop/library/local_words.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include "app/desktop/library/model_detail.h"
#include "app/desktop/wording.h"
#include "app/library/header_facts.h"

namespace hearth::desktop {
namespace {

using library::FoundModel;

// What a weight takes in a copy of four bits, with the parts of the model that stay finer (facts of Q4_K_M).
constexpr double kFourBits = 4.8;
// From so many bits on a copy of four saves a third and more.
constexpr double kManyBits = 7.5;

QVariantMap fact(const QString& label, const QString& value) { return {{"label", label}, {"value", value}}; }

QString bitsOf(const FoundModel& model) { return QLocale().toString(model.bitsPerWeight, 'f', 1); }

}  // namespace

QVariantList localFacts(const FoundModel& model) {
  QVariantList facts{
      fact(model.isCheckpoint ? ModelDetail::tr("Folder") : ModelDetail::tr("File"), model.fileName),
      fact(ModelDetail::tr("Size"), bytesText(model.bytes))};
  if (model.isCheckpoint) facts << fact(ModelDetail::tr("Files"), QLocale().toString(model.files.size()));
  if (!model.architecture.isEmpty()) facts << fact(ModelDetail::tr("Architecture"), model.architecture);
  if (!model.format.isEmpty()) {
    const QString bits =
        model.bitsPerWeight > 0 ? ModelDetail::tr(", %1 bits per weight").arg(bitsOf(model)) : QString();
    facts << fact(ModelDetail::tr("Number format"), model.format + bits);
  }
  if (model.contextLength > 0) {
    facts << fact(ModelDetail::tr("Context as trained"),
                  ModelDetail::tr("%1 tokens").arg(QLocale().toString(model.contextLength)));
  }
  if (model.missingParts.isEmpty() || !model.isCheckpoint) {
    const QString place =
        model.isCheckpoint ? ModelDetail::tr("in the folder") : ModelDetail::tr("in the file");
    facts << fact(ModelDetail::tr("Chat template"),
                  model.hasChatTemplate ? place : ModelDetail::tr("none; a plain one is used"));
  }
  facts << fact(ModelDetail::tr("Found in"), library::nameOf(model.store));
  // Of a checkpoint in a cache the files lie elsewhere, by their sums.
  const QString file = model.isCheckpoint ? model.path : model.files.first();
  facts << fact(ModelDetail::tr("Place"), QDir::toNativeSeparators(QFileInfo(file).absolutePath()));
  if (!model.others.isEmpty()) facts << fact(ModelDetail::tr("Also at"), model.others.join(QChar('\n')));
  return facts;
}

CopyAdvice copyAdviceFor(const FoundModel& model) {
  CopyAdvice advice{{}, {}, ModelDetail::tr("Make a smaller copy…")};
  if (!model.unsupported.isEmpty() || model.bitsPerWeight <= 0) return advice;
  if (library::hasFewBits(model.format)) {
    if (library::unpacksSlowly(model.format)) {
      advice.sentence =
          ModelDetail::tr(
              "Its weights are stored with about %1 bits each. It runs as it is; a copy in a larger "
              "form answers faster on many processors, but needs more memory and is no more "
              "precise than this file.")
              .arg(bitsOf(model));
      advice.line = ModelDetail::tr("%1 runs as it is; a larger copy answers faster on many processors.")
                        .arg(model.name);
      advice.button = ModelDetail::tr("Make a faster copy…");
    } else {
      advice.sentence = ModelDetail::tr("Its weights are stored with about %1 bits each. It runs as it is.")
                            .arg(bitsOf(model));
    }
  } else if (model.isCheckpoint) {
    advice.sentence = ModelDetail::tr("This is the model as its makers published it. It runs as it is.");
    if (model.bitsPerWeight >= kManyBits) {
      advice.line = ModelDetail::tr("%1 runs as it is; a smaller copy is faster.").arg(model.name);
      const double bytes = static_cast<double>(model.bytes) * kFourBits / model.bitsPerWeight;
      advice.sentence = ModelDetail::tr(
                            "This is the model as its makers published it. It runs as it is; a smaller copy "
                            "with 4 bits takes "
                            "about %1 instead of %2 and is faster.")
                            .arg(bytesText(static_cast<uint64_t>(bytes)), bytesText(model.bytes));
    }
  }
  return advice;
}

}  // namespace hearth::desktop
