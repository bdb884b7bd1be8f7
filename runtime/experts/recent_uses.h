// When each expert was last chosen, where no cache keeps count: for the heat map of layers whose experts have
// only one place to be.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hearth {

// Used by the thread that evaluates; noting a row writes as many numbers as it chose experts.
class RecentUses {
 public:
  RecentUses(uint32_t layers, uint32_t experts) : experts_(experts), rows_(layers), last_(layers * experts) {}

  // The experts that one row chose.
  void note(uint32_t layer, std::span<const uint32_t> chosen) {
    const uint64_t row = ++rows_[layer];
    for (const uint32_t expert : chosen) last_[size_t{layer} * experts_ + expert] = row;
  }
  // Rows since the last use, 0: the newest row's; UINT32_MAX: never used.
  uint32_t age(uint32_t layer, uint32_t expert) const {
    const uint64_t last = last_[size_t{layer} * experts_ + expert];
    return last == 0 ? UINT32_MAX : static_cast<uint32_t>(rows_[layer] - last);
  }

 private:
  uint32_t experts_;
  std::vector<uint64_t> rows_;  // [layers], seen so far
  std::vector<uint64_t> last_;  // [layers, experts]; 0: never
};

}  // namespace hearth
