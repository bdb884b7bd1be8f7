// Every architecture with small random float32 weights: the greedy continuation that llama.cpp 0.7.0 (Debian
// sid; -fa off -ctk f32 -ctv f32, ignore_eos) computed from the same files on 2026-11-22, pinned.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"
#include "tests/support/reference_ops.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

struct Pinned {
  std::string name;
  std::function<test::GgufWriter()> model;
  std::vector<int32_t> greedy;
};

const std::vector<int32_t> kPrompt{1, 5, 9, 20, 33, 7};
constexpr int32_t kEndToken = 2;  // ignore_eos forbids it

// llama.cpp takes a deepseek2 file without q_lora only with V2-Lite's 27 layers.
const std::vector<int32_t> kV2{6,  34, 6,  40, 16, 16, 16, 16, 38, 40, 34, 16, 16, 40, 16, 16,
                               40, 16, 16, 16, 16, 16, 40, 16, 16, 16, 16, 16, 25, 16, 25, 16};
const std::vector<int32_t> kV3{36, 16, 12, 12, 43, 35, 4, 20, 32, 7,  9, 38, 45, 29, 21, 32,
                               9,  38, 3,  10, 6,  1,  7, 9,  23, 17, 9, 32, 36, 17, 10, 6};
// From the third token on, 8 of up to 37 positions are chosen; with all of them llama.cpp continues as kV3.
const std::vector<int32_t> kV32{36, 16, 12, 16, 30, 12, 26, 9,  5,  9,  38, 45, 26, 36, 13, 23,
                                17, 47, 23, 36, 1,  26, 7,  45, 45, 45, 17, 34, 23, 23, 17, 10};

void PrintTo(const Pinned& pinned, std::ostream* out) { *out << pinned.name; }

class PinnedGreedy : public testing::TestWithParam<Pinned> {
 protected:
  void SetUp() override {
    auto loaded = loadModel(folder_.write("model.gguf", GetParam().model().bytes()));
    ASSERT_TRUE(loaded) << loaded.error().what();
    model_ = std::move(*loaded);
  }
  std::vector<int32_t> greedy(Ops& ops) {
    auto decoder = Decoder::create(*model_, ops, 64, {.cacheForm = KvForm::Float});
    CHECK(decoder);
    std::vector<float> logits(model_->config.vocabSize);
    std::vector<int32_t> reply;
    (*decoder)->evaluate(kPrompt, 0, LogitsFor::Last, logits, nullptr);
    while (true) {
      logits[kEndToken] = -std::numeric_limits<float>::infinity();
      reply.push_back(static_cast<int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin()));
      if (reply.size() == GetParam().greedy.size()) return reply;
      const auto position = static_cast<uint32_t>(kPrompt.size() + reply.size()) - 1;
      (*decoder)->evaluate(std::span(reply).last(1), position, LogitsFor::Last, logits, nullptr);
    }
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Model> model_;
};

TEST_P(PinnedGreedy, CpuContinuesAsLlamaCppDoes) {
  ThreadPool pool(2);
  EXPECT_EQ(greedy(*makeCpuOps(pool)), GetParam().greedy);
}

// Guards the oracle of the op tests.
TEST_P(PinnedGreedy, ReferenceOpsContinueAsLlamaCppDoes) {
  EXPECT_EQ(greedy(*test::makeReferenceOps()), GetParam().greedy);
}

INSTANTIATE_TEST_SUITE_P(
    Architectures, PinnedGreedy,
    testing::Values(
        Pinned{"llama", [] { return test::tinyLlama(); }, {36, 41, 38, 17, 5,  20, 29, 10, 17, 17, 17,
                                                           17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17,
                                                           17, 17, 17, 17, 17, 17, 17, 17, 17, 17}},
        Pinned{"qwen2", [] { return test::tinyQwen2(); }, {17, 42, 7,  8,  21, 29, 8,  21, 29, 14, 42,
                                                           32, 29, 29, 14, 42, 8,  21, 15, 29, 35, 34,
                                                           20, 14, 42, 29, 21, 32, 29, 16, 24, 21}},
        Pinned{"qwen3", [] { return test::tinyQwen3(); }, {7,  7,  7,  10, 16, 23, 7,  7,  26, 38, 15,
                                                           31, 42, 23, 12, 23, 7,  38, 7,  5,  38, 42,
                                                           7,  21, 16, 3,  29, 14, 18, 43, 18, 43}},
        Pinned{"qwen3moe", [] { return test::tinyQwen3Moe(); }, {22, 7,  7,  7,  22, 7,  7,  7,  7,  10, 7,
                                                                 36, 43, 39, 36, 12, 39, 39, 14, 36, 43, 36,
                                                                 12, 36, 30, 26, 36, 43, 36, 30, 36, 36}},
        Pinned{"deepseek2_v2_legacy", [] { return test::tinyDeepseekV2(test::MlaLayout::Legacy, 27); }, kV2},
        Pinned{"deepseek2_v2_split", [] { return test::tinyDeepseekV2(test::MlaLayout::Split, 27); }, kV2},
        Pinned{"deepseek2_v3_legacy", [] { return test::tinyDeepseekV3(test::MlaLayout::Legacy); }, kV3},
        Pinned{"deepseek2_v3_split", [] { return test::tinyDeepseekV3(test::MlaLayout::Split); }, kV3},
        Pinned{"deepseek32", [] { return test::tinyDeepseekV32(); }, kV32},
        Pinned{"deepseek32_dense", [] { return test::tinyDeepseekV32(2, 2048); }, kV3}),
    [](const auto& which) { return which.param.name; });

}  // namespace
}  // namespace hearth
