#include "runtime/cpu/kernels/attention_codes.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/attention_codes.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

#include "hwy/contrib/math/math-inl.h"

#include "runtime/base/check.h"
#include "runtime/cpu/kernels/attention_codes_layout.h"
#include "runtime/cpu/kernels/attention_tile-inl.h"

HWY_BEFORE_NAMESPACE();
#define HEARTH_ATTENDS_CODES (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL)
#if HEARTH_ATTENDS_CODES
#pragma GCC push_options
#pragma GCC target("avx512vnni")
#endif
namespace hearth::cpu::HWY_NAMESPACE {
namespace {

bool AttendsCodes() { return HEARTH_ATTENDS_CODES != 0; }

#if HEARTH_ATTENDS_CODES

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::FixedTag<float, kQueriesPerPanel>;

// ---- Queries ---------------------------------------------------------------------------------------------

void PackQuery(const float* query, uint32_t keyDim, uint32_t lane, std::byte* panel) {
  constexpr float kMost = 127.0f;
  const PanelLayout layout(keyDim);
  auto* offsets = reinterpret_cast<int32_t*>(panel + layout.offsetsAt()) + lane;
  auto* scales = reinterpret_cast<float*>(panel + layout.scalesAt()) + lane;
  for (uint32_t i = 0; i < keyDim; i += kKvBlock, offsets += kQueriesPerPanel, scales += kQueriesPerPanel) {
    const __m512 first = _mm512_loadu_ps(query + i), second = _mm512_loadu_ps(query + i + 16);
    const float scale =
        _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(first), _mm512_abs_ps(second))) / kMost;
    constexpr float kFaint =
        1e-30f;  // the inverse of what is fainter may be no number, and no score shows it
    const __m512 factor = _mm512_set1_ps(scale > kFaint ? 1 / scale : 0.0f);
    const __m512i low = _mm512_cvtps_epi32(_mm512_mul_ps(first, factor)),
                  high = _mm512_cvtps_epi32(_mm512_mul_ps(second, factor));
    *scales = scale;
    *offsets = -128 * _mm512_reduce_add_epi32(_mm512_add_epi32(low, high));
    int8_t codes[kKvBlock];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(codes), _mm512_cvtsepi32_epi8(low));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(codes + 16), _mm512_cvtsepi32_epi8(high));
    for (uint32_t quad = 0; quad < kKvBlock / 4; ++quad)
      std::memcpy(panel + (size_t{i / 4 + quad} * kQueriesPerPanel + lane) * 4, codes + size_t{quad} * 4, 4);
  }
}

void PackCodePanels(const float* queries, uint32_t rows, uint32_t keyDim, std::byte* panels) {
  const size_t bytes = PanelLayout(keyDim).bytes();
  std::fill(panels, panels + codePanelsBytes(rows, keyDim), std::byte{0});
  for (uint32_t r = 0; r < rows; ++r) {
    PackQuery(queries + size_t{r} * keyDim, keyDim, r % kQueriesPerPanel,
              panels + r / kQueriesPerPanel * bytes);
  }
}

// ---- A panel against a tile ------------------------------------------------------------------------------

// scores[p, 16] of kPositionsAtOnce positions from `first` on.
void ScorePositions(const std::byte* panel, uint32_t keyDim, const CodesTile& tile, uint32_t first,
                    const CodesScratch& scratch) {
  const PanelLayout layout(keyDim);
  const uint32_t blocks = keyDim / kKvBlock;
  const std::byte* offsets = panel + layout.offsetsAt();
  const std::byte* scales = panel + layout.scalesAt();
  const size_t stride = tile.keys.rowBytes;
  const std::byte* keys = tile.keys.codes + first * stride;
  const std::byte* ahead = keys + kCodesTile * stride;
  const std::byte* scalesAhead = tile.keys.scales + (first + kCodesTile) * stride;
  const __m512i flip = _mm512_set1_epi8(static_cast<char>(0x80));  // int8 to code + 128
  const float* keyScales = scratch.keyScales + size_t{first} * blocks;
  __m512 totals[kPositionsAtOnce];
  for (__m512& total : totals) total = _mm512_setzero_ps();
  for (uint32_t b = 0; b < blocks; ++b) {
    __m512i sums[kPositionsAtOnce];
    const __m512i offset = LoadLine(offsets + size_t{b} * 64);
    // The next tile is asked for bit by bit: at once, its lines would wait for each other.
    if (b % 2 == 0) {
      for (uint32_t p = 0; p < kPositionsAtOnce; ++p)
        _mm_prefetch(ahead + p * stride + size_t{b} * kKvBlock, _MM_HINT_T1);
    } else if (b == 1) {
      for (uint32_t p = 0; p < kPositionsAtOnce; ++p) _mm_prefetch(scalesAhead + p * stride, _MM_HINT_T1);
    }
    for (uint32_t p = 0; p < kPositionsAtOnce; ++p) sums[p] = offset;
#pragma GCC unroll 8  // GCC 12 copies every sum around each multiplication of a loop that is left rolled
    for (uint32_t quad = 0; quad < kKvBlock / 4; ++quad) {
      const __m512i codes = LoadLine(panel + (size_t{b} * kKvBlock / 4 + quad) * 64);
      for (uint32_t p = 0; p < kPositionsAtOnce; ++p) {
        int32_t key;
        std::memcpy(&key, keys + p * stride + size_t{b} * kKvBlock + size_t{quad} * 4, sizeof key);
        sums[p] = _mm512_dpbusd_epi32(sums[p], _mm512_xor_si512(flip, _mm512_set1_epi32(key)), codes);
      }
    }
    const __m512 scale = _mm512_loadu_ps(scales + size_t{b} * 64);
    for (uint32_t p = 0; p < kPositionsAtOnce; ++p) {
      const __m512 scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[p]), scale);
      totals[p] = _mm512_fmadd_ps(scaled, _mm512_set1_ps(keyScales[p * blocks + b]), totals[p]);
    }
  }
  for (uint32_t p = 0; p < kPositionsAtOnce; ++p)
    _mm512_storeu_ps(scratch.scores + size_t{first + p} * kQueriesPerPanel, totals[p]);
}

// What became of a panel's softmax.
struct Weighed {
  alignas(64) float corrections[kQueriesPerPanel];  // exp(old max - new max)
  alignas(64) float units[kQueriesPerPanel];        // of the sums of weights times values
  int32_t* weights;                                 // [positions / 2][16]: two int16
};

// Scores become weights times the positions' scales, in int16, a pair of positions in a lane.
void Weigh(uint32_t used, uint32_t positions, const uint32_t* visible, const CodesScratch& scratch,
           RunningSoftmax* running, uint32_t queries, Weighed& weighed) {
  const Floats d;
  alignas(64) float before[kQueriesPerPanel], sums[kQueriesPerPanel] = {};
  alignas(64) uint32_t seen[kQueriesPerPanel] = {};
  std::fill_n(before, kQueriesPerPanel, kNothingSeen.max);
  for (uint32_t i = 0; i < queries; ++i) {
    before[i] = running[i].max;
    sums[i] = running[i].sum;
    seen[i] = visible[i];
  }
  const auto limits = _mm512_load_si512(seen);
  const auto visibleAt = [&](uint32_t p) HWY_ATTR {
    return _mm512_cmplt_epu32_mask(_mm512_set1_epi32(static_cast<int32_t>(p)), limits);
  };
  auto most = hn::Load(d, before);
  for (uint32_t p = 0; p < used; ++p) {
    const __m512 score = _mm512_loadu_ps(scratch.scores + size_t{p} * kQueriesPerPanel);
    most.raw = _mm512_mask_max_ps(most.raw, visibleAt(p), most.raw, score);
  }
  auto sum = hn::Zero(d), scaledSum = sum, scaledMost = sum;
  for (uint32_t p = 0; p < used; ++p) {
    float* at = scratch.scores + size_t{p} * kQueriesPerPanel;
    auto weight = hn::Exp(d, hn::Sub(hn::LoadU(d, at), most));
    weight.raw = _mm512_maskz_mov_ps(visibleAt(p), weight.raw);
    sum = hn::Add(sum, weight);
    const auto scaled = hn::Mul(weight, hn::Set(d, scratch.valueScales[p]));
    scaledSum = hn::Add(scaledSum, scaled);
    scaledMost = hn::Max(scaledMost, scaled);
    hn::StoreU(scaled, d, at);
  }
  for (uint32_t p = used; p < positions; ++p)
    hn::StoreU(hn::Zero(d), d, scratch.scores + p * kQueriesPerPanel);

  // A weight fits int16; and with values of 127 * 128 at most, sums of products fit int32.
  constexpr float kWeightMost = 32767.0f, kSumMost = 2147483647.0f / (127 * 128) - 2 * kCodesTile;
  const auto tiny = hn::Set(d, 1e-30f);  // where nothing is visible or all values are zero
  const auto factor = hn::Min(hn::Div(hn::Set(d, kWeightMost), hn::Max(scaledMost, tiny)),
                              hn::Div(hn::Set(d, kSumMost), hn::Max(scaledSum, tiny)));
  for (uint32_t p = 0; p < positions; p += 2) {
    const float* at = scratch.scores + size_t{p} * kQueriesPerPanel;
    const auto even = _mm512_cvtps_epi32(hn::Mul(hn::LoadU(d, at), factor).raw);
    const auto odd = _mm512_cvtps_epi32(hn::Mul(hn::LoadU(d, at + kQueriesPerPanel), factor).raw);
    _mm512_storeu_si512(weighed.weights + size_t{p} / 2 * kQueriesPerPanel,
                        _mm512_or_si512(even, _mm512_slli_epi32(odd, 16)));
  }

  auto correction = hn::Exp(d, hn::Sub(hn::Load(d, before), most));
  correction = hn::IfThenElseZero(hn::Gt(hn::Load(d, sums), hn::Zero(d)), correction);  // 0: nothing to keep
  hn::Store(correction, d, weighed.corrections);
  hn::Store(hn::Div(hn::Set(d, 1.0f / 128), factor), d, weighed.units);
  hn::Store(hn::MulAdd(hn::Load(d, sums), correction, sum), d, sums);
  alignas(64) float after[kQueriesPerPanel];
  hn::Store(most, d, after);
  for (uint32_t i = 0; i < queries; ++i) running[i] = {after[i], sums[i]};
}

// sums[q][32 numbers from `at` on] = sums[q] * correction + weights * values, for kQueries of a panel.
template <uint32_t kQueries>
void MixBlock(const int16_t* values, const int32_t* weights, uint32_t positions, const float* corrections,
              const float* units, size_t at, float* const* sums) {
  __m512i mixed[kQueries][2];
  for (auto& both : mixed) both[0] = both[1] = _mm512_setzero_si512();
#pragma GCC unroll 4  // as in ScorePositions()
  for (uint32_t pair = 0; pair < positions / 2; ++pair) {
    const __m512i low = LoadLine(values + size_t{pair} * 64),
                  high = LoadLine(values + size_t{pair} * 64 + 32);
    for (uint32_t q = 0; q < kQueries; ++q) {
      const __m512i weight = _mm512_set1_epi32(weights[pair * kQueriesPerPanel + q]);
      mixed[q][0] = _mm512_dpwssd_epi32(mixed[q][0], weight, low);
      mixed[q][1] = _mm512_dpwssd_epi32(mixed[q][1], weight, high);
    }
  }
  for (uint32_t q = 0; q < kQueries; ++q) {
    const __m512 correction = _mm512_set1_ps(corrections[q]), unit = _mm512_set1_ps(units[q]);
    const __mmask16 anything = _mm512_cmp_ps_mask(correction, _mm512_setzero_ps(), _CMP_NEQ_UQ);
    for (uint32_t half = 0; half < 2; ++half) {
      float* sum = sums[q] + at + size_t{half} * 16;
      const __m512 kept = _mm512_maskz_mul_ps(anything, _mm512_loadu_ps(sum), correction);
      _mm512_storeu_ps(sum, _mm512_fmadd_ps(_mm512_cvtepi32_ps(mixed[q][half]), unit, kept));
    }
  }
}

// A block of the values, from `at` on, for all queries of a panel.
void Mix(const Weighed& weighed, uint32_t positions, uint32_t queries, size_t at, const int16_t* values,
         float* const* sums) {
  uint32_t q = 0;
  const auto mix = [&]<uint32_t kQueries>() {
    MixBlock<kQueries>(values, weighed.weights + q, positions, weighed.corrections + q, weighed.units + q, at,
                       sums + q);
    q += kQueries;
  };
  while (q + 8 <= queries) mix.template operator()<8>();
  while (q + 2 <= queries) mix.template operator()<2>();
  if (q < queries) mix.template operator()<1>();
}

void AttendCodes(const std::byte* panels, uint32_t rows, uint32_t keyDim, const CodesTile& tile,
                 const uint32_t* visible, uint32_t valueDim, std::byte* memory, RunningSoftmax* running,
                 float* const* sums) {
  CHECK(rows <= kCodeQueriesMax);
  const CodesScratch scratch(memory, keyDim, valueDim);
  const uint32_t positions = (tile.positions + kPositionsAtOnce - 1) / kPositionsAtOnce * kPositionsAtOnce;
  PrepareKeyScales(tile, positions, keyDim, scratch);
  PrepareValueScales(tile, positions, valueDim, scratch);
  Weighed weighed[kCodeQueriesMax / kQueriesPerPanel];
  for (uint32_t first = 0; first < rows; first += kQueriesPerPanel) {
    const uint32_t panel = first / kQueriesPerPanel, queries = std::min(kQueriesPerPanel, rows - first);
    const uint32_t used = *std::max_element(visible + first, visible + first + queries);
    weighed[panel].weights = nullptr;
    if (used == 0) continue;
    weighed[panel].weights = scratch.weights + size_t{panel} * kCodesTile / 2 * kQueriesPerPanel;
    const std::byte* packed = panels + panel * PanelLayout(keyDim).bytes();
    for (uint32_t p = 0; p < positions; p += kPositionsAtOnce)
      ScorePositions(packed, keyDim, tile, p, scratch);
    Weigh(used, positions, visible + first, scratch, running + first, queries, weighed[panel]);
  }
  // Values of a few blocks stay in the first-level cache while all queries read them.
  const uint32_t blocks = valueDim / kKvBlock;
  for (uint32_t b = 0; b < blocks; b += kBlocksAtOnce) {
    const uint32_t count = std::min(kBlocksAtOnce, blocks - b);
    PrepareValues(tile, positions, valueDim, b, count, scratch);
    for (uint32_t first = 0; first < rows; first += kQueriesPerPanel) {
      const Weighed& panel = weighed[first / kQueriesPerPanel];
      if (panel.weights == nullptr) continue;
      for (uint32_t i = 0; i < count; ++i) {
        Mix(panel, positions, std::min(kQueriesPerPanel, rows - first), size_t{b + i} * kKvBlock,
            scratch.values + size_t{i} * kCodesTile * kKvBlock, sums + first);
      }
    }
  }
}

#else

void PackCodePanels(const float*, uint32_t, uint32_t, std::byte*) { CHECK(false); }
void AttendCodes(const std::byte*, uint32_t, uint32_t, const CodesTile&, const uint32_t*, uint32_t,
                 std::byte*, RunningSoftmax*, float* const*) {
  CHECK(false);
}

#endif

}  // namespace
}  // namespace hearth::cpu::HWY_NAMESPACE
#if HEARTH_ATTENDS_CODES
#pragma GCC pop_options
#endif
#undef HEARTH_ATTENDS_CODES
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {

HWY_EXPORT(AttendsCodes);
HWY_EXPORT(PackCodePanels);
HWY_EXPORT(AttendCodes);

bool attendsCodes() { return HWY_DYNAMIC_DISPATCH(AttendsCodes)(); }

size_t codePanelsBytes(uint32_t rows, uint32_t keyDim) {
  return (rows + kQueriesPerPanel - 1) / kQueriesPerPanel * PanelLayout(keyDim).bytes();
}

void packCodePanels(const float* queries, uint32_t rows, uint32_t keyDim, std::byte* panels) {
  HWY_DYNAMIC_DISPATCH(PackCodePanels)(queries, rows, keyDim, panels);
}

size_t codesScratchBytes(uint32_t keyDim, uint32_t valueDim) { return CodesScratch::bytes(keyDim, valueDim); }

void attendCodes(const std::byte* panels, uint32_t rows, uint32_t keyDim, const CodesTile& tile,
                 const uint32_t* visible, uint32_t valueDim, std::byte* scratch, RunningSoftmax* running,
                 float* const* sums) {
  HWY_DYNAMIC_DISPATCH(AttendCodes)
  (panels, rows, keyDim, tile, visible, valueDim, scratch, running, sums);
}

}  // namespace hearth::cpu
#endif
