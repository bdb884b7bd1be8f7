// Complete, loadable models of every architecture, a few kilobytes each, with random float32 weights and a
// SentencePiece vocabulary. The same seed gives the same weights.
#pragma once

#include <cstdint>

#include "tests/support/gguf_writer.h"

namespace hearth::test {

enum class MlaLayout { Legacy, Split };

// Width 32, 4 heads of 8, 2 key-value heads, ffn 64, 48 tokens.
GgufWriter tinyLlama(uint32_t layers = 2);
GgufWriter tinyQwen2(uint32_t layers = 2);
GgufWriter tinyQwen3(uint32_t layers = 2);
GgufWriter tinyQwen3Moe(uint32_t layers = 2);  // 4 experts of ffn 32, 2 used

// Latent attention: kv_lora 16, nope 12, rope 4, value 8. Layer 0 dense, then 8 experts of ffn 32 (2 used)
// and 1 shared.
GgufWriter tinyDeepseekV2(MlaLayout layout, uint32_t layers = 2);  // no q_lora, softmax gate
// q_lora 24, sigmoid gate with bias, 4 groups (2 used), normalised weights times 2.5, YaRN, and one
// multi-token-prediction layer at the end.
GgufWriter tinyDeepseekV3(MlaLayout layout, uint32_t layers = 2);
// The same with an indexer of 16 heads of 64 that chooses topK positions.
GgufWriter tinyDeepseekV32(uint32_t layers = 2, uint32_t topK = 8);

}  // namespace hearth::test
