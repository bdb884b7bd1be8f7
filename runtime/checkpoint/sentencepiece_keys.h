// A tokenizer.json of the SentencePiece kind (byte-pair merges of characters, with bytes for characters that
// have no token: Llama 2, TinyLlama, Mistral) in the terms of GGUF's tokenizer keys.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"

namespace hearth {

using MergeTexts = std::vector<std::pair<std::string, std::string>>;

// Whether `tokenizer`, whose "model" is an object, is of this kind.
bool isSentencePiece(const nlohmann::json& tokenizer);
// Writes scores, merges and where spaces go; `types` (of GGUF, by token) are corrected for bytes and the
// unknown token. `types` may be longer than the vocabulary.
Result<void> addSentencePieceKeys(const nlohmann::json& tokenizer, const nlohmann::json& tokenizerConfig,
                                  const MergeTexts& merges, std::vector<int64_t>& types, Metadata& metadata);

}  // namespace hearth
