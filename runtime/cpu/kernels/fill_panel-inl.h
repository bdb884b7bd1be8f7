// Decodes rows of weights into a panel.
//
// Codes lie packed in a block, several to a byte. They are brought into lanes while they are: sixteen bytes
// of each row become four vectors, of which vector k has word k of every row, and words of codes come out of
// packed ones with a mask and a shift.

#if defined(HEARTH_FILL_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_FILL_PANEL_INL_H_
#undef HEARTH_FILL_PANEL_INL_H_
#else
#define HEARTH_FILL_PANEL_INL_H_
#endif

#include <algorithm>
#include <cstring>

#include "runtime/cpu/kernels/panel-inl.h"

#if HEARTH_PANELS

HWY_BEFORE_NAMESPACE();
#if HEARTH_VNNI
#pragma GCC push_options
#pragma GCC target("avx512vnni")
#endif
namespace hearth::cpu {
namespace HWY_NAMESPACE {

// Where a chunk goes: codes [kChunkWords], factors [2 * groups].
template <class F>
struct ChunkOut {
  uint32_t (*codes)[kPanelRows];
  float (*factors)[kPanelRows];

  HWY_INLINE void Codes(size_t word, WordVec v) const { hn::Store(v, WordTag(), codes[word]); }
  HWY_INLINE void Factors(size_t group, LaneVec scale, LaneVec offset) const {
    hn::Store(scale, LaneTag(), factors[group]);
    hn::Store(offset, LaneTag(), factors[Panel<F>::kGroups + group]);
  }
};

template <class F, size_t J = 0>
HWY_INLINE void StoreCodes(const ChunkCodes<F>& chunk, uint8_t* out) {
  hn::Store(chunk.template Step<J>(), StepTag(), out + J * kStep);
  if constexpr (J + 1 < kSteps) StoreCodes<F, J + 1>(chunk, out);
}

// Fills one chunk. Where nothing better is known of a format, the rows are decoded one by one first.
template <class F>
struct ChunkFiller {
  static HWY_INLINE void Fill(ChunkRows rows, ChunkOut<F> out) {
    constexpr size_t kGroups = Panel<F>::kGroups;
    alignas(64) uint8_t codes[kPanelRows][kChunk];
    alignas(64) float factors[kPanelRows][2 * kGroups];
    for (size_t i = 0; i < kPanelRows; ++i) {
      const auto* b = reinterpret_cast<const typename F::Block*>(rows.first + i * rows.stride);
      F::Factors(b, factors[i], factors[i] + kGroups);
      StoreCodes<F>(ChunkCodes<F>(b), codes[i]);
    }
    WordVec words[4], offsets[4];
    for (size_t at = 0; at < kChunk; at += 16) {
      GatherWords({codes[0], kChunk}, at, words);
      for (size_t k = 0; k < 4; ++k) out.Codes(at / 4 + k, words[k]);
    }
    const ChunkRows factorRows{reinterpret_cast<const uint8_t*>(factors), sizeof factors[0]};
    for (size_t g = 0; g < kGroups; g += 4) {
      GatherWords(factorRows, g * sizeof(float), words);
      GatherWords(factorRows, (kGroups + g) * sizeof(float), offsets);
      for (size_t k = 0; k < 4; ++k) {
        out.Factors(g + k, hn::BitCast(LaneTag(), words[k]), hn::BitCast(LaneTag(), offsets[k]));
      }
    }
  }
};

#if HEARTH_VNNI

// Formats whose chunks are prepared a few at a time, and turned: word w of quarter u of step s is word
// 16 w + 4 u + s of the chunk (TurnSteps()).
template <class F>
requires(kDecodedAhead<F>) struct ChunkFiller<F> {
  using Block = typename F::Block;
  static constexpr size_t kCount = Chunks512<F>::kCount;
  static_assert(kPanelRows % kCount == 0);
  static HWY_INLINE void Fill(ChunkRows rows, ChunkOut<F> out) {
    constexpr size_t kGroups = Panel<F>::kGroups;
    alignas(64) uint8_t codes[kSteps][kPanelRows][kStep];
    alignas(64) float factors[kPanelRows][2 * kGroups];
    for (size_t i = 0; i < kPanelRows; i += kCount) {
      const Block* blocks[kCount];
      for (size_t k = 0; k < kCount; ++k) {
        blocks[k] = reinterpret_cast<const Block*>(rows.first + (i + k) * rows.stride);
        const Factors512 these = Chunks512<F>::Factors(blocks[k]);
        _mm512_store_ps(factors[i + k], these.first);
        if constexpr (kGroups == 16) _mm512_store_ps(factors[i + k] + 16, these.second);
      }
      StoreTurned(Chunks512<F>(blocks), i, codes);
    }
    WordVec words[4], offsets[4];
    for (size_t s = 0; s < kSteps; ++s) {
      for (size_t u = 0; u < 4; ++u) {
        GatherWords({codes[s][0], kStep}, 16 * u, words);
        for (size_t w = 0; w < 4; ++w) out.Codes(16 * w + 4 * u + s, words[w]);
      }
    }
    const ChunkRows factorRows{reinterpret_cast<const uint8_t*>(factors), sizeof factors[0]};
    for (size_t g = 0; g < kGroups; g += 4) {
      GatherWords(factorRows, g * sizeof(float), words);
      GatherWords(factorRows, (kGroups + g) * sizeof(float), offsets);
      for (size_t k = 0; k < 4; ++k) {
        out.Factors(g + k, hn::BitCast(LaneTag(), words[k]), hn::BitCast(LaneTag(), offsets[k]));
      }
    }
  }

 private:
  // The chunks of rows [i, i + kCount), from the K-th on.
  template <size_t K = 0>
  static HWY_INLINE void StoreTurned(const Chunks512<F>& chunks, size_t i,
                                     uint8_t (&codes)[kSteps][kPanelRows][kStep]) {
    __m512i steps[kSteps];
    chunks.template Turned<K>(steps);
    for (size_t s = 0; s < kSteps; ++s) _mm512_store_si512(codes[s][i + K], steps[s]);
    if constexpr (K + 1 < kCount) StoreTurned<K + 1>(chunks, i, codes);
  }
};

#endif

// Q4_K and Q5_K: groups 2p and 2p + 1 share 32 bytes, and bit g of the bytes of `high` belongs to group g.
template <class F>
requires(F::kType == DType::Q4_K || F::kType == DType::Q5_K) struct ChunkFiller<F> {
  using Block = typename F::Block;
  static constexpr bool kFifthBit = F::kType == DType::Q5_K;
  static HWY_INLINE void Fill(ChunkRows rows, ChunkOut<F> out) {
    FillFactors(rows, out);
    for (size_t half = 0; half < 2; ++half) {  // of a group
      WordVec bits[4];
      if constexpr (kFifthBit) GatherWords(rows, offsetof(Block, high) + 16 * half, bits);
      for (size_t pair = 0; pair < 4; ++pair) {
        WordVec words[4];
        GatherWords(rows, offsetof(Block, q) + 32 * pair + 16 * half, words);
        for (size_t k = 0; k < 4; ++k) {
          WordVec low = LowNibblesOf(words[k]), high = HighNibblesOf(words[k]);
          if constexpr (kFifthBit) {
            low = WithBits(low, Shifted(bits[k], 4 - 2 * static_cast<int>(pair)), 0x10);
            high = WithBits(high, Shifted(bits[k], 3 - 2 * static_cast<int>(pair)), 0x10);
          }
          out.Codes(16 * pair + 4 * half + k, low);
          out.Codes(16 * pair + 8 + 4 * half + k, high);
        }
      }
    }
  }

 private:
  // To the left, or to the right where `by` is negative.
  static HWY_INLINE WordVec Shifted(WordVec words, int by) {
    return by >= 0 ? hn::ShiftLeftSame(words, by) : hn::ShiftRightSame(words, -by);
  }
  // d, dmin and the packed scales and mins are the block's first 16 bytes (ScaleMin in quant_blocks.h).
  static HWY_INLINE void FillFactors(ChunkRows rows, ChunkOut<F> out) {
    static_assert(offsetof(Block, d) == 0 && offsetof(Block, dmin) == 2 && offsetof(Block, scales) == 4);
    WordVec header[4];
    GatherWords(rows, 0, header);
    const LaneVec d = LowerHalves(header[0]), minusDmin = hn::Neg(UpperHalves(header[0]));
    const auto upper = [](WordVec nibbles, WordVec twoBits)
                           HWY_ATTR { return WithBits(nibbles, hn::ShiftRight<2>(twoBits), 0x30); };
    const WordVec scales[2] = {hn::And(header[1], SetBytes(63)), upper(LowNibblesOf(header[3]), header[1])};
    const WordVec mins[2] = {hn::And(header[2], SetBytes(63)), upper(HighNibblesOf(header[3]), header[2])};
    for (int g = 0; g < 8; ++g) {
      out.Factors(static_cast<size_t>(g), hn::Mul(d, BytesToFloats(scales[g / 4], g % 4)),
                  hn::Mul(minusDmin, BytesToFloats(mins[g / 4], g % 4)));
    }
  }
};

template <class F>
requires(F::kType == DType::Q6_K) struct ChunkFiller<F> {
  using Block = typename F::Block;
  static HWY_INLINE void Fill(ChunkRows rows, ChunkOut<F> out) {
    FillFactors(rows, out);
    for (size_t i = 0; i < 4; ++i) {  // half i / 2 of the chunk, half i % 2 of its quarters
      WordVec bits[4], first[4], second[4];
      const size_t at = 64 * (i / 2) + 16 * (i % 2);
      GatherWords(rows, offsetof(Block, high) + 16 * i, bits);
      GatherWords(rows, offsetof(Block, low) + at, first);
      GatherWords(rows, offsetof(Block, low) + at + 32, second);
      for (size_t k = 0; k < 4; ++k) {
        const size_t word = 32 * (i / 2) + 4 * (i % 2) + k;
        out.Codes(word, WithBits(LowNibblesOf(first[k]), hn::ShiftLeft<4>(bits[k]), 0x30));
        out.Codes(word + 8, WithBits(LowNibblesOf(second[k]), hn::ShiftLeft<2>(bits[k]), 0x30));
        out.Codes(word + 16, WithBits(HighNibblesOf(first[k]), bits[k], 0x30));
        out.Codes(word + 24, WithBits(HighNibblesOf(second[k]), hn::ShiftRight<2>(bits[k]), 0x30));
      }
    }
  }

 private:
  static HWY_INLINE void FillFactors(ChunkRows rows, ChunkOut<F> out) {
    alignas(64) uint32_t halves[kPanelRows] = {};
    for (size_t i = 0; i < kPanelRows; ++i) {
      std::memcpy(&halves[i], rows.first + i * rows.stride + offsetof(Block, d), sizeof(uint16_t));
    }
    WordVec scales[4];
    GatherWords(rows, offsetof(Block, scales), scales);
    const LaneVec d = LowerHalves(hn::Load(WordTag(), halves));
    const LaneVec zero = hn::Mul(d, hn::Set(LaneTag(), -32.0f));
    for (int g = 0; g < 16; ++g) {
      const LaneVec scale = SignedBytesToFloats(scales[g / 4], g % 4);
      out.Factors(static_cast<size_t>(g), hn::Mul(d, scale), hn::Mul(zero, scale));
    }
  }
};

// Blocks of 32 that open with d: 16 bytes of nibbles, the lower ones being the numbers 0..15, or 32 bytes.
template <class F>
requires(F::kType == DType::Q4_0 || F::kType == DType::Q5_0 ||
         F::kType == DType::Q8_0) struct ChunkFiller<F> {
  using Block = typename F::Block;
  static constexpr float kZero = F::kType == DType::Q4_0 ? 8 : F::kType == DType::Q5_0 ? 16 : kWideZero;
  static HWY_INLINE void Fill(ChunkRows rows, ChunkOut<F> out) {
    for (size_t group = 0; group < 8; ++group) {
      const size_t at = group * sizeof(Block);
      WordVec header[4], words[4];
      GatherWords(rows, at, header);
      const LaneVec d = LowerHalves(header[0]);
      out.Factors(group, d, hn::Mul(d, hn::Set(LaneTag(), -kZero)));
      GatherWords(rows, at + offsetof(Block, q), words);
      if constexpr (F::kType == DType::Q8_0) {
        const WordVec flip = SetBytes(kWideZero);
        for (size_t k = 0; k < 4; ++k) out.Codes(8 * group + k, hn::Xor(words[k], flip));
        GatherWords(rows, at + offsetof(Block, q) + 16, words);
        for (size_t k = 0; k < 4; ++k) out.Codes(8 * group + 4 + k, hn::Xor(words[k], flip));
      } else {
        // Behind d, in the block's bytes 2 to 5; of use only where there are fifth bits.
        const WordVec bits = hn::Or(hn::ShiftRight<16>(header[0]), hn::ShiftLeft<16>(header[1]));
        for (size_t k = 0; k < 4; ++k) {
          WordVec low = LowNibblesOf(words[k]), high = HighNibblesOf(words[k]);
          if constexpr (F::kType == DType::Q5_0) {
            low = hn::Or(low, FifthBitsOf(bits, k));
            high = hn::Or(high, FifthBitsOf(bits, 4 + k));
          }
          out.Codes(8 * group + k, low);
          out.Codes(8 * group + 4 + k, high);
        }
      }
    }
  }

 private:
  // 0x10 in each byte of word k of a group whose bit among bits 4k to 4k + 3 is set.
  static HWY_INLINE WordVec FifthBitsOf(WordVec bits, size_t k) {
    const ByteTag d;
    alignas(16) static constexpr uint8_t kOfLane[16] = {0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12};
    const auto from = hn::Add(hn::LoadDup128(d, kOfLane), hn::Set(d, static_cast<uint8_t>(k / 2)));
    const auto spread = hn::TableLookupBytes(hn::BitCast(d, bits), from);
    const auto own = hn::BitCast(d, hn::Set(WordTag(), k % 2 == 0 ? 0x08040201u : 0x80402010u));
    return hn::BitCast(WordTag(), hn::IfThenElseZero(hn::TestBit(spread, own), hn::Set(d, uint8_t{0x10})));
  }
};

template <class F>
HWY_NOINLINE void FillChunk(ChunkRows rows, ChunkOut<F> out) {
  ChunkFiller<F>::Fill(rows, out);
}

// Decodes chunks [firstChunk, firstChunk + chunks) of the weight rows from `firstRow` on. Zeros stand for
// rows and blocks that are not there.
template <class F>
HWY_INLINE void FillPanel(const QuantizedProduct& p, uint32_t firstRow, uint32_t firstChunk, uint32_t chunks,
                          Panel<F>& panel) {
  using Block = typename F::Block;
  constexpr size_t kChunkBytes = kBlocksPerChunk<F> * sizeof(Block);
  const uint32_t rows = std::min(kPanelRows, p.lastRow - firstRow);
  for (uint32_t c = 0; c < chunks; ++c) {
    const ChunkOut<F> out{panel.codes[c], panel.factors[c]};
    const uint8_t* first = p.weights + firstRow * p.rowBytes + (firstChunk + c) * kChunkBytes;
    const size_t left = (p.cols - (firstChunk + c) * kChunk) / kValuesPerBlock<F>;
    if (HWY_LIKELY(rows == kPanelRows && left >= kBlocksPerChunk<F>)) {
      FillChunk<F>({first, p.rowBytes}, out);
    } else {
      Block copies[kPanelRows][kBlocksPerChunk<F>] = {};
      for (uint32_t i = 0; i < rows; ++i) {
        std::memcpy(copies[i], first + i * p.rowBytes, std::min(kChunkBytes, left * sizeof(Block)));
      }
      FillChunk<F>({reinterpret_cast<const uint8_t*>(copies), sizeof copies[0]}, out);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
#if HEARTH_VNNI
#pragma GCC pop_options
#endif
HWY_AFTER_NAMESPACE();

#endif  // panels
#endif  // per-target include guard
