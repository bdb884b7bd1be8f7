// The number formats of weights, a row each. Ids are those of the GGUF format (ggml_type), but for those from
// kFirstForeign on, which only safetensors files have.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hearth {

enum class DType : uint32_t {
  F32 = 0, F16 = 1, Q4_0 = 2, Q4_1 = 3, Q5_0 = 6, Q5_1 = 7, Q8_0 = 8,
  Q2_K = 10, Q3_K = 11, Q4_K = 12, Q5_K = 13, Q6_K = 14,
  IQ2_XXS = 16, IQ2_XS = 17, IQ3_XXS = 18, IQ1_S = 19, IQ4_NL = 20, IQ3_S = 21, IQ2_S = 22, IQ4_XS = 23,
  I8 = 24, I16 = 25, I32 = 26, I64 = 27, F64 = 28, IQ1_M = 29, BF16 = 30, TQ1_0 = 34, TQ2_0 = 35, MXFP4 = 39,
  F8_E4M3 = 1000,
};
inline constexpr uint32_t kFirstForeign = 1000;

// How a format lies in memory: `values` numbers in `bytes` bytes.
struct BlockLayout {
  uint32_t values;
  uint32_t bytes;
  std::string_view name;
};

// The layout of a format that Hearth decodes; empty for an id it does not know.
constexpr std::optional<BlockLayout> layoutOfId(uint32_t ggmlType) {
  switch (ggmlType) {
    case 0: return BlockLayout{1, 4, "f32"};
    case 1: return BlockLayout{1, 2, "f16"};
    case 2: return BlockLayout{32, 18, "q4_0"};
    case 3: return BlockLayout{32, 20, "q4_1"};
    case 6: return BlockLayout{32, 22, "q5_0"};
    case 7: return BlockLayout{32, 24, "q5_1"};
    case 8: return BlockLayout{32, 34, "q8_0"};
    case 10: return BlockLayout{256, 84, "q2_k"};
    case 11: return BlockLayout{256, 110, "q3_k"};
    case 12: return BlockLayout{256, 144, "q4_k"};
    case 13: return BlockLayout{256, 176, "q5_k"};
    case 14: return BlockLayout{256, 210, "q6_k"};
    case 16: return BlockLayout{256, 66, "iq2_xxs"};
    case 17: return BlockLayout{256, 74, "iq2_xs"};
    case 18: return BlockLayout{256, 98, "iq3_xxs"};
    case 19: return BlockLayout{256, 50, "iq1_s"};
    case 20: return BlockLayout{32, 18, "iq4_nl"};
    case 21: return BlockLayout{256, 110, "iq3_s"};
    case 22: return BlockLayout{256, 82, "iq2_s"};
    case 23: return BlockLayout{256, 136, "iq4_xs"};
    case 24: return BlockLayout{1, 1, "i8"};
    case 25: return BlockLayout{1, 2, "i16"};
    case 26: return BlockLayout{1, 4, "i32"};
    case 27: return BlockLayout{1, 8, "i64"};
    case 28: return BlockLayout{1, 8, "f64"};
    case 29: return BlockLayout{256, 56, "iq1_m"};
    case 30: return BlockLayout{1, 2, "bf16"};
    case 34: return BlockLayout{256, 54, "tq1_0"};
    case 35: return BlockLayout{256, 66, "tq2_0"};
    case 39: return BlockLayout{32, 17, "mxfp4"};
    case 1000: return BlockLayout{1, 1, "f8_e4m3"};
    default: return std::nullopt;
  }
}

constexpr BlockLayout layoutOf(DType type) { return *layoutOfId(static_cast<uint32_t>(type)); }

}  // namespace hearth
