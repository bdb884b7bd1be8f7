#include "runtime/tensor/correlated_encode.h"

#include <algorithm>
#include <cmath>

#include "runtime/base/check.h"
#include "runtime/base/half.h"

namespace hearth {

namespace {

Lattice::Form formOf(BlockForm form) {
  switch (form) {
    case BlockForm::Q8_0:
      return {.groupSize = 32, .low = -127, .high = 127};
    case BlockForm::Q4_0:
      return {.groupSize = 32, .low = -8, .high = 7};
    case BlockForm::Q5_0:
      return {.groupSize = 32, .low = -16, .high = 15};
    case BlockForm::Q4_1:
      return {.groupSize = 32, .low = 0, .high = 15, .hasOffset = true};
    case BlockForm::Q5_1:
      return {.groupSize = 32, .low = 0, .high = 31, .hasOffset = true};
    case BlockForm::IQ4_NL:
      return {.groupSize = 32, .low = -127, .high = 113, .iq4 = true};
  }
  return {};
}

Lattice::Form formOf(SuperForm form) {
  const auto affine = [](uint32_t groupSize, float high, float factorMost) {
    return Lattice::Form{.groupSize = groupSize,
                         .low = 0,
                         .high = high,
                         .hasOffset = true,
                         .factorHigh = factorMost,
                         .offsetFactorMost = factorMost};
  };
  switch (form) {
    case SuperForm::Q2_K:
      return affine(16, 3, 15);
    case SuperForm::Q3_K:
      return {.groupSize = 16, .low = -4, .high = 3, .factorLow = -32, .factorHigh = 31};
    case SuperForm::Q4_K:
      return affine(32, 15, 63);
    case SuperForm::Q5_K:
      return affine(32, 31, 63);
    case SuperForm::Q6_K:
      return {.groupSize = 16, .low = -32, .high = 31, .factorLow = -128, .factorHigh = 127};
  }
  return {};
}

void load(const BlockFit* fits, Lattice& lattice) {
  for (uint32_t b = 0; b < lattice.width / 32; ++b) {
    const float offset = lattice.form.hasOffset ? halfToFloat(fits[b].m) : 0.0f;
    lattice.groups[b] = {halfToFloat(fits[b].d), offset, 0.0f, 0.0f};
    std::copy_n(fits[b].codes, 32, lattice.codes + 32 * b);
  }
}

void store(const Lattice& lattice, BlockFit* fits) {
  for (uint32_t b = 0; b < lattice.width / 32; ++b) {
    fits[b].d = floatToHalf(lattice.groups[b].step);
    if (lattice.form.hasOffset) fits[b].m = floatToHalf(lattice.groups[b].offset);
    std::copy_n(lattice.codes + 32 * b, 32, fits[b].codes);
  }
}

void load(const SuperFit* fit, Lattice& lattice) {
  const float d = halfToFloat(fit->d), dmin = lattice.form.hasOffset ? halfToFloat(fit->dmin) : 0.0f;
  for (uint32_t g = 0; g < lattice.width / lattice.form.groupSize; ++g) {
    const int min = lattice.form.hasOffset ? fit->mins[g] : 0;
    lattice.groups[g] = {d * static_cast<float>(fit->scales[g]), -dmin * static_cast<float>(min), d, dmin};
  }
  std::copy_n(fit->codes, lattice.width, lattice.codes);
}

void store(const Lattice& lattice, SuperFit* fit) {
  const auto factorOf = [](float value, float unit) {
    return static_cast<int16_t>(unit != 0.0f ? std::lrint(value / unit) : 0);
  };
  for (uint32_t g = 0; g < lattice.width / lattice.form.groupSize; ++g) {
    const Lattice::Group& group = lattice.groups[g];
    fit->scales[g] = factorOf(group.step, group.stepUnit);
    if (lattice.form.hasOffset) fit->mins[g] = factorOf(-group.offset, group.offsetUnit);
  }
  std::copy_n(lattice.codes, lattice.width, fit->codes);
}

void fitPlain(BlockForm form, const float* x, const float* w, uint32_t width, BlockFit* fits) {
  for (uint32_t at = 0; at < width; at += 32) fitBlock(form, x + at, w + at, fits[at / 32]);
}

void fitPlain(SuperForm form, const float* x, const float* w, uint32_t width, SuperFit* fit) {
  CHECK(width == 256);
  fitSuper(form, x, w, *fit);
}

template <class Form, class Fit>
void fitAny(Form form, const CorrelatedColumns& columns, std::span<const float> x,
            std::span<const float> importance, Fit* fits) {
  constexpr uint32_t kMost = CorrelatedColumns::kWidthMost;
  const uint32_t width = columns.width;
  CHECK(width <= kMost && width % 32 == 0 && x.size() == width && importance.size() == width);
  fitPlain(form, x.data(), importance.data(), width, fits);
  // What was never seen still has a place: such columns may be used one day.
  constexpr float kLeastSize = 1e-3f;  // of the largest
  const float largest = std::sqrt(*std::max_element(importance.begin(), importance.end()));
  float size[kMost];
  for (uint32_t i = 0; i < width; ++i) size[i] = std::max(std::sqrt(importance[i]), kLeastSize * largest);
  Lattice lattice{};
  lattice.form = formOf(form);
  lattice.width = width;
  load(fits, lattice);
  if (feedBack(columns, x.data(), size, lattice)) store(lattice, fits);
}

}  // namespace

void fitCorrelated(BlockForm form, const CorrelatedColumns& columns, std::span<const float> x,
                   std::span<const float> importance, BlockFit* fits) {
  fitAny(form, columns, x, importance, fits);
}

void fitCorrelated(SuperForm form, const CorrelatedColumns& columns, std::span<const float> x,
                   std::span<const float> importance, SuperFit* fits) {
  fitAny(form, columns, x, importance, fits);
}

}  // namespace hearth
