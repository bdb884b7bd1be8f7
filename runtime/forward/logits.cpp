#include "runtime/forward/logits.h"

#include <algorithm>
#include <cmath>

namespace hearth {

namespace {

bool better(const BestLogit& a, const BestLogit& b) {
  if (std::isnan(a.logit) || std::isnan(b.logit)) {
    return std::isnan(a.logit) && (!std::isnan(b.logit) || a.id < b.id);
  }
  return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
}

}  // namespace

void selectBest(std::span<const float> logits, std::span<BestLogit> best) {
  const size_t count = std::min(best.size(), logits.size());
  std::fill(best.begin(), best.end(), BestLogit{});
  const auto kept = best.first(count);
  if (kept.empty()) return;
  for (size_t id = 0; id < count; ++id) kept[id] = {static_cast<int32_t>(id), logits[id]};
  std::make_heap(kept.begin(), kept.end(), better);  // the worst that is kept is in front
  const auto consider = [&](size_t id) {
    const BestLogit next{static_cast<int32_t>(id), logits[id]};
    if (!better(next, kept.front())) return;
    std::pop_heap(kept.begin(), kept.end(), better);
    kept.back() = next;
    std::push_heap(kept.begin(), kept.end(), better);
  };
  // Few of many are among the best: blocks without any are passed over, several numbers at a time.
  constexpr size_t kBlock = 16;
  size_t id = count;
  for (; id + kBlock <= logits.size(); id += kBlock) {
    const float worst = kept.front().logit;
    int32_t any = 0;
    for (size_t i = 0; i < kBlock; ++i) any |= logits[id + i] <= worst ? 0 : 1;  // 1 for NaN as well
    if (any == 0) continue;
    for (size_t i = 0; i < kBlock; ++i) consider(id + i);
  }
  for (; id < logits.size(); ++id) consider(id);
  std::sort_heap(kept.begin(), kept.end(), better);
}

}  // namespace hearth
