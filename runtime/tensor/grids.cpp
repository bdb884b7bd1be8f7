#include "runtime/tensor/grids.h"

namespace hearth {

namespace {

// The points of a table of two per word, their indices of kBits bits written out as bytes of `levels`.
template <class Point, uint32_t kBits, size_t kWords, size_t kLevels>
constexpr std::array<Point, 2 * kWords> expand(const uint32_t (&words)[kWords],
                                               const uint8_t (&levels)[kLevels]) {
  std::array<Point, 2 * kWords> points{};
  for (size_t i = 0; i < points.size(); ++i) {
    const uint32_t packed = words[i / 2] >> (16 * (i % 2));
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

constexpr uint32_t kIq2XxsWords[] = {
#include "runtime/tensor/grids/iq2_xxs.inc"
};
constexpr uint32_t kIq2XsWords[] = {
#include "runtime/tensor/grids/iq2_xs.inc"
};
constexpr uint32_t kIq2SWords[] = {
#include "runtime/tensor/grids/iq2_s.inc"
};
constexpr uint32_t kIq3XxsWords[] = {
#include "runtime/tensor/grids/iq3_xxs.inc"
};
constexpr uint32_t kIq3SWords[] = {
#include "runtime/tensor/grids/iq3_s.inc"
};
constexpr uint32_t kIq1Words[] = {
#include "runtime/tensor/grids/iq1.inc"
};

}  // namespace

constexpr std::array<uint64_t, 256> kGridIq2Xxs = expand<uint64_t, 2>(kIq2XxsWords, kIq2Levels);
constexpr std::array<uint64_t, 512> kGridIq2Xs = expand<uint64_t, 2>(kIq2XsWords, kIq2Levels);
constexpr std::array<uint64_t, 1024> kGridIq2S = expand<uint64_t, 2>(kIq2SWords, kIq2Levels);
constexpr std::array<uint32_t, 256> kGridIq3Xxs = expand<uint32_t, 4>(kIq3XxsWords, kIq3XxsLevels);
constexpr std::array<uint32_t, 512> kGridIq3S = expand<uint32_t, 4>(kIq3SWords, kIq3SLevels);
constexpr std::array<uint64_t, 2048> kGridIq1 = expand<uint64_t, 2>(kIq1Words, kIq1Levels);

}  // namespace hearth
