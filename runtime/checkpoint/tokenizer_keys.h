// tokenizer.json and tokenizer_config.json in the terms of GGUF's tokenizer keys.
#pragma once

#include <cstdint>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"

namespace hearth {

// Byte-pair tokenizers, of bytes and of characters (SentencePiece). `tokenizerConfig` and `config` may be
// empty objects. A vocabulary smaller than the embedding's `rows` is filled up with tokens that are never
// used.
Result<void> addTokenizerKeys(const nlohmann::json& tokenizer, const nlohmann::json& tokenizerConfig,
                              const nlohmann::json& config, uint64_t rows, Metadata& metadata);

}  // namespace hearth
