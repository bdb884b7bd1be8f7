#include "runtime/tokenizer/tokenizer.h"

#include <utility>

#include "runtime/tokenizer/bpe.h"
#include "runtime/tokenizer/sentencepiece.h"
#include "runtime/tokenizer/special_matcher.h"
#include "runtime/tokenizer/vocabulary.h"
#include "runtime/tokenizer/wordpiece.h"

namespace hearth {

Result<std::unique_ptr<Tokenizer>> Tokenizer::fromMetadata(const Metadata& metadata) {
  auto vocabulary = Vocabulary::fromMetadata(metadata);
  if (!vocabulary) return std::move(vocabulary).error().during("Reading the tokenizer");
  auto specials = SpecialMatcher::build(*vocabulary);
  if (!specials) return std::move(specials).error().during("Reading the tokenizer");
  const auto create = [&]() -> Result<std::unique_ptr<Tokenizer>> {
    switch (vocabulary->model()) {
      case TokenizerModel::BytePairs:
        break;
      case TokenizerModel::SentencePiece:
        return SentencePieceTokenizer::create(metadata, std::move(*vocabulary), std::move(*specials));
      case TokenizerModel::WordPiece:
        return WordPieceTokenizer::create(metadata, std::move(*vocabulary), std::move(*specials));
    }
    return BpeTokenizer::create(metadata, std::move(*vocabulary), std::move(*specials));
  };
  auto tokenizer = create();
  if (!tokenizer) return std::move(tokenizer).error().during("Reading the tokenizer");
  return tokenizer;
}

}  // namespace hearth
