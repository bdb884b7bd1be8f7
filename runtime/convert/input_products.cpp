#include "runtime/convert/input_products.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/convert/input_products.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <utility>

HWY_BEFORE_NAMESPACE();
namespace hearth {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// sums[j, k] += x[r, j] * x[r, k] over eight rows of `stride` floats, for k from the vector of j on.
void AddProducts(const float* HWY_RESTRICT x, size_t stride, uint32_t width, float* HWY_RESTRICT sums) {
  const hn::CappedTag<float, 16> d;
  const auto lanes = static_cast<uint32_t>(hn::Lanes(d));
  const uint32_t whole = width / lanes * lanes;
  for (uint32_t j = 0; j < width; ++j) {
    const float* own = x + j;
    const auto f0 = hn::Set(d, own[0]), f1 = hn::Set(d, own[stride]), f2 = hn::Set(d, own[2 * stride]),
               f3 = hn::Set(d, own[3 * stride]), f4 = hn::Set(d, own[4 * stride]),
               f5 = hn::Set(d, own[5 * stride]), f6 = hn::Set(d, own[6 * stride]),
               f7 = hn::Set(d, own[7 * stride]);
    float* into = sums + size_t{j} * width;
    for (uint32_t k = j / lanes * lanes; k < whole; k += lanes) {
      const float* at = x + k;
      auto first = hn::MulAdd(f0, hn::LoadU(d, at), hn::LoadU(d, into + k));
      auto second = hn::Mul(f1, hn::LoadU(d, at + stride));
      first = hn::MulAdd(f2, hn::LoadU(d, at + 2 * stride), first);
      second = hn::MulAdd(f3, hn::LoadU(d, at + 3 * stride), second);
      first = hn::MulAdd(f4, hn::LoadU(d, at + 4 * stride), first);
      second = hn::MulAdd(f5, hn::LoadU(d, at + 5 * stride), second);
      first = hn::MulAdd(f6, hn::LoadU(d, at + 6 * stride), first);
      second = hn::MulAdd(f7, hn::LoadU(d, at + 7 * stride), second);
      hn::StoreU(hn::Add(first, second), d, into + k);
    }
    for (uint32_t k = std::max(j, whole); k < width; ++k) {
      for (size_t r = 0; r < 8; ++r) into[k] += own[r * stride] * x[r * stride + k];
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth {
HWY_EXPORT(AddProducts);

InputProducts::InputProducts(uint32_t cols)
    : cols_(cols), waiting_(size_t{kRows} * cols), sums_(sizeOf(cols)) {}

size_t InputProducts::sizeOf(uint64_t cols) {
  size_t size = 0;
  forBlocks(cols, [&](uint64_t, uint32_t width, size_t) { size += size_t{width} * width; });
  return size;
}

void InputProducts::add(std::span<const float> input) {
  std::copy(input.begin(), input.end(), waiting_.begin() + static_cast<ptrdiff_t>(size_t{rows_} * cols_));
  if (++rows_ == kRows) flush();
}

void InputProducts::flush() {
  static_assert(kRows == 8);
  std::fill(waiting_.begin() + static_cast<ptrdiff_t>(size_t{rows_} * cols_), waiting_.end(), 0.0f);
  forBlocks(cols_, [&](uint64_t first, uint32_t width, size_t at) {
    HWY_DYNAMIC_DISPATCH(AddProducts)(waiting_.data() + first, cols_, width, sums_.data() + at);
  });
  rows_ = 0;
}

std::vector<float> InputProducts::take() {
  flush();
  forBlocks(cols_, [&](uint64_t, uint32_t width, size_t at) {
    for (size_t j = 1; j < width; ++j) {
      for (size_t k = 0; k < j; ++k) sums_[at + j * width + k] = sums_[at + k * width + j];
    }
  });
  return std::move(sums_);
}
}  // namespace hearth
#endif
