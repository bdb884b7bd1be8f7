#include "runtime/forward/logits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/random_data.h"

namespace hearth {
namespace {

using test::Random;

void expectBest(const std::vector<float>& logits, size_t count) {
  std::vector<int32_t> ids(logits.size());
  std::iota(ids.begin(), ids.end(), 0);
  const auto keyOf = [&](int32_t id) {
    const float logit = logits[static_cast<size_t>(id)];
    return std::isnan(logit) ? std::pair(1, 0.0f) : std::pair(0, logit);
  };
  std::stable_sort(ids.begin(), ids.end(), [&](int32_t a, int32_t b) { return keyOf(a) > keyOf(b); });
  std::vector<BestLogit> best(count, {7, 7});
  selectBest(logits, best);
  for (size_t i = 0; i < count; ++i) {
    ASSERT_EQ(best[i].id, i < ids.size() ? ids[i] : -1) << "place " << i;
    if (i >= ids.size()) {
      EXPECT_EQ(best[i].logit, -INFINITY);
    } else if (const float logit = logits[static_cast<size_t>(ids[i])]; !std::isnan(logit)) {
      EXPECT_EQ(best[i].logit, logit);
    } else {
      EXPECT_TRUE(std::isnan(best[i].logit));
    }
  }
}

TEST(SelectBest, FindsTheLargestInOrder) {
  Random random(1);
  for (const size_t vocab : {1u, 15u, 16u, 17u, 1000u, 5003u}) {
    for (const size_t count : {1u, 16u, 256u}) expectBest(random.normals(vocab), count);
  }
}

TEST(SelectBest, PrefersTheLowerIdOfEquals) {
  Random random(2);
  std::vector<float> logits(3000);
  for (float& logit : logits) logit = static_cast<float>(random.below(4)) - 2;
  for (const size_t count : {1u, 16u, 200u}) expectBest(logits, count);
  std::fill(logits.begin(), logits.end(), -INFINITY);
  expectBest(logits, 20);
}

TEST(SelectBest, DoesNotOverlookWhatIsNoNumber) {
  auto logits = Random(3).normals(2000);
  logits[1999] = NAN;
  logits[1998] = INFINITY;
  expectBest(logits, 3);
  for (size_t i = 0; i < logits.size(); i += 10) logits[i] = NAN;
  expectBest(logits, 16);
}

}  // namespace
}  // namespace hearth
