#include "runtime/model/latent_attention.h"

#include <cmath>
#include <cstring>

#include "runtime/base/half.h"
#include "runtime/model/rope.h"
#include "runtime/tensor/dequantize.h"

namespace hearth {
namespace {

constexpr const char* kRemedy = ": the file is damaged or made by a faulty converter, download it again";
constexpr float kHalfMax = 65504;

// The format of a transposed copy: exact for F32, F16 and BF16. The others get F16, whose 11 bits are more
// than their codes carry relative to a block's largest value; their rows cannot be cut across blocks. Codes
// of eight bits times a float32 factor are exact in F32 only.
DType transposedType(DType source) {
  if (source == DType::F8_E4M3) return DType::F32;
  return source == DType::F32 || source == DType::BF16 ? source : DType::F16;
}

void store(DType type, float value, std::byte* at) {
  if (type == DType::F32) {
    std::memcpy(at, &value, sizeof value);
    return;
  }
  const uint16_t bits = type == DType::BF16 ? floatToBfloat16(value) : floatToHalf(value);
  std::memcpy(at, &bits, sizeof bits);
}

// Each of the `heads` matrices of `stacked` [heads * rows, cols] transposed: [heads * cols, rows].
TensorView transposePerHead(ModelReader& reader, const TensorView& stacked, uint32_t heads,
                            const std::string& name) {
  const uint32_t rows = stacked.rows() / heads, cols = stacked.cols();
  const DType type = transposedType(stacked.type());
  const size_t valueBytes = layoutOf(type).bytes;
  bool fits = true;
  auto transposed = reader.derive(type, heads * cols, rows, [&](std::byte* out) {
    std::vector<float> line(cols);
    for (uint32_t head = 0; head < heads; ++head) {
      for (uint32_t row = 0; row < rows; ++row) {
        dequantizeRow(stacked, head * rows + row, line.data());
        for (uint32_t col = 0; col < cols; ++col) {
          if (type == DType::F16 && std::abs(line[col]) > kHalfMax) fits = false;
          store(type, line[col], out + ((size_t{head} * cols + col) * rows + row) * valueBytes);
        }
      }
    }
  });
  if (!fits) reader.fail("tensor '" + name + "' holds values beyond the range of half precision" + kRemedy);
  return transposed;
}

// Rows [first, first + count) of each head's block of `stacked`, gathered; an exact copy, in the same format
// but for F8_E4M3, whose factors heads may share: in F32.
TensorView gatherRows(ModelReader& reader, const TensorView& stacked, uint32_t heads, uint32_t first,
                      uint32_t count) {
  const uint32_t rowsPerHead = stacked.rows() / heads;
  if (stacked.type() == DType::F8_E4M3) {
    return reader.derive(DType::F32, heads * count, stacked.cols(), [&](std::byte* out) {
      auto* to = reinterpret_cast<float*>(out);
      for (uint32_t row = 0; row < heads * count; ++row, to += stacked.cols())
        dequantizeRow(stacked, row / count * rowsPerHead + first + row % count, to);
    });
  }
  return reader.derive(stacked.type(), heads * count, stacked.cols(), [&](std::byte* out) {
    for (uint32_t head = 0; head < heads; ++head) {
      const auto rows = stacked.rowRange(head * rowsPerHead + first, count).bytes();
      std::memcpy(out, rows.data(), rows.size());
      out += rows.size();
    }
  });
}

}  // namespace

void readMlaConfig(ModelReader& reader, ModelConfig& config) {
  LatentAttention latent;
  latent.qLoraRank = reader.countOr("attention.q_lora_rank", 0, 0, kWidthMax);
  latent.kvLoraRank = reader.count("attention.kv_lora_rank", 1, kWidthMax);
  // Newer files describe the absorbed form in key_length and value_length, and the heads in the _mla keys.
  const bool absorbed = reader.hasKey("attention.key_length_mla");
  config.keyDim =
      reader.count(absorbed ? "attention.key_length_mla" : "attention.key_length", 1, kHeadDimMax);
  config.valueDim =
      reader.count(absorbed ? "attention.value_length_mla" : "attention.value_length", 1, kHeadDimMax);
  config.kvHeads = 1;
  latent.ropeDim = reader.count("rope.dimension_count", 2, kHeadDimMax);
  if (latent.ropeDim % 2 != 0 || latent.ropeDim >= config.keyDim) {
    reader.fail("key " + reader.keyName("rope.dimension_count") + " is " + std::to_string(latent.ropeDim) +
                ", which must be even and smaller than a head's " + std::to_string(config.keyDim) +
                " numbers" + kRemedy);
  }
  if (reader.failed()) return;
  latent.nopeDim = config.keyDim - latent.ropeDim;
  latent.valueDim = config.valueDim;
  auto [rope, attentionFactor] = readRope(reader, latent.ropeDim, RopePairing::Neighbours);
  config.rope = std::move(rope);
  config.attentionScale = attentionFactor / std::sqrt(static_cast<float>(config.keyDim));
  config.latent = latent;
}

MlaWeights readMla(ModelReader& reader, const ModelConfig& config, const std::string& prefix) {
  const LatentAttention& latent = *config.latent;
  const uint32_t heads = config.heads, rank = latent.kvLoraRank;
  const uint64_t queries = uint64_t{heads} * config.keyDim;
  MlaWeights weights;
  if (latent.qLoraRank > 0) {
    weights.qDown = reader.linear(prefix + "attn_q_a", latent.qLoraRank, config.width);
    weights.qNorm = reader.vector(prefix + "attn_q_a_norm.weight", latent.qLoraRank);
    weights.qUp = reader.linear(prefix + "attn_q_b", queries, latent.qLoraRank);
  } else {
    weights.q = reader.linear(prefix + "attn_q", queries, config.width);
  }
  weights.kvDown = reader.linear(prefix + "attn_kv_a_mqa", uint64_t{rank} + latent.ropeDim, config.width);
  weights.kvNorm = reader.vector(prefix + "attn_kv_a_norm.weight", rank);
  weights.out = reader.linear(prefix + "attn_output", config.width, uint64_t{heads} * latent.valueDim);

  const std::string keyName = prefix + "attn_k_b.weight", bothName = prefix + "attn_kv_b.weight";
  if (reader.hasTensor(keyName) || !reader.hasTensor(bothName)) {
    weights.keyAbsorb = reader.stack(keyName, heads, rank, latent.nopeDim);
    weights.valueUp = reader.stack(prefix + "attn_v_b.weight", heads, latent.valueDim, rank);
    if (reader.failed()) return weights;
    weights.keyUp = transposePerHead(reader, weights.keyAbsorb, heads, keyName);
  } else {
    const auto both = reader.matrix(bothName, uint64_t{heads} * (latent.nopeDim + latent.valueDim), rank);
    if (reader.failed()) return weights;
    weights.keyUp = gatherRows(reader, both, heads, 0, latent.nopeDim);
    weights.valueUp = gatherRows(reader, both, heads, latent.nopeDim, latent.valueDim);
    weights.keyAbsorb = transposePerHead(reader, weights.keyUp, heads, bothName);
  }
  return weights;
}

}  // namespace hearth
