// The points that blocks of IQ1, IQ2 and IQ3 name by their index: eight numbers, or four, a byte each, the
// first one lowest. They are magnitudes; of IQ1 eight times the number plus 9, so that the 1/8 beside them
// stays whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hearth {

// All grids as the files in grids/ have them, two points in a word, in this order: IQ2_XXS, IQ2_XS, IQ2_S,
// IQ3_XXS, IQ3_S, IQ1. Graphics cards read these.
extern const std::array<uint32_t, 2304> kGridWords;

extern const std::array<uint64_t, 256> kGridIq2Xxs;
extern const std::array<uint64_t, 512> kGridIq2Xs;
extern const std::array<uint64_t, 1024> kGridIq2S;
extern const std::array<uint32_t, 256> kGridIq3Xxs;
extern const std::array<uint32_t, 512> kGridIq3S;
extern const std::array<uint64_t, 2048> kGridIq1;
inline constexpr int kIq1Zero = 9;

}  // namespace hearth
