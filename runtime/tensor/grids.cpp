#include "runtime/tensor/grids.h"

namespace hearth {

constexpr std::array<uint32_t, 2304> kGridWords = {
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

constexpr uint8_t kIq2Levels[] = {8, 25, 43};
constexpr uint8_t kIq3XxsLevels[] = {4, 12, 20, 28, 36, 44, 52, 62};
constexpr uint8_t kIq3SLevels[] = {1, 3, 5, 7, 9, 11, 13, 15};
constexpr uint8_t kIq1Levels[] = {kIq1Zero - 8, kIq1Zero, kIq1Zero + 8};

}  // namespace

constexpr std::array<uint64_t, 256> kGridIq2Xxs = expand<uint64_t, 256>(0, kIq2Levels);
constexpr std::array<uint64_t, 512> kGridIq2Xs = expand<uint64_t, 512>(128, kIq2Levels);
constexpr std::array<uint64_t, 1024> kGridIq2S = expand<uint64_t, 1024>(384, kIq2Levels);
constexpr std::array<uint32_t, 256> kGridIq3Xxs = expand<uint32_t, 256>(896, kIq3XxsLevels);
constexpr std::array<uint32_t, 512> kGridIq3S = expand<uint32_t, 512>(1024, kIq3SLevels);
constexpr std::array<uint64_t, 2048> kGridIq1 = expand<uint64_t, 2048>(1280, kIq1Levels);

}  // namespace hearth
