// The number formats of weights, a row each. Ids are those of the GGUF format (ggml_type).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hearth {

enum class DType : uint32_t {
  F32 = 0,
  F16 = 1,
  Q4_0 = 2,
  Q4_1 = 3,
  Q5_0 = 6,
  Q5_1 = 7,
  Q8_0 = 8,
  Q2_K = 10,
  Q3_K = 11,
  Q4_K = 12,
  Q5_K = 13,
  Q6_K = 14,
  IQ4_NL = 20,
  IQ4_XS = 23,
  I8 = 24,
  I16 = 25,
  I32 = 26,
  I64 = 27,
  F64 = 28,
  BF16 = 30,
  MXFP4 = 39,
};

// How a format lies in memory: `values` numbers in `bytes` bytes.
struct BlockLayout {
  uint32_t values;
  uint32_t bytes;
  std::string_view name;
};

// The layout of a format that Hearth decodes; empty for an id it does not know.
constexpr std::optional<BlockLayout> layoutOfId(uint32_t ggmlType) {
  switch (ggmlType) {
    case 0:
      return BlockLayout{1, 4, "f32"};
    case 1:
      return BlockLayout{1, 2, "f16"};
    case 2:
      return BlockLayout{32, 18, "q4_0"};
    case 3:
      return BlockLayout{32, 20, "q4_1"};
    case 6:
      return BlockLayout{32, 22, "q5_0"};
    case 7:
      return BlockLayout{32, 24, "q5_1"};
    case 8:
      return BlockLayout{32, 34, "q8_0"};
    case 10:
      return BlockLayout{256, 84, "q2_k"};
    case 11:
      return BlockLayout{256, 110, "q3_k"};
    case 12:
      return BlockLayout{256, 144, "q4_k"};
    case 13:
      return BlockLayout{256, 176, "q5_k"};
    case 14:
      return BlockLayout{256, 210, "q6_k"};
    case 20:
      return BlockLayout{32, 18, "iq4_nl"};
    case 23:
      return BlockLayout{256, 136, "iq4_xs"};
    case 24:
      return BlockLayout{1, 1, "i8"};
    case 25:
      return BlockLayout{1, 2, "i16"};
    case 26:
      return BlockLayout{1, 4, "i32"};
    case 27:
      return BlockLayout{1, 8, "i64"};
    case 28:
      return BlockLayout{1, 8, "f64"};
    case 30:
      return BlockLayout{1, 2, "bf16"};
    case 39:
      return BlockLayout{32, 17, "mxfp4"};
    default:
      return std::nullopt;
  }
}

constexpr BlockLayout layoutOf(DType type) { return *layoutOfId(static_cast<uint32_t>(type)); }

}  // namespace hearth
