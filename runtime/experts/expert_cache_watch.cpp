// What others learn from an ExpertCache: profiles for a warm start, the heat map, hit rates.
#include <algorithm>
#include <cmath>

#include "runtime/base/check.h"
#include "runtime/experts/expert_cache.h"

namespace hearth {

ResidencyProfile ExpertCache::profile() const {
  ResidencyProfile profile(layers_.size());
  for (size_t i = 0; i < layers_.size(); ++i) {
    const Layer& l = layers_[i];
    for (uint32_t e = 0; e < experts_; ++e) {
      if (l.experts[e].last > 0) profile[i].push_back(e);
    }
    std::stable_sort(profile[i].begin(), profile[i].end(),
                     [&](uint32_t a, uint32_t b) { return score(l.experts[a]) > score(l.experts[b]); });
  }
  return profile;
}

void ExpertCache::restore(const ResidencyProfile& profile) {
  CHECK(!inStep_);
  for (size_t i = 0; i < layers_.size() && i < profile.size(); ++i) {
    Layer& l = layers_[i];
    for (Expert& e : l.experts) {
      e.last = e.faded = 0;
      e.uses = 0;
    }
    // One row for each rank, the last used first: under every policy the order comes out as it was.
    l.rows += experts_;
    double row = static_cast<double>(l.rows);
    for (const uint32_t expert : profile[i]) {
      if (expert >= experts_ || l.experts[expert].last > 0) continue;
      Expert& e = l.experts[expert];
      e.last = row;
      e.faded = row / kHalfLifeRows;
      e.uses = 1;
      row -= 1;
    }
    ++l.rows;  // none of these is in use
  }
}

void ExpertCache::snapshot(uint32_t layer, std::span<ExpertCell> cells) const {
  CHECK(cells.size() == experts_);
  const Layer& l = layers_[layer];
  for (uint32_t i = 0; i < experts_; ++i) {
    const Expert& e = l.experts[i];
    const double age = std::floor(static_cast<double>(l.rows) - std::floor(e.last));
    cells[i] = {e.slot, e.arriving, e.last == 0 ? UINT32_MAX : static_cast<uint32_t>(std::min(age, 4e9)),
                e.uses};
  }
}

HitCount ExpertCache::total() const {
  HitCount sum;
  for (const Layer& l : layers_) {
    sum.hits += l.count.hits;
    sum.misses += l.count.misses;
  }
  return sum;
}

HitCount ExpertCache::recent(uint32_t layer) const {
  HitCount sum;
  for (const HitCount& step : layers_[layer].recent) {
    sum.hits += step.hits;
    sum.misses += step.misses;
  }
  return sum;
}

HitCount ExpertCache::recent() const {
  HitCount sum;
  for (uint32_t i = 0; i < layers(); ++i) {
    const HitCount one = recent(i);
    sum.hits += one.hits;
    sum.misses += one.misses;
  }
  return sum;
}

}  // namespace hearth
