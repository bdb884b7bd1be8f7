// Whole models in the formats below three bits: latent attention, experts and head in random blocks of each,
// against the same numbers as float32.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/gguf/gguf_writer.h"
#include "runtime/model/loader.h"
#include "runtime/tensor/dequantize.h"
#include "runtime/tensor/random_weights.h"
#include "tests/support/relative_error.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

constexpr const char* kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";

class GridFormats : public testing::TestWithParam<DType> {
 protected:
  // hearth-tiny's shapes with matrices of random blocks, where rows hold whole ones; or of the same numbers
  // as floats.
  std::string write(const GgufFile& source, bool asFloats) {
    const std::string path = folder_.file(asFloats ? "floats.gguf" : "blocks.gguf");
    std::vector<TensorDeclaration> declarations;
    for (const TensorInfo& tensor : source.tensors()) {
      const DType type = !replaces(tensor) ? tensor.type : asFloats ? DType::F32 : GetParam();
      declarations.push_back({tensor.name, type, tensor.dimensions, tensor.shape});
    }
    auto writer = GgufFileWriter::create(path, source.metadata(), declarations);
    CHECK(writer);
    uint32_t seed = 1;
    for (const TensorInfo& tensor : source.tensors()) {
      CHECK(writer->append(replaces(tensor) ? blocksOf(tensor, seed, asFloats)
                                            : std::vector(tensor.bytes.begin(), tensor.bytes.end())));
      ++seed;
    }
    CHECK(writer->finish());
    return path;
  }
  static bool replaces(const TensorInfo& tensor) {
    return tensor.dimensions > 1 && tensor.shape[0] % 256 == 0 &&
           tensor.name.find("gate_inp") == std::string::npos && tensor.name != "token_embd.weight";
  }
  static std::vector<std::byte> blocksOf(const TensorInfo& tensor, uint32_t seed, bool asFloats) {
    const auto cols = static_cast<uint32_t>(tensor.shape[0]);
    const auto rows = static_cast<uint32_t>(tensor.shape[1] * tensor.shape[2] * tensor.shape[3]);
    auto blocks = randomWeights(GetParam(), rows, cols, seed);
    if (!asFloats) return blocks;
    std::vector<float> values(size_t{rows} * cols);
    dequantize(GetParam(), blocks, values);
    const auto bytes = std::as_bytes(std::span(values));
    return {bytes.begin(), bytes.end()};
  }
  std::vector<float> logitsOf(const std::string& path) {
    auto model = loadModel(path);
    CHECK(model);
    const auto ops = makeCpuOps(pool_);
    auto decoder = Decoder::create(**model, *ops, 64);
    CHECK(decoder);
    const std::vector<int32_t> tokens{1, 300, 17, 1200, 44, 5, 3000, 81, 9, 2048, 77, 640};
    std::vector<float> logits(tokens.size() * (*model)->config.vocabSize);
    // Many rows, then one: both kinds of kernels.
    const size_t most = tokens.size() - 1, width = (*model)->config.vocabSize;
    CHECK((*decoder)->evaluate(std::span(tokens).first(most), 0, LogitsFor::Every,
                               std::span(logits).first(most * width), nullptr) == Evaluated::Done);
    CHECK((*decoder)->evaluate(std::span(tokens).last(1), static_cast<uint32_t>(most), LogitsFor::Every,
                               std::span(logits).last(width), nullptr) == Evaluated::Done);
    return logits;
  }
  test::TemporaryFolder folder_;
  ThreadPool pool_{2};
};

// Activations are rounded to int8 twice (Precision::Fine), but in the head, which is larger than 2^20: 0.5 %
// of a product. Experts may change places where their scores all but tie, so that a row may be far off.
TEST_P(GridFormats, RunAsTheirNumbersDo) {
  auto source = GgufFile::open(kModel);
  ASSERT_TRUE(source) << source.error().what();
  const auto blocks = logitsOf(write(*source, false)), floats = logitsOf(write(*source, true));
  const size_t width = blocks.size() / 12;
  uint32_t close = 0;
  for (size_t row = 0; row < 12; ++row) {
    const auto actual = std::span(blocks).subspan(row * width, width);
    const auto expected = std::span(floats).subspan(row * width, width);
    if (test::relativeError(actual, expected) < 0.01) ++close;
  }
  EXPECT_GE(close, 11u);
}

INSTANTIATE_TEST_SUITE_P(EveryFormat, GridFormats,
                         testing::Values(DType::IQ1_S, DType::IQ1_M, DType::IQ2_XXS, DType::IQ2_XS,
                                         DType::IQ2_S, DType::IQ3_XXS, DType::IQ3_S, DType::TQ1_0,
                                         DType::TQ2_0),
                         [](const auto& test) { return std::string(layoutOf(test.param).name); });

}  // namespace
}  // namespace hearth
