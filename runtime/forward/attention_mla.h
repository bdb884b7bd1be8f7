// Multi-head latent attention (DeepSeek-V2, section 2.1). The cache holds one latent and one rotated key per
// token, whatever the number of heads.
#pragma once

#include "runtime/forward/pass.h"

namespace hearth {

// h [rows, width] -> [rows, width]; appends the batch's latents and rotated keys to the cache.
Act latentAttention(Ops& ops, Act h, const MlaWeights& w, const Pass& pass, uint32_t layer);

// Two ways to the same numbers (eq. 9-19). Absorbed, W_UK moves to the query and W_UV to the output, so that
// every head reads the latents as they lie: little work per row, kvLoraRank + ropeDim numbers per pair of
// positions. Expanded, keys and values are rebuilt once per position of the context and then a pair costs
// only keyDim numbers: that pays when enough rows of one batch share the rebuilding.
enum class LatentForm { Absorbed, Expanded };

// Measured on DeepSeek-V2-Lite's shape (16 heads, 4 threads, AVX-512): expanded wins from any number of rows
// when they are the whole context, from 105 of 600, 170 of 2200 and 256 of 8400.
constexpr uint32_t kExpandedRowsMin = 8;  // so that decoding is always absorbed
constexpr uint32_t kExpandedRowsSure = 224;
constexpr uint32_t kContextPerExpandedRow = 6;

constexpr LatentForm latentFormFor(uint32_t rows, uint32_t context) {
  if (rows < kExpandedRowsMin) return LatentForm::Absorbed;
  const bool pays = rows >= kExpandedRowsSure || rows >= context / kContextPerExpandedRow;
  return pays ? LatentForm::Expanded : LatentForm::Absorbed;
}

}  // namespace hearth
