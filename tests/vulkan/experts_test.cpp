// Experts by address, with any share of them resident, against double precision.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "runtime/vulkan/kernels.h"
#include "tests/vulkan/gpu_fixture.h"
#include "tests/vulkan/matrix_reference.h"

namespace hearth::vulkan {
namespace {

using hearth::test::gaussian;
using test::Sum;
using test::Weights;

struct Expert {
  Weights gate, up, down;
};

struct Shape {
  DType gate, up, down;
  uint32_t experts, width, ffn, topK;
};

// A layer's experts, on the device one slot after another.
class ExpertsTest : public test::GpuTest {
 protected:
  void makeExperts(const Shape& shape, uint32_t seed) {
    shape_ = shape;
    experts_.clear();
    layout_ = {
        .gate = shape.gate, .up = shape.up, .down = shape.down, .width = shape.width, .ffn = shape.ffn};
    const auto place = [&](DType type, uint32_t rows, uint32_t cols) {
      const size_t at = layout_.bytes, bytes = bytesOf(type, rows, cols);
      layout_.bytes += (bytes + 255) / 256 * 256;
      return at;
    };
    layout_.gateAt = place(shape.gate, shape.ffn, shape.width);
    layout_.upAt = place(shape.up, shape.ffn, shape.width);
    layout_.downAt = place(shape.down, shape.width, shape.ffn);
    std::vector<std::byte> slots(layout_.bytes * shape.experts);
    for (uint32_t e = 0; e < shape.experts; ++e) {
      experts_.push_back({Weights(shape.gate, shape.ffn, shape.width, seed + 3 * e),
                          Weights(shape.up, shape.ffn, shape.width, seed + 3 * e + 1),
                          Weights(shape.down, shape.width, shape.ffn, seed + 3 * e + 2)});
      std::byte* slot = slots.data() + e * layout_.bytes;
      std::copy(experts_[e].gate.bytes.begin(), experts_[e].gate.bytes.end(), slot + layout_.gateAt);
      std::copy(experts_[e].up.bytes.begin(), experts_[e].up.bytes.end(), slot + layout_.upAt);
      std::copy(experts_[e].down.bytes.begin(), experts_[e].down.bytes.end(), slot + layout_.downAt);
    }
    slots_ = uploadBytes(slots);
  }

  // With `percent` of the experts resident.
  void expectSum(uint32_t rows, uint32_t percent, Into into, uint32_t seed,
                 Precision precision = Precision::Fine) {
    const auto& [gateType, upType, downType, experts, width, ffn, topK] = shape_;
    std::mt19937 random(seed);
    std::vector<uint32_t> order(experts);
    std::iota(order.begin(), order.end(), 0u);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Address> table(experts, 0);
    for (uint32_t i = 0; i < experts * percent / 100; ++i) {
      table[order[i]] = slots_.address() + order[i] * layout_.bytes;
    }
    std::vector<uint32_t> ids;
    for (uint32_t row = 0; row < rows; ++row) {
      std::shuffle(order.begin(), order.end(), random);
      ids.insert(ids.end(), order.begin(), order.begin() + topK);
    }
    std::vector<float> h = precision == Precision::Rounded ? test::int8Rows(size_t{rows} * width, seed + 1)
                                                           : gaussian(size_t{rows} * width, seed + 1);
    for (float& v : h) v *= 0.0625f;  // exponentials stay finite
    const std::vector<float> weights = gaussian(ids.size(), seed + 2);
    const std::vector<float> before = gaussian(size_t{rows} * width, seed + 3);

    const Buffer deviceH = upload(h), deviceIds = upload(ids), deviceWeights = upload(weights);
    const Buffer deviceTable = upload(table), y = upload(before);
    const Buffer scratch = room(expertScratchBytes(layout_, rows, topK, experts));
    run([&](Recorder& r) {
      runExperts(r, {deviceH.address(), rows, width},
                 {deviceIds.address(), deviceWeights.address(), rows, topK}, deviceTable.address(), experts,
                 layout_, scratch.address(), {y.address(), rows, width}, into, Precision::Fine);
    });
    const auto actual = read<float>(y, size_t{rows} * width);
    read<float>(scratch, 1);  // checks that nothing was written behind it
    for (uint32_t row = 0; row < rows; ++row) {
      std::vector<Sum> sums(width);
      for (uint32_t k = 0; k < topK; ++k) {
        const size_t pair = size_t{row} * topK + k;
        if (table[ids[pair]] != 0)
          addExpert(experts_[ids[pair]], std::span(h).subspan(size_t{row} * width, width), weights[pair],
                    precision, sums);
      }
      for (uint32_t o = 0; o < width; ++o) {
        const size_t at = size_t{row} * width + o;
        const double start = into == Into::Add ? before[at] : 0.0;
        // The sizes already hold the tolerances; topK + 2 roundings of the sum itself.
        const double tolerance =
            sums[o].size + (topK + 2) * 1.2e-7 * (std::abs(start) + std::abs(sums[o].value));
        ASSERT_NEAR(actual[at], start + sums[o].value, tolerance + 1e-30)
            << "row " << row << ", number " << o << ", " << percent << " % resident";
      }
    }
  }

 private:
  static size_t bytesOf(DType type, uint32_t rows, uint32_t cols) {
    return rows * deviceRowBytes(type, cols);
  }

  // sums[o].value += weight * expert(h)[o]; sums[o].size += how far that may be off.
  static void addExpert(const Expert& expert, std::span<const float> h, double weight, Precision precision,
                        std::vector<Sum>& sums) {
    const uint32_t ffn = expert.gate.rows;
    std::vector<double> hidden(ffn), tolerance(ffn);
    for (uint32_t o = 0; o < ffn; ++o) {
      const Sum gate = test::dot(expert.gate.row(o), h), up = test::dot(expert.up.row(o), h);
      const double silu = test::silu(gate.value), upTolerance = test::sumTolerance(up, h.size());
      hidden[o] = silu * up.value;
      tolerance[o] = test::siluTolerance(gate.value, test::sumTolerance(gate, h.size())) *
                         (std::abs(up.value) + upTolerance) +
                     upTolerance * std::abs(silu) + 1.2e-7 * std::abs(hidden[o]);
    }
    // Rounding to int8 moves each number by up to half a step, 1/127 of the largest of its 32.
    if (precision == Precision::Rounded) {
      for (uint32_t group = 0; group < ffn; group += 32) {
        double most = 0;
        for (uint32_t k = group; k < group + 32; ++k)
          most = std::max(most, std::abs(hidden[k]) + tolerance[k]);
        for (uint32_t k = group; k < group + 32; ++k) tolerance[k] += most / 254 * (1 + 1e-5);
      }
    }
    for (size_t o = 0; o < sums.size(); ++o) {
      Sum sum;
      double carried = 0;
      for (uint32_t k = 0; k < ffn; ++k) {
        const double w = expert.down.row(static_cast<uint32_t>(o))[k];
        sum = sum + Sum{w * hidden[k], std::abs(w * hidden[k])};
        carried += std::abs(w) * tolerance[k];
      }
      sums[o].value += weight * sum.value;
      sums[o].size += std::abs(weight) * (carried + 2 * test::sumTolerance(sum, ffn));
    }
  }

  Shape shape_{};
  ExpertLayout layout_;
  std::vector<Expert> experts_;
  Buffer slots_;
};

class ExpertFormatTest : public ExpertsTest, public testing::WithParamInterface<DType> {};

TEST_P(ExpertFormatTest, SumsTheChosen) {
  const DType type = GetParam();
  makeExperts({type, type, type, 4, 256, 256, 2}, 1);
  expectSum(2, 50, Into::Set, 2);
}

std::vector<DType> allFormats() {
  std::vector<DType> types(std::begin(hearth::test::kFloats), std::end(hearth::test::kFloats));
  types.insert(types.end(), std::begin(hearth::test::kQuantized), std::end(hearth::test::kQuantized));
  return types;
}
INSTANTIATE_TEST_SUITE_P(Formats, ExpertFormatTest, testing::ValuesIn(allFormats()),
                         [](const auto& test) { return std::string(layoutOf(test.param).name); });

TEST_F(ExpertsTest, LeavesOutThoseThatAreElsewhere) {
  makeExperts({DType::Q8_0, DType::Q8_0, DType::Q8_0, 20, 64, 96, 5}, 3);
  for (const uint32_t rows : {1u, 5u, 8u, 9u, 40u}) {
    for (const uint32_t percent : {0u, 10u, 50u, 100u}) {
      expectSum(rows, percent, percent == 10 ? Into::Add : Into::Set, rows + percent);
    }
  }
}

TEST_F(ExpertsTest, AddsToWhatIsThere) {
  makeExperts({DType::Q4_0, DType::Q4_0, DType::Q8_0, 6, 64, 32, 3}, 4);
  expectSum(2, 50, Into::Add, 5);
  expectSum(12, 50, Into::Add, 6);
}

TEST_F(ExpertsTest, MixesFormats) {
  makeExperts({DType::Q4_K, DType::Q5_K, DType::Q6_K, 5, 256, 256, 3}, 7);
  expectSum(3, 100, Into::Set, 8);
  expectSum(11, 60, Into::Set, 9);
}

TEST_F(ExpertsTest, RoundsActivationsWhereIntegersAreFast) {
  const KernelChoice usual = gpu().pipelines().choice();
  KernelChoice choice = usual;
  choice.int8Matvec = true;
  choice.matmul = {Arithmetic::Int8};
  gpu().pipelines().choose(choice);
  makeExperts({DType::Q4_K, DType::Q4_K, DType::Q6_K, 5, 256, 256, 2}, 18);
  expectSum(2, 60, Into::Set, 19, Precision::Rounded);
  expectSum(20, 60, Into::Add, 20, Precision::Rounded);
  gpu().pipelines().choose(usual);
}

// As on a device whose subgroups cannot add.
TEST_F(ExpertsTest, SumsThroughSharedMemory) {
  const KernelChoice usual = gpu().pipelines().choice();
  KernelChoice choice = usual;
  choice.subgroups = false;
  gpu().pipelines().choose(choice);
  makeExperts({DType::Q8_0, DType::Q8_0, DType::Q8_0, 4, 64, 64, 2}, 21);
  expectSum(2, 50, Into::Add, 22);
  gpu().pipelines().choose(usual);
}

// So many rows of few experts that each fills several tiles.
TEST_F(ExpertsTest, CutsTheRowsOfOneExpertIntoTiles) {
  makeExperts({DType::Q4_0, DType::Q4_0, DType::Q4_0, 2, 32, 64, 1}, 10);
  expectSum(150, 50, Into::Set, 11);
  expectSum(77, 100, Into::Set, 12);
}

TEST_F(ExpertsTest, GroupsAmongManyExperts) {
  makeExperts({DType::Q8_0, DType::Q8_0, DType::Q8_0, 300, 32, 32, 8}, 13);
  expectSum(30, 50, Into::Set, 14);
  expectSum(90, 50, Into::Set, 14);
}

TEST_F(ExpertsTest, CutsWorkThatIsTooLongForOneDispatch) {
  const uint64_t usual = device().workPerDispatch();
  makeExperts({DType::Q8_0, DType::Q8_0, DType::Q8_0, 8, 160, 224, 4}, 15);
  device().setWorkPerDispatch(160 * 64);
  expectSum(2, 100, Into::Set, 16);
  device().setWorkPerDispatch(64 * 64 * 160 * 3);
  expectSum(30, 100, Into::Set, 17);
  device().setWorkPerDispatch(usual);
}

}  // namespace
}  // namespace hearth::vulkan
