#include "runtime/tokenizer/merge_table.h"

#include <bit>

namespace hearth {

namespace {

uint64_t pairOf(TokenId left, TokenId right) {
  return uint64_t{static_cast<uint32_t>(left)} << 32 | static_cast<uint32_t>(right);
}

}  // namespace

MergeTable::MergeTable(size_t pairs)
    : slots_(std::bit_ceil(2 * pairs + 2)),
      shift_(64 - static_cast<uint32_t>(std::countr_zero(slots_.size()))) {}

size_t MergeTable::slotOf(uint64_t pair) const {
  constexpr uint64_t kGoldenRatio =
      0x9E3779B97F4A7C15;  // Fibonacci hashing: the high bits of the product mix well
  const size_t mask = slots_.size() - 1;
  size_t at = static_cast<size_t>((pair ^ pair >> 32) * kGoldenRatio >> shift_);
  while (slots_[at].pair != kFree && slots_[at].pair != pair) at = (at + 1) & mask;
  return at;
}

void MergeTable::insert(TokenId left, TokenId right, Merge merge) {
  const uint64_t pair = pairOf(left, right);
  Slot& slot = slots_[slotOf(pair)];
  if (slot.pair == kFree) slot = {pair, merge};
}

Merge MergeTable::find(TokenId left, TokenId right) const {
  if (left == kNoToken || right == kNoToken) return {};
  return slots_[slotOf(pairOf(left, right))].merge;
}

}  // namespace hearth
