// A panel: a few rows of weights decoded side by side, one row a lane, so that one load brings four codes of
// each and no product has to be summed across lanes.

#if defined(HEARTH_PANEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_PANEL_INL_H_
#undef HEARTH_PANEL_INL_H_
#else
#define HEARTH_PANEL_INL_H_
#endif

#include "runtime/cpu/kernels/matmul_rows-inl.h"

#define HEARTH_PANELS (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2)

#if HEARTH_PANELS

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

constexpr uint32_t kPanelRows = HEARTH_VNNI ? 16 : 8;  // lanes of a vector
constexpr uint32_t kPanelChunks = 2;
constexpr size_t kChunkWords = kChunk / 4;

using WordTag = hn::FixedTag<uint32_t, kPanelRows>;
using WordVec = hn::Vec<WordTag>;  // a word of four bytes of every row
using LaneTag = hn::FixedTag<float, kPanelRows>;
using LaneVec = hn::Vec<LaneTag>;  // a number of every row
using ByteTag = hn::Repartition<uint8_t, WordTag>;

// 16 rows: 16 kB of codes and up to 8 kB of factors; two of them are half of L1.
template <class F>
struct Panel {
  static constexpr size_t kGroups = kChunk / F::kGroup;
  alignas(64) uint32_t codes[kPanelChunks][kChunkWords][kPanelRows];
  // Scales of all groups, then offsets of all groups.
  alignas(64) float factors[kPanelChunks][2 * kGroups][kPanelRows];
};

// The same chunk of a panel's rows, which lie `stride` bytes apart.
struct ChunkRows {
  const uint8_t* first;
  size_t stride;
};

// Sixteen bytes of every row, from byte `at` on: words[k] gets word k of each.
HWY_INLINE void GatherWords(ChunkRows rows, size_t at, WordVec (&words)[4]) {
  const WordTag d;
  const hn::Repartition<uint64_t, WordTag> d64;
  const hn::FixedTag<uint32_t, 4> d4;
  const hn::FixedTag<uint32_t, 8> d8;
  const uint8_t* four[kPanelRows / 4];  // every fourth row
  four[0] = rows.first + at;
#if defined(__GNUC__)
  // Else the compiler keeps the addresses of all rows for all calls, most of them in vector registers.
  asm("" : "+r"(four[0]));
#endif
  for (size_t l = 1; l < kPanelRows / 4; ++l) four[l] = four[l - 1] + 4 * rows.stride;
  const auto load = [&](size_t l, size_t i) HWY_ATTR {
    return hn::LoadU(d4, reinterpret_cast<const uint32_t*>(four[l] + i * rows.stride));
  };
  WordVec a[4];  // 128-bit lane l of a[i]: row 4 l + i
  for (size_t i = 0; i < 4; ++i) {
    const auto low = hn::Combine(d8, load(1, i), load(0, i));
#if HEARTH_VNNI
    a[i] = hn::Combine(d, hn::Combine(d8, load(3, i), load(2, i)), low);
#else
    a[i] = low;
#endif
  }
  const auto pairs = [&](WordVec v) HWY_ATTR { return hn::BitCast(d64, v); };
  const auto low01 = pairs(hn::InterleaveLower(d, a[0], a[1])),
             low23 = pairs(hn::InterleaveLower(d, a[2], a[3]));
  const auto high01 = pairs(hn::InterleaveUpper(d, a[0], a[1])),
             high23 = pairs(hn::InterleaveUpper(d, a[2], a[3]));
  words[0] = hn::BitCast(d, hn::InterleaveLower(d64, low01, low23));
  words[1] = hn::BitCast(d, hn::InterleaveUpper(d64, low01, low23));
  words[2] = hn::BitCast(d, hn::InterleaveLower(d64, high01, high23));
  words[3] = hn::BitCast(d, hn::InterleaveUpper(d64, high01, high23));
}

HWY_INLINE WordVec SetBytes(uint8_t byte) { return hn::Set(WordTag(), byte * 0x01010101u); }
HWY_INLINE WordVec LowNibblesOf(WordVec words) { return hn::And(words, SetBytes(15)); }
HWY_INLINE WordVec HighNibblesOf(WordVec words) { return hn::And(hn::ShiftRight<4>(words), SetBytes(15)); }
// words | (more & mask), with the mask in every byte
HWY_INLINE WordVec WithBits(WordVec words, WordVec more, uint8_t mask) {
  return hn::OrAnd(words, more, SetBytes(mask));
}

// The half-precision numbers in the lower, or upper, halves of words.
HWY_INLINE LaneVec LowerHalves(WordVec words) {
  const hn::Rebind<int32_t, WordTag> dInt;
  const hn::Rebind<uint16_t, WordTag> dHalf;
  const auto lower = hn::And(words, hn::Set(WordTag(), 0xFFFFu));
  const auto halves = hn::DemoteTo(dHalf, hn::BitCast(dInt, lower));
  return hn::PromoteTo(LaneTag(), hn::BitCast(hn::Rebind<hwy::float16_t, WordTag>(), halves));
}
HWY_INLINE LaneVec UpperHalves(WordVec words) { return LowerHalves(hn::ShiftRight<16>(words)); }

// Byte `i` of words, without sign or with it.
HWY_INLINE LaneVec BytesToFloats(WordVec words, int i) {
  const auto byte = hn::And(hn::ShiftRightSame(words, 8 * i), hn::Set(WordTag(), 255u));
  return hn::ConvertTo(LaneTag(), hn::BitCast(hn::Rebind<int32_t, WordTag>(), byte));
}
HWY_INLINE LaneVec SignedBytesToFloats(WordVec words, int i) {
  const auto top = hn::BitCast(hn::Rebind<int32_t, WordTag>(), hn::ShiftLeftSame(words, 24 - 8 * i));
  return hn::ConvertTo(LaneTag(), hn::ShiftRight<24>(top));
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#endif  // panels
#endif  // per-target include guard
