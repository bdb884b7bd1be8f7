#include "runtime/convert/quality.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace hearth {
namespace {

QualityPoint pointOf(std::vector<ChunkQuality> chunks) {
  QualityPoint point;
  point.chunks = std::move(chunks);
  return point;
}

TEST(Estimates, TheErrorIsThatOfAMeanOfChunks) {
  // Deviations -3, -1, 1, 3: a variance of 20 / 3, of the mean a quarter of it.
  const Estimate estimate = estimateOf(std::array{1.0, 3.0, 5.0, 7.0});
  EXPECT_DOUBLE_EQ(estimate.mean, 4.0);
  EXPECT_DOUBLE_EQ(estimate.error, std::sqrt(20.0 / 3 / 4));
}

TEST(Estimates, OneChunkTellsNothingOfItsError) {
  const Estimate estimate = estimateOf(std::array{2.5});
  EXPECT_DOUBLE_EQ(estimate.mean, 2.5);
  EXPECT_TRUE(std::isinf(estimate.error));
}

TEST(Estimates, WhatBothModelsFindHardCancelsOutOfTheirDifference) {
  const QualityPoint easyAndHard = pointOf({{1, 0.125}, {9, 0.75}}),
                     littleWorse = pointOf({{1.5, 0.25}, {9.5, 0.875}});
  EXPECT_GT(divergenceOf(easyAndHard).error, 0.3);
  const QualityDifference difference = differenceBetween(littleWorse, easyAndHard);
  EXPECT_DOUBLE_EQ(difference.surprise.mean, 0.5);
  EXPECT_DOUBLE_EQ(difference.divergence.mean, 0.125);
  EXPECT_DOUBLE_EQ(difference.surprise.error, 0.0);
  EXPECT_DOUBLE_EQ(difference.divergence.error, 0.0);
}

}  // namespace
}  // namespace hearth
