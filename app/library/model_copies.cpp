#include "app/library/model_copies.h"

#include <algorithm>
#include <vector>

#include <QDir>
#include <QFile>

#include "app/library/header_facts.h"
#include "runtime/base/thread_pool.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/convert/checkpoint_source.h"
#include "runtime/convert/quality.h"
#include "runtime/convert/quantize_model.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth::library {
namespace {

// A copy that saves less than this share is none worth making.
constexpr double kWorthwhile = 0.03;

// What a file of less than four bits a weight may grow to: more bits would hold nothing that it has.
constexpr QuantizeType kLargerTypes[] = {QuantizeType::Q4_K, QuantizeType::Q3_K, QuantizeType::Q2_K};

std::string pathOf(const QString& path) { return QFile::encodeName(path).toStdString(); }

QString keyOf(QuantizeType type) {
  const std::string_view name = nameOf(type);
  return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

TypePlan planOf(const QString& key) {
  const auto type = quantizeTypeNamed(key.toStdString());
  CHECK(type.has_value());  // one of forms()
  return {.type = *type};
}

class RuntimeCopies final : public ModelCopies {
 public:
  explicit RuntimeCopies(std::function<QByteArray()> text) : text_(std::move(text)) {}

  Result<QList<CopyForm>> forms(const QString& path) override {
    const auto file = openModelFile(pathOf(path));
    if (!file) return file.error();
    const auto source = sourceOf(*file);
    if (!source) return source.error();
    const auto& tensors = (*source)->tensors();
    const bool experts = std::any_of(tensors.begin(), tensors.end(), [](const TensorInfo* tensor) {
      return tensor->name.find("_exps.") != std::string::npos;
    });
    const bool slow = unpacksSlowly(formatOf(*file));
    QList<CopyForm> forms;
    for (const QuantizeType type : kQuantizeTypes) {
      if (type == QuantizeType::Mixed && !experts) continue;
      const uint64_t bytes = quantizedBytes(**source, {.type = type});
      const double most = (1 - kWorthwhile) * static_cast<double>(file->fileBytes());
      if (static_cast<double>(bytes) < most) {
        forms << CopyForm{keyOf(type), bytes};
      } else if (slow && std::find(std::begin(kLargerTypes), std::end(kLargerTypes), type) !=
                             std::end(kLargerTypes)) {
        forms << CopyForm{keyOf(type), bytes, true};
      }
    }
    std::stable_sort(forms.begin(), forms.end(),
                     [](const CopyForm& a, const CopyForm& b) { return a.bytes > b.bytes; });
    return forms;
  }

  Result<void> make(const QString& path, const QString& key, const QString& target,
                    const std::function<bool(double)>& progress) override {
    const auto file = openModelFile(pathOf(path));
    if (!file) return file.error();
    const auto source = sourceOf(*file);
    if (!source) return source.error();
    ThreadPool pool(0);
    const auto report =
        quantizeModel(**source, pathOf(target), {planOf(key), nullptr}, pool,
                      [&](double fraction, const std::string&) { return progress(fraction); });
    if (!report) return report.error();
    return {};
  }

  Result<void> measure(const QString& path, const QStringList& keys, const QString& folder,
                       const std::function<void(const CopyQuality&)>& onPoint,
                       const std::function<bool(double)>& progress) override {
    const auto file = openModelFile(pathOf(path));
    if (!file) return file.error();
    const auto tokenizer = Tokenizer::fromMetadata(file->metadata());
    if (!tokenizer) return tokenizer.error();
    const auto tokens =
        (*tokenizer)->encode(text_().toStdString(), SpecialTokens::AsText, AddBos::AsModelWants);
    std::vector<QuantizeType> types;
    for (const QString& key : keys) types.push_back(planOf(key).type);
    ThreadPool pool(0);
    return sweepQuality(
        {pathOf(path), pathOf(folder), types, nullptr, {tokens, kChunkTokens}}, pool,
        [&](const QualityPoint& point) {
          const auto type = quantizeTypeNamed(point.name);
          onPoint({type ? keyOf(*type) : QString(), point.bytes, point.perplexity, point.divergence});
        },
        [&](double fraction, const std::string&) { return progress(fraction); });
  }

 private:
  static constexpr uint32_t kChunkTokens = 256;
  std::function<QByteArray()> text_;
};

}  // namespace

std::shared_ptr<ModelCopies> runtimeCopies(std::function<QByteArray()> text) {
  return std::make_shared<RuntimeCopies>(std::move(text));
}

}  // namespace hearth::library
