// Writes small GGUF files for tests, sound ones and, where a test asks for it, wrong ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/tensor/dtype.h"

namespace hearth::test {

// Keys and tensors are written in the order they were added; adding a key again replaces its value.
//   GgufWriter().text("general.architecture", "llama").u32("llama.block_count", 1).tensor("a", {4}, {1, 2, 3,
//   4}).bytes()
class GgufWriter {
 public:
  struct Pair {
    std::string key;
    uint32_t type;      // GGUF's value type id
    std::string value;  // as it stands in the file
  };
  struct Tensor {
    std::string name;
    std::vector<uint64_t> shape;  // ne[0] first
    uint32_t type;                // ggml_type
    std::string data;
    std::optional<uint64_t> offset;  // instead of the right one
  };

  GgufWriter& u32(std::string_view key, uint32_t value);
  GgufWriter& f32(std::string_view key, float value);
  GgufWriter& flag(std::string_view key, bool value);
  GgufWriter& text(std::string_view key, std::string_view value);
  GgufWriter& texts(std::string_view key, const std::vector<std::string>& values);
  GgufWriter& i32s(std::string_view key, const std::vector<int32_t>& values);
  GgufWriter& f32s(std::string_view key, const std::vector<float>& values);
  // Any value type with any bytes.
  GgufWriter& raw(std::string_view key, uint32_t type, std::string_view bytes);
  GgufWriter& drop(std::string_view key);

  // A float32 tensor, or one of any format from its bytes.
  GgufWriter& tensor(std::string_view name, std::vector<uint64_t> shape, const std::vector<float>& values);
  GgufWriter& tensor(std::string_view name, std::vector<uint64_t> shape, DType type, std::string_view data);
  GgufWriter& dropTensor(std::string_view name);
  // To change what was added; stops the test when there is none.
  Tensor& at(std::string_view tensorName);

  std::string bytes() const;

  // Public so that tests can lie about them.
  std::string magic = "GGUF";
  uint32_t version = 3;
  uint32_t alignment = 32;
  std::optional<uint64_t> tensorCount, pairCount;
  std::vector<Pair> pairs;
  std::vector<Tensor> tensors;
};

// `value` as it stands in a file.
template <class T>
std::string littleEndian(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
// A text as it stands in a file: its length, its bytes.
std::string lengthAndBytes(std::string_view text);

}  // namespace hearth::test
