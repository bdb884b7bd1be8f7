// Codes of a block of columns whose inputs go together: what rounding one weight loses, its neighbours can
// partly make good. Error feedback ("GPTQ", Frantar et al. 2022), then single codes and scales that still
// lower the error of the products.
#pragma once

#include <cstdint>
#include <vector>

namespace hearth {

// What is known of the inputs of up to 256 columns.
struct CorrelatedColumns {
  static constexpr uint32_t kWidthMost = 256;
  uint32_t width = 0;
  std::vector<float> correlation;  // [width, width]: mean of x_j * x_k over the roots of their mean squares
  std::vector<float> feedback;     // [width, width]: column k > j should move by so much of column j's miss
};

// `correlation` is symmetric with a diagonal of ones. It is mixed with the unit matrix until it can be
// inverted safely.
CorrelatedColumns correlatedColumns(std::vector<float> correlation, uint32_t width);

// Numbers step * code + offset, as the block formats decode them.
struct Lattice {
  // Columns that share a scale. A step is `stepUnit` times a whole factor, or any half-precision number where
  // that is 0; so is an offset, with factors that are not positive.
  struct Group {
    float step, offset, stepUnit, offsetUnit;
  };
  // What the format allows.
  struct Form {
    uint32_t groupSize;
    float low, high;  // codes; whole numbers, or those of kIq4Values
    bool iq4 = false, hasOffset = false;
    float factorLow = 0, factorHigh = 0, offsetFactorMost = 0;
  };
  Form form;
  uint32_t width;
  Group groups[16];
  int16_t codes[CorrelatedColumns::kWidthMost];
};

// Chooses the codes anew by error feedback, then in turn the codes and scales that lower the mean square
// error of the product with such inputs. False where that is no lower than before: the lattice is worthless
// then. `x`: the weights; `size`: roots of the mean squares of their inputs, above 0.
bool feedBack(const CorrelatedColumns& columns, const float* x, const float* size, Lattice& lattice);

}  // namespace hearth
