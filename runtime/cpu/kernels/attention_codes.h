// attendTile() for a Q8_0 cache in integers, where the processor multiplies int8 and int16 pairs quickly
// (AVX-512 VNNI). Precision, beside the cache's own rounding of half a step of a block:
//   queries  half a step of a block of 32, of 127 steps to its largest number: as much as the cache's own
//   values   1/64 of that half step, taken of the position's largest block, when the blocks of a position are
//            brought to one scale as int16
//   weights  16 bits of the sum of a tile's weights
// Scores of a block of 32 are exact sums of what was rounded so; blocks add up in floats.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/cpu/kernels/attention.h"

namespace hearth::cpu {

// Whether this processor has the kernel.
bool attendsCodes();

constexpr uint32_t kCodesTile = 64;  // positions at most: a page
constexpr uint32_t kPositionsAtOnce = 8;
constexpr uint32_t kQueriesPerPanel = 16;  // lanes of a vector
constexpr uint32_t kCodeQueriesMax = 64;   // of one attendCodes()

// Rows of codes, one every `rowBytes`, with the scales of their blocks: the first row's of a head.
struct CodeRows {
  const std::byte* codes;
  const std::byte* scales;  // halves
  size_t rowBytes;
};
// Of the keys, rows up to the next multiple of kPositionsAtOnce lie in memory, whatever they hold.
struct CodesTile {
  CodeRows keys;
  CodeRows values;
  uint32_t positions;
};

// Queries [rows, keyDim] in panels, in `panels` of as many bytes on a 64-byte border.
size_t codePanelsBytes(uint32_t rows, uint32_t keyDim);
void packCodePanels(const float* queries, uint32_t rows, uint32_t keyDim, std::byte* panels);

// As attendTile(), of kCodeQueriesMax rows at most, and sums of a query that has seen nothing may hold
// anything; keyDim and valueDim are multiples of 32. `scratch`: codesScratchBytes() on a 64-byte border.
size_t codesScratchBytes(uint32_t keyDim, uint32_t valueDim);
void attendCodes(const std::byte* panels, uint32_t rows, uint32_t keyDim, const CodesTile& tile,
                 const uint32_t* visible, uint32_t valueDim, std::byte* scratch, RunningSoftmax* running,
                 float* const* sums);

}  // namespace hearth::cpu
