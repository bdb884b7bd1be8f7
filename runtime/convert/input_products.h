// Sums of products of the inputs of columns that share a block of 256: what tells how inputs go together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hearth {

// Of one matrix with `cols` columns.
class InputProducts {
 public:
  static constexpr uint32_t kBlock = 256;
  explicit InputProducts(uint32_t cols);
  // Floats that the sums of such a matrix take.
  static size_t sizeOf(uint64_t cols);

  void add(std::span<const float> input);
  // sums[at(j, k)] of columns j and k of one block, both ways; blocks lie one after the other.
  std::vector<float> take();
  // Blocks' first column and width, and where their sums begin.
  template <class Visit>
  static void forBlocks(uint64_t cols, const Visit& visit) {
    size_t at = 0;
    for (uint64_t first = 0; first < cols; first += kBlock) {
      const auto width = static_cast<uint32_t>(cols - first < kBlock ? cols - first : kBlock);
      visit(first, width, at);
      at += size_t{width} * width;
    }
  }

 private:
  static constexpr uint32_t kRows = 8;  // added together, so that the sums are read and written more rarely
  void flush();

  uint32_t cols_, rows_ = 0;
  std::vector<float> waiting_;  // [kRows, cols]
  std::vector<float> sums_;
};

}  // namespace hearth
