// Quantised matrix times a few activation rows: weights are streamed once, a row at a time, in their own
// layout.

#if defined(HEARTH_MATMUL_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HEARTH_MATMUL_ROWS_INL_H_
#undef HEARTH_MATMUL_ROWS_INL_H_
#else
#define HEARTH_MATMUL_ROWS_INL_H_
#endif

#include <algorithm>

#include <hwy/cache_control.h>

#include "runtime/cpu/kernels/dot_codes-inl.h"

HWY_BEFORE_NAMESPACE();
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
#pragma GCC push_options
#pragma GCC target("avx512vnni")
#endif
namespace hearth::cpu {
namespace HWY_NAMESPACE {

template <class F>
constexpr size_t kValuesPerBlock = layoutOf(F::kType).values;
template <class F>
constexpr size_t kBlocksPerChunk = kChunk / kValuesPerBlock<F>;

// The weights of a row as chunks. The last one may have fewer blocks; zero blocks stand for the missing ones.
template <class F>
class RowReader {
 public:
  explicit RowReader(uint32_t cols)
      : wholeChunks_(cols / kChunk), tailBlocks_(cols % kChunk / static_cast<uint32_t>(kValuesPerBlock<F>)) {}
  HWY_INLINE const typename F::Block* Chunk(const uint8_t* row, uint32_t chunk) {
    const auto* blocks = reinterpret_cast<const typename F::Block*>(row) + chunk * kBlocksPerChunk<F>;
    if (HWY_LIKELY(chunk < wholeChunks_)) return blocks;
    std::memcpy(tail_, blocks, tailBlocks_ * sizeof(typename F::Block));
    return tail_;
  }

 private:
  uint32_t wholeChunks_, tailBlocks_;
  typename F::Block tail_[kBlocksPerChunk<F>] = {};
};

// Ahead of the loads by about the latency of memory at full bandwidth; the hardware's prefetcher stops at
// page borders.
constexpr size_t kPrefetchBytes = 2048;
template <class F>
HWY_INLINE void PrefetchChunk(const uint8_t* row, uint32_t chunk) {
  constexpr size_t kChunkBytes = kBlocksPerChunk<F> * sizeof(typename F::Block);
  for (size_t i = 0; i < kChunkBytes; i += 64) hwy::Prefetch(row + chunk * kChunkBytes + kPrefetchBytes + i);
}

#if HEARTH_VNNI

// Weights are decoded once for all activation rows. A row's result does not depend on those beside it (ops.h,
// kRecordedRows): each is added up alike.
template <class F, size_t kRows>
HWY_INLINE void AddSteps(const __m512i (&steps)[kSteps], Factors512 factors, const ActivationChunk* x,
                         size_t xChunks, LaneSums (&sums)[kRows]) {
  if constexpr (F::kGroup == 16) factors.first = _mm512_permutexvar_ps(GroupsOfLanes<16>(), factors.first);
#pragma GCC unroll 8
  for (size_t r = 0; r < kRows; ++r) AddProducts<F::kGroup>(steps, factors, x[r * xChunks], sums[r]);
}

template <class F, size_t kRows>
HWY_INLINE void AddChunk(const typename F::Block* blocks, Factors512 factors, const ActivationChunk* x,
                         size_t xChunks, LaneSums (&sums)[kRows]) {
  __m512i steps[kSteps];
  TurnedCodes(Chunk512<F>(blocks), steps);
  AddSteps<F, kRows>(steps, factors, x, xChunks, sums);
}

// The last chunk of a row that has fewer blocks, such as the 128 numbers of an attention head. What lies
// behind them is the next row, or no more of the matrix: then the blocks are copied.
template <class F, size_t kRows>
HWY_INLINE void AddTail(const QuantizedProduct& p, const uint8_t* at, uint32_t blocksHere,
                        const ActivationChunk* x, size_t xChunks, LaneSums (&sums)[kRows]) {
  using Block = typename F::Block;
  Block copy[kBlocksPerChunk<F>];
  const auto* blocks = reinterpret_cast<const Block*>(at);
  if (at + sizeof copy > p.end) {
    std::memset(copy, 0, sizeof copy);
    std::memcpy(copy, at, blocksHere * sizeof(Block));
    blocks = copy;
  }
  Factors512 factors = Chunk512<F>::Factors(blocks);
  const uint32_t groups = (1u << blocksHere) - 1;
  factors.first = _mm512_maskz_mov_ps(static_cast<__mmask16>(groups | groups << 8), factors.first);
  AddChunk<F, kRows>(blocks, factors, x, xChunks, sums);
}

template <class F, size_t kRows>
HWY_INLINE void StoreSums(const QuantizedProduct& p, uint32_t o, const LaneSums (&sums)[kRows], float* y) {
  for (size_t r = 0; r < kRows; ++r) y[r * p.yStride + o] = SumOf<F::kGroup>(sums[r]);
}

// The chunks at `at`, prepared together; behind the last one itself stands for those that are not there.
template <class F>
HWY_INLINE Chunks512<F> PreparedFrom(const typename F::Block* at, const typename F::Block* last) {
  if constexpr (Chunks512<F>::kCount == 1) {
    return Chunks512<F>({at});
  } else {
    return Chunks512<F>({at, std::min(at + 1, last)});
  }
}

// Where in the weights the sums have come to: chunk `chunk` of row `row`.
struct Place {
  uint32_t row, chunk;
};

// Adds the chunks prepared from `at`, from the K-th on, as far as there are rows.
template <class F, size_t kRows, size_t K = 0>
HWY_INLINE void AddPrepared(const QuantizedProduct& p, const typename F::Block* at,
                            const Chunks512<F>& prepared, const ActivationChunk* x, Place& place,
                            LaneSums (&sums)[kRows], float* y) {
  const uint32_t chunks = p.cols / kChunk;
  if (K > 0 && place.row == p.lastRow) return;
  __m512i steps[kSteps];
  prepared.template Turned<K>(steps);
  AddSteps<F, kRows>(steps, Chunks512<F>::Factors(at + K), x + place.chunk, chunks, sums);
  if (++place.chunk == chunks) {
    StoreSums<F>(p, place.row, sums, y);
    for (LaneSums& row : sums) row = LaneSums();
    place = {place.row + 1, 0};
  }
  if constexpr (K + 1 < Chunks512<F>::kCount) {
    AddPrepared<F, kRows, K + 1>(p, at, prepared, x, place, sums, y);
  }
}

// MultiplyRows() for formats whose codes are far from the bytes: chunks are prepared while the ones before
// them are multiplied. Without that the processor cannot look far enough ahead to fill the time that one
// takes. The rows' chunks are read as one sequence: nothing lies between two rows.
template <class F, size_t kRows>
HWY_INLINE void MultiplyRowsAhead(const QuantizedProduct& p, const ActivationChunk* x, float* y) {
  using Block = typename F::Block;
  static_assert(kBlocksPerChunk<F> == 1);
  constexpr uint32_t kCount = Chunks512<F>::kCount;
  if (p.firstRow == p.lastRow) return;
  const auto* at = reinterpret_cast<const Block*>(p.weights + p.firstRow * p.rowBytes);
  const auto* last = reinterpret_cast<const Block*>(p.weights + p.lastRow * p.rowBytes) - 1;
  LaneSums sums[kRows];
  Place place{p.firstRow, 0};
  for (Chunks512<F> now = PreparedFrom<F>(at, last); place.row < p.lastRow; at += kCount) {
    for (uint32_t k = 0; k < kCount; ++k) PrefetchChunk<F>(reinterpret_cast<const uint8_t*>(at), k);
    const Chunks512<F> next = PreparedFrom<F>(std::min(at + kCount, last), last);
    AddPrepared<F, kRows>(p, at, now, x, place, sums, y);
    now = next;
  }
}

// y[r * yStride + o] for kRows activation rows starting at `x`.
template <class F, size_t kRows>
HWY_NOINLINE void MultiplyRows(const QuantizedProduct& p, const ActivationChunk* x, float* y) {
  if constexpr (kDecodedAhead<F>) return MultiplyRowsAhead<F, kRows>(p, x, y);
  constexpr size_t kChunkBytes = kBlocksPerChunk<F> * sizeof(typename F::Block);
  const uint32_t xChunks = chunksOf(p.cols), chunks = p.cols / kChunk;
  const uint32_t tailBlocks = p.cols % kChunk / static_cast<uint32_t>(kValuesPerBlock<F>);
  for (uint32_t o = p.firstRow; o < p.lastRow; ++o) {
    const uint8_t* row = p.weights + o * p.rowBytes;
    LaneSums sums[kRows];
    for (uint32_t c = 0; c < chunks; ++c) {
      const auto* blocks = reinterpret_cast<const typename F::Block*>(row + c * kChunkBytes);
      PrefetchChunk<F>(row, c);
      AddChunk<F, kRows>(blocks, Chunk512<F>::Factors(blocks), x + c, xChunks, sums);
    }
    if constexpr (kBlocksPerChunk < F >> 1) {
      if (tailBlocks > 0) {
        PrefetchChunk<F>(row, chunks);
        AddTail<F, kRows>(p, row + chunks * kChunkBytes, tailBlocks, x + chunks, xChunks, sums);
      }
    }
    StoreSums<F>(p, o, sums, y);
  }
}

#else

// sums[r] += step J of a weight chunk times the same step of chunk `x` of each activation row.
template <class F, size_t kRows, size_t J = 0>
HWY_INLINE void AddSteps(const ChunkCodes<F>& chunk, const ActivationChunk* x, size_t xChunks,
                         const Products (&products)[kRows], SumVec (&sums)[kRows]) {
  const StepVec codes = chunk.template Step<J>();
  for (size_t r = 0; r < kRows; ++r) {
    const SumVec dots = DotStep<F::kWide>(codes, x[r * xChunks].q + J * kStep);
    sums[r] = hn::MulAdd(dots, ScalesOfStep<F::kGroup, J>(products[r]), sums[r]);
  }
  if constexpr (J + 1 < kSteps) AddSteps<F, kRows, J + 1>(chunk, x, xChunks, products, sums);
}

// y[r * yStride + o] for kRows activation rows starting at `x`.
template <class F, size_t kRows>
HWY_NOINLINE void MultiplyRows(const QuantizedProduct& p, const ActivationChunk* x, float* y) {
  using OffsetTag = hn::CappedTag<float, kChunk / F::kGroup>;
  const OffsetTag dOffset;
  const uint32_t chunks = chunksOf(p.cols);
  RowReader<F> reader(p.cols);
  for (uint32_t o = p.firstRow; o < p.lastRow; ++o) {
    const uint8_t* row = p.weights + o * p.rowBytes;
    SumVec sums[kRows];
    hn::Vec<OffsetTag> offsetSums[kRows];
    for (size_t r = 0; r < kRows; ++r) {
      sums[r] = hn::Zero(SumTag());
      offsetSums[r] = hn::Zero(dOffset);
    }
    for (uint32_t c = 0; c < chunks; ++c) {
      const typename F::Block* blocks = reader.Chunk(row, c);
      PrefetchChunk<F>(row, c);
      alignas(64) float scales[kChunk / F::kGroup], offsets[kChunk / F::kGroup];
      F::Factors(blocks, scales, offsets);
      Products products[kRows];
      for (size_t r = 0; r < kRows; ++r) {
        const ActivationChunk& xChunk = x[r * chunks + c];
        products[r] = MakeProducts<F::kGroup>(scales, xChunk);
        const float* xSums = F::kGroup == 32 ? xChunk.sums : xChunk.halfSums;
        for (size_t i = 0; i < kChunk / F::kGroup; i += hn::Lanes(dOffset)) {
          offsetSums[r] =
              hn::MulAdd(hn::Load(dOffset, offsets + i), hn::LoadU(dOffset, xSums + i), offsetSums[r]);
        }
      }
      AddSteps<F, kRows>(ChunkCodes<F>(blocks), x + c, chunks, products, sums);
    }
    for (size_t r = 0; r < kRows; ++r) {
      y[r * p.yStride + o] = hn::GetLane(hn::SumOfLanes(SumTag(), sums[r])) +
                             hn::GetLane(hn::SumOfLanes(dOffset, offsetSums[r]));
    }
  }
}

#endif

// Activation rows that one pass over the weights serves, as far as registers reach.
constexpr uint32_t kRowsAtOnce = HEARTH_VNNI ? 8 : 4;

template <class F, size_t kRows = kRowsAtOnce>
HWY_INLINE void MultiplyRowsOf(const QuantizedProduct& p, uint32_t first, uint32_t rows) {
  if (rows == kRows) {
    MultiplyRows<F, kRows>(p, p.x + size_t{first} * chunksOf(p.cols), p.y + first * p.yStride);
  } else if constexpr (kRows > 1) {
    MultiplyRowsOf<F, kRows - 1>(p, first, rows);
  }
}

template <class F>
HWY_NOINLINE void MultiplyByRows(const QuantizedProduct& p) {
  for (uint32_t first = 0; first < p.xRows; first += kRowsAtOnce) {
    MultiplyRowsOf<F>(p, first, std::min(kRowsAtOnce, p.xRows - first));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
#pragma GCC pop_options
#endif
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
