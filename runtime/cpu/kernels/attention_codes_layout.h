// How attention_codes.cpp lays out queries and tiles.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/cpu/kernels/attention_codes.h"
#include "runtime/forward/kv_cache.h"

namespace hearth::cpu {

// Sixteen queries: [blocks of 32][8 quads][16 queries][4 numbers] int8; then per block what makes up for the
// keys' offset of 128 [16] int32; then per block the queries' scales [16] float.
struct PanelLayout {
  explicit PanelLayout(uint32_t keyDim) : keyDim_(keyDim) {}
  size_t offsetsAt() const { return size_t{keyDim_} * kQueriesPerPanel; }
  size_t scalesAt() const { return offsetsAt() + size_t{keyDim_} / kKvBlock * kQueriesPerPanel * 4; }
  size_t bytes() const { return scalesAt() + size_t{keyDim_} / kKvBlock * kQueriesPerPanel * 4; }

 private:
  uint32_t keyDim_;
};

constexpr uint32_t kBlocksAtOnce = 2;  // of the values

// What of a tile is prepared before the queries meet it, and what panels need.
struct CodesScratch {
  CodesScratch(std::byte* memory, uint32_t keyDim, uint32_t valueDim) {
    std::byte* at = memory;
    const auto take = [&at]<class T>(T*& part, size_t count) {
      part = reinterpret_cast<T*>(at);
      at += roundedUp(count * sizeof(T));
    };
    take(keyScales, size_t{kCodesTile} * (keyDim / kKvBlock));
    take(values, size_t{kBlocksAtOnce} * kCodesTile * kKvBlock);
    take(valueScales, kCodesTile);
    take(scores, size_t{kCodesTile} * kQueriesPerPanel);
    take(weights, size_t{kCodesTile / 2} * kCodeQueriesMax);
    take(ratios, size_t{kCodesTile / 2} * (valueDim / kKvBlock));
  }
  static size_t bytes(uint32_t keyDim, uint32_t valueDim) {
    return roundedUp(size_t{kCodesTile} * (keyDim / kKvBlock) * 4) +
           size_t{kBlocksAtOnce} * kCodesTile * kKvBlock * 2 + kCodesTile * 4 +
           size_t{kCodesTile} * kQueriesPerPanel * 4 + size_t{kCodesTile / 2} * kCodeQueriesMax * 4 +
           roundedUp(size_t{kCodesTile / 2} * (valueDim / kKvBlock) * 4);
  }
  static size_t roundedUp(size_t bytes) { return (bytes + 63) / 64 * 64; }

  float* keyScales;    // [positions, keyDim / 32]
  int16_t* values;     // [kBlocksAtOnce][positions / 2][32][2 positions]: value * 128 / the position's scale
  float* valueScales;  // [positions]
  float* scores;       // [positions, 16]
  int32_t* weights;    // [panels][positions / 2][16]: two int16
  int32_t* ratios;     // [positions / 2, valueDim / 32]: two int16, a block's scale by the position's * 2^14
};

}  // namespace hearth::cpu
