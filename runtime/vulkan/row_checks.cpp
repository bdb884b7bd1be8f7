// The rows of the self-check for what is no matrix product: norms, rotations, sums, attention over a cache
// that append() has filled, and the choice of the best logits.
#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/tensor/random_weights.h"
#include "runtime/vulkan/attend_dispatch.h"
#include "runtime/vulkan/self_check.h"

namespace hearth::vulkan {

namespace {

// Float32 sums of a few hundred terms and a handful of exponentials.
constexpr double kTolerance = 1e-4;
constexpr uint32_t kRows = 3, kCols = 200;

// The largest difference as a share of the tolerance; NaN stays NaN.
double errorOf(const std::vector<float>& actual, const std::vector<double>& expected) {
  double worst = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const double error = std::abs(static_cast<double>(actual[i]) - expected[i]) / kTolerance;
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

// Of x, and of x + x.
double normError(CheckBench& bench) {
  const auto x = gaussian(size_t{kRows} * kCols, 1), gain = gaussian(kCols, 2);
  const Rows in{bench.put(x), kRows, kCols}, out{bench.room(2 * in.bytes()), kRows, kCols};
  const Rows twice{bench.put(x), kRows, kCols}, outOfTwice{out.at + out.bytes(), kRows, kCols};
  const Address gainAt = bench.put(gain);
  if (!bench.run([&](Recorder& r) {
        rmsNorm(r, in, gainAt, 1e-6f, out);
        addRmsNorm(r, twice, in, gainAt, 1e-6f, outOfTwice);
      })) {
    return 2;
  }
  std::vector<double> expected;
  for (uint32_t r = 0; r < kRows; ++r) {
    double squares = 0;
    for (uint32_t i = 0; i < kCols; ++i) squares += std::pow(static_cast<double>(x[r * kCols + i]), 2);
    const double scale = 1 / std::sqrt(squares / kCols + 1e-6);
    for (uint32_t i = 0; i < kCols; ++i)
      expected.push_back(double{x[r * kCols + i]} * scale * double{gain[i]});
  }
  expected.insert(expected.end(), expected.begin(), expected.end());  // twice x has the same norm
  return errorOf(bench.read(out.at, expected.size()), expected);
}

// Several stages, and equal logits. Exact, so anything else is wrong; forbidden, the host chooses.
double topLogitsError(CheckBench& bench) {
  if (!bench.pipelines().choice().allows("top_logits")) return 0;
  constexpr uint32_t kVocab = 5000, kBest = 64;
  auto logits = gaussian(kVocab, 9);
  for (float& logit : logits) logit = std::round(logit * 16);
  const Rows row{bench.put(logits), 1, kVocab};
  const Address scratch = bench.room(topLogitsScratchBytes(kVocab, kBest));
  const Address ids = bench.room(2 * kBest * sizeof(float)), values = ids + kBest * sizeof(float);
  if (!bench.run([&](Recorder& r) { topLogits(r, row, kBest, scratch, ids, values); })) return 2;
  const auto read = bench.read(ids, 2 * kBest);
  std::vector<BestLogit> best(kBest);
  selectBest(logits, best);
  for (uint32_t i = 0; i < kBest; ++i) {
    if (std::bit_cast<int32_t>(read[i]) != best[i].id || read[kBest + i] != best[i].logit) return 2;
  }
  return 0;
}

double siluError(CheckBench& bench) {
  const auto gate = gaussian(size_t{kRows} * kCols, 3), up = gaussian(gate.size(), 4);
  const Rows g{bench.put(gate), kRows, kCols}, u{bench.put(up), kRows, kCols};
  const Rows out{bench.room(g.bytes()), kRows, kCols};
  if (!bench.run([&](Recorder& r) { siluMul(r, g, u, out); })) return 2;
  std::vector<double> expected;
  for (size_t i = 0; i < gate.size(); ++i) {
    expected.push_back(double{gate[i]} / (1 + std::exp(-double{gate[i]})) * double{up[i]});
  }
  return errorOf(bench.read(out.at, expected.size()), expected);
}

// Neighbours and halves, on the second part of each row, then x += y.
double turnError(CheckBench& bench, RopePairing pairing) {
  constexpr uint32_t kTurning = 16;
  const Parts parts{.count = 2, .stride = 100, .offset = 50, .width = kTurning};
  const auto x = gaussian(size_t{kRows} * kCols, 5), angles = gaussian(size_t{kRows} * kTurning / 2, 6);
  std::vector<float> turn;
  for (uint32_t r = 0; r < kRows; ++r) {
    const auto row = std::span(angles).subspan(r * kTurning / 2, kTurning / 2);
    for (const float angle : row) turn.push_back(std::cos(angle));
    for (const float angle : row) turn.push_back(std::sin(angle));
  }
  const Rows in{bench.put(x), kRows, kCols}, rotation{bench.put(turn), kRows, kTurning};
  const Rows out{bench.room(in.bytes()), kRows, kCols};
  const std::vector<float> zeros(x.size());
  const Rows nothing{bench.put(zeros), kRows, kCols};
  if (!bench.run([&](Recorder& r) {
        rope(r, in, parts, rotation, pairing);
        siluMul(r, nothing, in, out);  // silu(0) * x: out is zero, so that what follows starts from numbers
        addTo(r, out, in);
      })) {
    return 2;
  }
  std::vector<double> expected(x.begin(), x.end());
  for (uint32_t r = 0; r < kRows; ++r) {
    for (uint32_t p = 0; p < parts.count; ++p) {
      double* part = &expected[r * kCols + parts.offset + p * parts.stride];
      for (uint32_t i = 0; i < kTurning / 2; ++i) {
        const bool neighbours = pairing == RopePairing::Neighbours;
        double& a = part[neighbours ? 2 * i : i];
        double& b = part[neighbours ? 2 * i + 1 : i + kTurning / 2];
        const double angle = double{angles[r * kTurning / 2 + i]};
        const double turned = a * std::cos(angle) - b * std::sin(angle);
        b = a * std::sin(angle) + b * std::cos(angle);
        a = turned;
      }
    }
  }
  return errorOf(bench.read(out.at, expected.size()), expected);
}

// Numbers that a cache of this form keeps as they are: small integers in blocks whose largest number makes
// the scale a power of two.
std::vector<float> exactRows(KvForm form, size_t count) {
  auto numbers = gaussian(count, 7);
  if (!inBlocks(form)) {
    for (float& number : numbers) number = std::round(number * 256) / 256;  // less than 11 bits
    return numbers;
  }
  const float most = form == KvForm::Q8_0 ? 127 : 8, unit = 1 / (most > 8 ? 64.0f : 4.0f);
  for (size_t i = 0; i < count; ++i) {
    const float integer = std::clamp(std::round(numbers[i] / unit), 1 - most, most - 1);
    numbers[i] = unit * (i % kKvBlock == 0 ? -most : integer);
  }
  return numbers;
}

// Latent attention's shape, small: all heads share one key row, whose first numbers are the value. The rows'
// pages lie in the cache in another order.
double attendError(CheckBench& bench, KvForm form) {
  constexpr uint32_t kHeads = 8, kLatent = 64, kTail = 32, kWidth = kLatent + kTail, kContext = 150, kNew = 2;
  constexpr uint32_t kPositions = 4 * kKvPagePositions;
  const auto keys = exactRows(form, size_t{kContext} * kWidth);
  const auto q = gaussian(size_t{kNew} * kHeads * kWidth, 8);
  const Rows rows{bench.put(keys), kContext, kWidth}, queries{bench.put(q), kNew, kHeads * kWidth};
  const CachedAt cache{bench.room(kPositions * kvRowBytes(form, kWidth)), kWidth, form, kPositions};
  const Rows out{bench.room(size_t{kNew} * kHeads * kLatent * sizeof(float)), kNew, kHeads * kLatent};
  const auto stepAt = [&](uint32_t first) {
    return bench.put(std::vector<uint32_t>{first, kContext, 2, 0, 3});
  };
  const Address whole = stepAt(0);
  Attention a;
  a.pieces[0] = {queries, 0, kWidth, kLatent};
  a.pieces[1] = {queries, kLatent, kWidth, kTail};
  a.heads = kHeads;
  a.kvHeads = 1;
  a.scale = 0.1f;
  a.keys = a.values = cache;
  a.valueDim = kLatent;
  a.step = stepAt(kContext - kNew);
  a.contextMax = kContext;
  const Address scratch = bench.room(std::max<size_t>(attendScratchBytes(a), sizeof(float)));
  if (!bench.run([&](Recorder& r) {
        append(r, rows, cache, whole);
        attend(r, a, scratch, out);
      })) {
    return 2;
  }
  std::vector<double> expected(size_t{kNew} * kHeads * kLatent);
  for (uint32_t row = 0; row < kNew; ++row) {
    for (uint32_t h = 0; h < kHeads; ++h) {
      const uint32_t seen = kContext - kNew + row + 1;
      std::vector<double> weights(seen);
      double sum = 0;
      for (uint32_t p = 0; p < seen; ++p) {
        double score = 0;
        for (uint32_t i = 0; i < kWidth; ++i) {
          score += double{q[(row * kHeads + h) * kWidth + i]} * double{keys[p * kWidth + i]};
        }
        sum += weights[p] = std::exp(0.1 * score);
      }
      for (uint32_t p = 0; p < seen; ++p) {
        for (uint32_t i = 0; i < kLatent; ++i) {
          expected[(row * kHeads + h) * kLatent + i] += weights[p] / sum * double{keys[p * kWidth + i]};
        }
      }
    }
  }
  return errorOf(bench.read(out.at, expected.size()), expected);
}

}  // namespace

std::vector<KernelCheck> rowChecks(KvForm form) {
  const auto always = [](std::string name) { return [name](const KernelChoice&) { return name; }; };
  return {
      {"rms_norm", [](const KernelChoice& choice) { return choice.summing("rms_norm"); }, normError},
      {"silu_mul", always("silu_mul"), siluError},
      {"rope neighbours", always("rope"),
       [](CheckBench& bench) { return turnError(bench, RopePairing::Neighbours); }},
      {"rope halves", always("rope"),
       [](CheckBench& bench) { return turnError(bench, RopePairing::Halves); }},
      {"attend " + std::string(nameOf(form)), always(variantFor("attend", form)),
       [form](CheckBench& bench) { return attendError(bench, form); }},
      {"top_logits",
       [](const KernelChoice& choice) { return choice.allows("top_logits") ? "top_logits" : "host"; },
       topLogitsError},
  };
}

}  // namespace hearth::vulkan
