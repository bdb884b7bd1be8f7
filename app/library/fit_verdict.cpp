#include "app/library/fit_verdict.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "app/library/library_words.h"
#include "app/library/model_names.h"
#include "runtime/model/loader.h"

namespace hearth::library {
namespace {

QString chipOf(FitKind kind) {
  switch (kind) {
    case FitKind::Gpu:
      return Words::tr("Fits fully");
    case FitKind::GpuAndRam:
      return Words::tr("Fits with experts in RAM");
    case FitKind::PartlyGpu:
      return Words::tr("Partly on the graphics card");
    case FitKind::Cpu:
      return Words::tr("On the processor");
    case FitKind::Disk:
      return Words::tr("Slow");
    case FitKind::No:
      return Words::tr("Will not fit");
  }
  return {};
}

FitVerdict verdictOf(const FitShape& shape, const FitComputer& computer, const FitWish& wish) {
  FitVerdict verdict;
  verdict.fit = fitOf(shape, computer, wish.contextLength, wish.ahead);
  verdict.chip = chipOf(verdict.fit.kind);
  verdict.sentence = QString::fromStdString(verdict.fit.sentence);
  return verdict;
}

}  // namespace

Result<FitVerdict> verdictOfFile(const QString& path, const FitComputer& computer, const FitWish& wish) {
  auto model = loadModel(QFile::encodeName(path).toStdString(), {.derived = Derived::Skip, .onProgress = {}});
  if (!model) return std::move(model).error();
  return verdictOf(fitShapeOf(**model, wish.cacheForm), computer, wish);
}

// The loader reads files: each header goes into one that is as long as the whole, and for the rest a hole.
Result<FitVerdict> verdictOfHeaders(const QList<RemoteHeader>& headers, const FitComputer& computer,
                                    const FitWish& wish) {
  const QTemporaryDir folder;
  if (!folder.isValid() || headers.isEmpty()) {
    return errorOf(Words::tr("There is no room for a temporary file in %1.").arg(QDir::tempPath()));
  }
  const auto count = static_cast<int>(headers.size());
  const auto pathOf = [&](int part) {
    const QString prefix = folder.filePath(QStringLiteral("model"));
    return count == 1 ? prefix + QLatin1String(".gguf") : splitPath(prefix, part, count);
  };
  for (int part = 1; part <= count; ++part) {
    const RemoteHeader& header = headers[part - 1];
    QFile file(pathOf(part));
    const bool written = file.open(QIODevice::WriteOnly) && file.write(header.bytes) == header.bytes.size() &&
                         file.resize(static_cast<qint64>(header.fileBytes));
    if (!written)
      return errorOf(Words::tr("A temporary file could not be written: %1").arg(file.errorString()));
  }
  return verdictOfFile(pathOf(1), computer, wish);
}

Result<FitVerdict> verdictOfEntry(const CatalogueModel& model, const CatalogueFile& file,
                                  const FitComputer& computer, const FitWish& wish) {
  if (!model.shape || file.bytes == 0 || model.parameters == 0) {
    return errorOf(Words::tr("Its size is known when the hub was asked."));
  }
  const CatalogueShape& s = *model.shape;
  FitNumbers numbers;
  numbers.parameters = model.parameters;
  numbers.fileBytes = file.bytes;
  numbers.layers = s.layers;
  numbers.denseLayers = s.denseLayers;
  numbers.width = s.width;
  numbers.vocabulary = s.vocabulary;
  numbers.experts = s.experts;
  numbers.expertsUsed = s.expertsUsed;
  numbers.expertWidth = s.expertWidth;
  numbers.cacheNumbersPerLayer = s.cacheNumbersPerLayer;
  numbers.trainedContext = model.contextLength;
  numbers.nextnLayers = s.nextnLayers;
  return verdictOf(fitShapeOf(numbers, wish.cacheForm), computer, wish);
}

}  // namespace hearth::library
