#include "runtime/tensor/grids.h"

namespace hearth {

alignas(64) constexpr std::array<uint32_t, 2304> kGridWords = {
#include "runtime/tensor/grids/iq2_xxs.inc"
    ,
#include "runtime/tensor/grids/iq2_xs.inc"
    ,
#include "runtime/tensor/grids/iq2_s.inc"
    ,
#include "runtime/tensor/grids/iq3_xxs.inc"
    ,
#include "runtime/tensor/grids/iq3_s.inc"
    ,
#include "runtime/tensor/grids/iq1.inc"
};

namespace {

// The points from word `firstWord` on, their indices of kBits bits written out as bytes of `levels`.
template <class Point, size_t kCount, size_t kLevels>
constexpr std::array<Point, kCount> expand(size_t firstWord, const uint8_t (&levels)[kLevels]) {
  constexpr uint32_t kBits = 16 / sizeof(Point);
  std::array<Point, kCount> points{};
  for (size_t i = 0; i < kCount; ++i) {
    const uint32_t packed = kGridWords[firstWord + i / 2] >> (16 * (i % 2));
    for (uint32_t k = 0; k < sizeof(Point); ++k) {
      points[i] |= Point{levels[(packed >> (kBits * k)) & ((1u << kBits) - 1)]} << (8 * k);
    }
  }
  return points;
}

template <size_t kCount>
constexpr GridHalves<kCount> halves(size_t firstWord) {
  GridHalves<kCount> halves{};
  for (size_t i = 0; i < kCount; ++i) {
    const uint32_t packed = kGridWords[firstWord + i / 2] >> (16 * (i % 2));
    halves.first[i] = static_cast<uint8_t>(packed);
    halves.second[i] = static_cast<uint8_t>(packed >> 8);
  }
  return halves;
}

constexpr Iq2SPoints iq2SPoints() {
  const GridHalves<1024> both = halves<1024>(kIq2SWord);
  Iq2SPoints points{.lower = both.first, .upperFirst = {}, .upperRises = {}, .upperValues = {both.second[0]}};
  uint8_t at = 0;
  for (size_t i = 0; i < 1024; ++i) {
    if (i > 0 && both.second[i] != both.second[i - 1]) {
      points.upperValues.at(++at) = both.second[i];
      if (i % 8 > 0) points.upperRises[i / 8] |= static_cast<uint8_t>(1u << (i % 8 - 1));
    }
    if (i % 8 == 0) points.upperFirst[i / 8] = at;
  }
  return points;
}

constexpr Iq1Points iq1Points() {
  const GridHalves<2048> both = halves<2048>(kIq1Word);
  Iq1Points points{.lower = both.first, .upperFirst = {}, .upperLast = {}, .upperRises = {}};
  for (size_t i = 0; i < points.upperFirst.size(); ++i) {
    const uint8_t* upper = both.second.data() + 16 * i;
    points.upperFirst[i] = upper[0];
    points.upperLast[i] = upper[15];
    while (points.upperRises[i] < 16 && upper[points.upperRises[i]] == upper[0]) ++points.upperRises[i];
  }
  return points;
}
// Whether its upper bytes can be told from so little.
constexpr bool upperBytesRiseAtMostOnceInSixteen() {
  const GridHalves<2048> both = halves<2048>(kIq1Word);
  const Iq1Points points = iq1Points();
  for (size_t i = 0; i < 2048; ++i) {
    const bool risen = i % 16 >= points.upperRises[i / 16];
    if (both.second[i] != (risen ? points.upperLast : points.upperFirst)[i / 16]) return false;
  }
  return true;
}
static_assert(upperBytesRiseAtMostOnceInSixteen());

}  // namespace

constexpr std::array<uint64_t, 256> kGridIq2Xxs = expand<uint64_t, 256>(kIq2XxsWord, kIq2Levels);
constexpr std::array<uint64_t, 512> kGridIq2Xs = expand<uint64_t, 512>(kIq2XsWord, kIq2Levels);
constexpr std::array<uint64_t, 1024> kGridIq2S = expand<uint64_t, 1024>(kIq2SWord, kIq2Levels);
constexpr std::array<uint32_t, 256> kGridIq3Xxs = expand<uint32_t, 256>(kIq3XxsWord, kIq3XxsLevels);
constexpr std::array<uint32_t, 512> kGridIq3S = expand<uint32_t, 512>(kIq3SWord, kIq3SLevels);
constexpr std::array<uint64_t, 2048> kGridIq1 = expand<uint64_t, 2048>(kIq1Word, kIq1Levels);

constexpr GridHalves<256> kIq2XxsHalves = halves<256>(kIq2XxsWord);
constexpr GridHalves<512> kIq2XsHalves = halves<512>(kIq2XsWord);
constexpr GridHalves<256> kIq3XxsHalves = halves<256>(kIq3XxsWord);
constexpr GridHalves<512> kIq3SHalves = halves<512>(kIq3SWord);
constexpr Iq2SPoints kIq2SPoints = iq2SPoints();
constexpr Iq1Points kIq1Points = iq1Points();

}  // namespace hearth
