#include "runtime/engine/draft_model.h"

#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/cpu/cpu_ops.h"
#include "runtime/model/loader.h"

namespace hearth {

Result<std::unique_ptr<DraftModel>> DraftModel::load(const std::string& path, const Tokenizer& large,
                                                     ThreadPool& pool, uint32_t contextLength) {
  constexpr const char* kStep = "loading the model that drafts ahead";
  auto file = GgufFile::open(path);
  if (!file) return std::move(file).error().during(kStep);
  const auto tokenizer = Tokenizer::fromMetadata(file->metadata());
  if (!tokenizer) return tokenizer.error();
  if (const auto same = sameVocabulary(large, **tokenizer); !same) {
    return Error(quotedPath(path) + " cannot draft for this model, because " + same.error().what() +
                 "; choose a smaller model of the same family, or none");
  }
  std::unique_ptr<DraftModel> draft(new DraftModel);
  auto model = loadModel(std::move(*file));
  if (!model) return std::move(model).error().during(kStep);
  draft->model_ = std::move(*model);
  draft->ops_ = makeCpuOps(pool);
  auto decoder = Decoder::create(*draft->model_, *draft->ops_, contextLength);
  if (!decoder) return std::move(decoder).error().during(kStep);
  draft->decoder_ = std::move(*decoder);
  draft->evaluator_ = std::make_unique<DecoderEvaluator>(*draft->decoder_, draft->model_->config.vocabSize);
  draft->drafter_ = std::make_unique<ModelDrafter>(*draft->evaluator_);
  return draft;
}

}  // namespace hearth
