#include "tests/support/gguf_writer.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth::test {
namespace {

constexpr uint32_t kUint32 = 4, kInt32 = 5, kFloat32 = 6, kBool = 7, kText = 8, kList = 9;

template <class T>
std::string listOf(uint32_t type, const std::vector<T>& values) {
  std::string out = littleEndian(type) + littleEndian<uint64_t>(values.size());
  for (const T& value : values) out += littleEndian(value);
  return out;
}

void pad(std::string& bytes, size_t alignment) {
  bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
}

}  // namespace

std::string lengthAndBytes(std::string_view text) {
  return littleEndian<uint64_t>(text.size()) + std::string(text);
}

GgufWriter& GgufWriter::raw(std::string_view key, uint32_t type, std::string_view bytes) {
  const auto same =
      std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.key == key; });
  Pair pair{std::string(key), type, std::string(bytes)};
  if (same != pairs.end()) {
    *same = std::move(pair);
  } else {
    pairs.push_back(std::move(pair));
  }
  return *this;
}

GgufWriter& GgufWriter::u32(std::string_view key, uint32_t value) {
  return raw(key, kUint32, littleEndian(value));
}
GgufWriter& GgufWriter::f32(std::string_view key, float value) {
  return raw(key, kFloat32, littleEndian(value));
}
GgufWriter& GgufWriter::flag(std::string_view key, bool value) {
  return raw(key, kBool, littleEndian(static_cast<uint8_t>(value)));
}
GgufWriter& GgufWriter::text(std::string_view key, std::string_view value) {
  return raw(key, kText, lengthAndBytes(value));
}
GgufWriter& GgufWriter::texts(std::string_view key, const std::vector<std::string>& values) {
  std::string list = littleEndian(kText) + littleEndian<uint64_t>(values.size());
  for (const std::string& value : values) list += lengthAndBytes(value);
  return raw(key, kList, list);
}
GgufWriter& GgufWriter::i32s(std::string_view key, const std::vector<int32_t>& values) {
  return raw(key, kList, listOf(kInt32, values));
}
GgufWriter& GgufWriter::f32s(std::string_view key, const std::vector<float>& values) {
  return raw(key, kList, listOf(kFloat32, values));
}
GgufWriter& GgufWriter::drop(std::string_view key) {
  std::erase_if(pairs, [&](const Pair& pair) { return pair.key == key; });
  return *this;
}

GgufWriter& GgufWriter::tensor(std::string_view name, std::vector<uint64_t> shape,
                               const std::vector<float>& values) {
  const auto* data = reinterpret_cast<const char*>(values.data());
  return tensor(name, std::move(shape), DType::F32, {data, values.size() * sizeof(float)});
}
GgufWriter& GgufWriter::tensor(std::string_view name, std::vector<uint64_t> shape, DType type,
                               std::string_view data) {
  tensors.push_back(
      {std::string(name), std::move(shape), static_cast<uint32_t>(type), std::string(data), {}});
  return *this;
}
GgufWriter& GgufWriter::dropTensor(std::string_view name) {
  std::erase_if(tensors, [&](const Tensor& tensor) { return tensor.name == name; });
  return *this;
}
GgufWriter::Tensor& GgufWriter::at(std::string_view tensorName) {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const Tensor& tensor) { return tensor.name == tensorName; });
  CHECK(found != tensors.end());
  return *found;
}

std::string GgufWriter::bytes() const {
  std::string out = magic + littleEndian(version) + littleEndian(tensorCount.value_or(tensors.size())) +
                    littleEndian(pairCount.value_or(pairs.size()));
  for (const Pair& pair : pairs) out += lengthAndBytes(pair.key) + littleEndian(pair.type) + pair.value;
  std::string data;
  for (const Tensor& tensor : tensors) {
    out += lengthAndBytes(tensor.name) + littleEndian(static_cast<uint32_t>(tensor.shape.size()));
    for (const uint64_t dimension : tensor.shape) out += littleEndian(dimension);
    out += littleEndian(tensor.type) + littleEndian(tensor.offset.value_or(data.size()));
    data += tensor.data;
    pad(data, alignment);
  }
  pad(out, alignment);
  return out + data;
}

}  // namespace hearth::test
