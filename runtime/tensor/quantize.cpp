#include "runtime/tensor/quantize.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "runtime/base/check.h"
#include "runtime/base/half.h"
#include "runtime/tensor/correlated_encode.h"
#include "runtime/tensor/encode_fit.h"
#include "runtime/tensor/pack_blocks.h"
#include "runtime/tensor/quant_blocks.h"

namespace hearth {

namespace {

// Where nothing in a block matters, all of it matters alike: such columns may be used one day.
void weightsOf(std::span<const float> importance, size_t column, std::span<float> weights) {
  if (!importance.empty()) {
    const auto part = importance.subspan(column, weights.size());
    std::copy(part.begin(), part.end(), weights.begin());
    if (std::any_of(part.begin(), part.end(), [](float weight) { return weight > 0; })) return;
  }
  std::fill(weights.begin(), weights.end(), 1.0f);
}

void fitAny(BlockForm form, const float* x, const float* w, BlockFit& fit) { fitBlock(form, x, w, fit); }
void fitAny(SuperForm form, const float* x, const float* w, SuperFit& fit) { fitSuper(form, x, w, fit); }

// One row's importance goes with every row; where blocks of columns are correlated, `values` are one row.
struct Columns {
  std::span<const float> importance;
  std::span<const CorrelatedColumns> correlated;
};

template <auto kForm, class Block>
void encodeAll(std::span<const float> values, const Columns& columns, std::byte* out) {
  constexpr bool kSuper = std::is_same_v<decltype(kForm), SuperForm>;
  constexpr uint32_t kValues = kSuper ? 256 : 32;
  using Fit = std::conditional_t<kSuper, SuperFit, BlockFit>;
  constexpr uint32_t kFitsMost = CorrelatedColumns::kWidthMost / kValues;
  float weights[CorrelatedColumns::kWidthMost];
  Fit fits[kFitsMost];
  size_t at = 0, block = 0;
  while (at < values.size()) {
    const CorrelatedColumns* together =
        block < columns.correlated.size() ? &columns.correlated[block++] : nullptr;
    const uint32_t width = together ? together->width : kValues;
    const auto importance = columns.importance;
    for (uint32_t i = 0; i < width; i += kValues)
      weightsOf(importance, importance.empty() ? 0 : (at + i) % importance.size(),
                std::span(weights).subspan(i, kValues));
    const auto x = values.subspan(at, width);
    if (together) {
      fitCorrelated(kForm, *together, x, std::span(weights).first(width), fits);
    } else {
      fitAny(kForm, x.data(), weights, fits[0]);
    }
    for (uint32_t i = 0; i < width / kValues; ++i, out += sizeof(Block)) {
      Block packed;
      pack(fits[i], packed);
      std::memcpy(out, &packed, sizeof packed);
    }
    at += width;
  }
}

template <class Convert>
void encodeHalves(std::span<const float> values, std::byte* out, Convert convert) {
  for (const float value : values) {
    const uint16_t bits = convert(value);
    std::memcpy(out, &bits, sizeof bits);
    out += sizeof bits;
  }
}

void quantizeColumns(DType type, std::span<const float> values, const Columns& columns,
                     std::span<std::byte> out) {
  const BlockLayout layout = layoutOf(type);
  CHECK(values.size() % layout.values == 0 && out.size() >= values.size() / layout.values * layout.bytes);
  CHECK(columns.importance.size() % layout.values == 0);
  switch (type) {
    case DType::F32:
      if (!values.empty()) std::memcpy(out.data(), values.data(), values.size_bytes());
      return;
    case DType::F16:
      return encodeHalves(values, out.data(), floatToHalf);
    case DType::BF16:
      return encodeHalves(values, out.data(), floatToBfloat16);
    case DType::Q8_0:
      return encodeAll<BlockForm::Q8_0, BlockQ8_0>(values, columns, out.data());
    case DType::Q4_0:
      return encodeAll<BlockForm::Q4_0, BlockQ4_0>(values, columns, out.data());
    case DType::Q4_1:
      return encodeAll<BlockForm::Q4_1, BlockQ4_1>(values, columns, out.data());
    case DType::Q5_0:
      return encodeAll<BlockForm::Q5_0, BlockQ5_0>(values, columns, out.data());
    case DType::Q5_1:
      return encodeAll<BlockForm::Q5_1, BlockQ5_1>(values, columns, out.data());
    case DType::IQ4_NL:
      return encodeAll<BlockForm::IQ4_NL, BlockIQ4_NL>(values, columns, out.data());
    case DType::Q2_K:
      return encodeAll<SuperForm::Q2_K, BlockQ2_K>(values, columns, out.data());
    case DType::Q3_K:
      return encodeAll<SuperForm::Q3_K, BlockQ3_K>(values, columns, out.data());
    case DType::Q4_K:
      return encodeAll<SuperForm::Q4_K, BlockQ4_K>(values, columns, out.data());
    case DType::Q5_K:
      return encodeAll<SuperForm::Q5_K, BlockQ5_K>(values, columns, out.data());
    case DType::Q6_K:
      return encodeAll<SuperForm::Q6_K, BlockQ6_K>(values, columns, out.data());
    default:
      CHECK(false);  // canQuantize()
  }
}

}  // namespace

bool canQuantize(DType type) {
  switch (type) {
    case DType::F32:
    case DType::F16:
    case DType::BF16:
    case DType::Q8_0:
    case DType::Q4_0:
    case DType::Q4_1:
    case DType::Q5_0:
    case DType::Q5_1:
    case DType::Q2_K:
    case DType::Q3_K:
    case DType::Q4_K:
    case DType::Q5_K:
    case DType::Q6_K:
    case DType::IQ4_NL:
      return true;
    default:
      return false;
  }
}

void quantize(DType type, std::span<const float> values, std::span<std::byte> out,
              std::span<const float> importance) {
  quantizeColumns(type, values, {importance, {}}, out);
}

void quantizeCorrelated(DType type, std::span<const float> row, std::span<std::byte> out,
                        std::span<const float> importance, std::span<const CorrelatedColumns> correlated) {
  CHECK(importance.size() == row.size());
  quantizeColumns(type, row, {importance, correlated}, out);
}

}  // namespace hearth
