// The points that blocks of IQ1, IQ2 and IQ3 name by their index: eight numbers, or four, a byte each, the
// first one lowest. They are magnitudes; of IQ1 eight times the number plus 9, so that the 1/8 beside them
// stays whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hearth {

// All grids as the files in grids/ have them, two points in a word, in this order: IQ2_XXS, IQ2_XS, IQ2_S,
// IQ3_XXS, IQ3_S, IQ1. A point is the levels of its numbers, two bits each, or four in IQ3. Graphics cards
// read these, and processors whose vectors can look them up.
alignas(64) extern const std::array<uint32_t, 2304> kGridWords;
inline constexpr size_t kIq2XxsWord = 0, kIq2XsWord = 128, kIq2SWord = 384, kIq3XxsWord = 896,
                        kIq3SWord = 1024, kIq1Word = 1280;

inline constexpr int kIq1Zero = 9;
inline constexpr uint8_t kIq2Levels[] = {8, 25, 43};
inline constexpr uint8_t kIq3XxsLevels[] = {4, 12, 20, 28, 36, 44, 52, 62};
inline constexpr uint8_t kIq3SLevels[] = {1, 3, 5, 7, 9, 11, 13, 15};
inline constexpr uint8_t kIq1Levels[] = {kIq1Zero - 8, kIq1Zero, kIq1Zero + 8};

// The lower and the upper bytes of points in kGridWords: four numbers each, or two of IQ3.
template <size_t kCount>
struct GridHalves {
  alignas(64) std::array<uint8_t, kCount> first, second;
};
extern const GridHalves<256> kIq2XxsHalves;
extern const GridHalves<512> kIq2XsHalves;
extern const GridHalves<256> kIq3XxsHalves;
extern const GridHalves<512> kIq3SHalves;

// The bytes of IQ2_S's points. The upper ones rise with the index, through all values there are in
// upperValues: bit k of upperRises[i] says that point 8 i + k + 1 has a higher one than the point before, and
// upperFirst[i] is where in upperValues point 8 i's is.
struct Iq2SPoints {
  alignas(64) std::array<uint8_t, 1024> lower;
  alignas(64) std::array<uint8_t, 128> upperFirst, upperRises, upperValues;
};
extern const Iq2SPoints kIq2SPoints;

// The bytes of IQ1's points. The upper ones rise with the index and do so at most once in sixteen: from point
// 16 i + upperRises[i] on (there is none with 16) they are upperLast[i] instead of upperFirst[i].
struct Iq1Points {
  alignas(64) std::array<uint8_t, 2048> lower;
  alignas(64) std::array<uint8_t, 128> upperFirst, upperLast, upperRises;
};
extern const Iq1Points kIq1Points;

extern const std::array<uint64_t, 256> kGridIq2Xxs;
extern const std::array<uint64_t, 512> kGridIq2Xs;
extern const std::array<uint64_t, 1024> kGridIq2S;
extern const std::array<uint32_t, 256> kGridIq3Xxs;
extern const std::array<uint32_t, 512> kGridIq3S;
extern const std::array<uint64_t, 2048> kGridIq1;

}  // namespace hearth
