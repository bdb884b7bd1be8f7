#include "runtime/gguf/parse_part.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/gguf/byte_reader.h"
#include "runtime/gguf/read_value.h"

namespace hearth {
namespace {

constexpr const char* kDamaged = ": the file is damaged or incomplete, download it again";
constexpr uint32_t kDefaultAlignment = 32;
constexpr uint32_t kAlignmentMin = 8, kAlignmentMax = 1u << 20;
constexpr size_t kKeyBytesMax = 65535, kTensorNameBytesMax = 64;  // the format's own limits
constexpr uint32_t kDimensionsMax = 4;
// The shortest a pair (key length, one letter, type, one byte) and a tensor (name length, one letter,
// dimension count, one dimension, type, offset) can be: more of them than fit are not worth reading.
constexpr size_t kPairBytesMin = 8 + 1 + 4 + 1, kTensorBytesMin = 8 + 1 + 4 + 8 + 4 + 8;

// Formats that exist in the wild and that Hearth cannot decode, to name them in the error; null for others.
const char* nameOfUnsupported(uint32_t id) {
  switch (id) {
    case 4:
      return "q4_2 (withdrawn in 2023)";
    case 5:
      return "q4_3 (withdrawn in 2023)";
    case 9:
      return "q8_1";
    case 15:
      return "q8_k";
    case 16:
      return "iq2_xxs";
    case 17:
      return "iq2_xs";
    case 18:
      return "iq3_xxs";
    case 19:
      return "iq1_s";
    case 21:
      return "iq3_s";
    case 22:
      return "iq2_s";
    case 29:
      return "iq1_m";
    case 31:
      return "q4_0_4_4 (withdrawn in 2024)";
    case 32:
      return "q4_0_4_8 (withdrawn in 2024)";
    case 33:
      return "q4_0_8_8 (withdrawn in 2024)";
    case 34:
      return "tq1_0";
    case 35:
      return "tq2_0";
    case 40:
      return "nvfp4";
    default:
      return nullptr;
  }
}

Result<void> readPair(ByteReader& in, uint64_t index, Metadata& metadata) {
  const std::string_view key = in.text();
  const auto keyNumber = [&] { return "key number " + std::to_string(index + 1); };
  if (in.overrun()) return Error(keyNumber() + " reaches past the end of the file" + kDamaged);
  if (key.empty()) return Error(keyNumber() + " has an empty name" + kDamaged);
  if (key.size() > kKeyBytesMax) {
    return Error(keyNumber() + " has a name of " + std::to_string(key.size()) + " bytes" + kDamaged);
  }
  auto value = readValue(in);
  if (!value) return Error("key " + quoted(key) + " " + value.error().what());
  if (metadata.contains(key)) {
    return Error("key " + quoted(key) +
                 " occurs twice: the file was made by a faulty converter, download another");
  }
  metadata.insert(std::string(key), std::move(value->value), value->type);
  return {};
}

Result<uint32_t> alignmentOf(const Metadata& metadata) {
  auto alignment = metadata.countOr("general.alignment", kDefaultAlignment, kAlignmentMin, kAlignmentMax);
  if (alignment && (*alignment & (*alignment - 1)) != 0) {
    return Error("key 'general.alignment' is " + std::to_string(*alignment) + ", not a power of two" +
                 kDamaged);
  }
  return alignment;
}

// a * b, or nothing when it does not fit.
std::optional<uint64_t> product(uint64_t a, uint64_t b) {
  if (b != 0 && a > std::numeric_limits<uint64_t>::max() / b) return std::nullopt;
  return a * b;
}

std::string shapeText(const TensorInfo& tensor) {
  std::string text;
  for (uint32_t i = 0; i < tensor.dimensions; ++i) {
    if (i > 0) text += " x ";
    text += std::to_string(tensor.shape[i]);
  }
  return text;
}

// Rows and columns of every tensor fit a TensorView; the bytes it needs, or why it cannot be.
Result<uint64_t> byteSizeOf(const TensorInfo& tensor, const BlockLayout& layout) {
  constexpr uint64_t kMax = std::numeric_limits<uint32_t>::max();
  const auto [cols, b, c, d] = tensor.shape;
  if (cols % layout.values != 0) {
    return Error("has rows of " + std::to_string(cols) + " values, not whole blocks of " +
                 std::to_string(layout.values) + " as " + std::string(layout.name) + " needs" + kDamaged);
  }
  const auto plane = product(b, c);
  const auto rows = plane ? product(*plane, d) : std::nullopt;
  if (cols > kMax || !rows || *rows > kMax)
    return Error("is impossibly large (" + shapeText(tensor) + ")" + kDamaged);
  const auto bytes = product(cols / layout.values * layout.bytes, *rows);
  if (!bytes) return Error("is impossibly large (" + shapeText(tensor) + ")" + kDamaged);
  return *bytes;
}

// A tensor as declared, its place in the data not yet known.
struct Declared {
  TensorInfo info;
  uint64_t offset = 0;  // from the start of the data
  uint64_t size = 0;    // bytes
};

Result<Declared> readDeclaration(ByteReader& in, uint64_t index) {
  const auto tensorNumber = [&] { return "tensor number " + std::to_string(index + 1); };
  const std::string_view name = in.text();
  const auto dimensions = in.value<uint32_t>();
  if (in.overrun())
    return Error(tensorNumber() + " of the directory reaches past the end of the file" + kDamaged);
  if (name.empty()) return Error(tensorNumber() + " has an empty name" + kDamaged);
  if (name.size() > kTensorNameBytesMax) {
    return Error("tensor " + quoted(name, 40) + " has a name of " + std::to_string(name.size()) +
                 " bytes, more than " + std::to_string(kTensorNameBytesMax) + kDamaged);
  }
  const std::string who = "tensor " + quoted(name) + " ";
  if (dimensions < 1 || dimensions > kDimensionsMax) {
    return Error(who + "has " + std::to_string(dimensions) + " dimensions, not 1 to 4" + kDamaged);
  }
  Declared tensor;
  tensor.info.name = name;
  tensor.info.dimensions = dimensions;
  tensor.info.shape = {1, 1, 1, 1};
  for (uint32_t i = 0; i < dimensions; ++i) tensor.info.shape[i] = in.value<uint64_t>();
  const auto type = in.value<uint32_t>();
  tensor.offset = in.value<uint64_t>();
  if (in.overrun()) return Error(who + "is cut off in the directory" + kDamaged);
  for (uint32_t i = 0; i < dimensions; ++i) {
    if (tensor.info.shape[i] == 0) return Error(who + "has a dimension of 0" + kDamaged);
  }
  const auto layout = layoutOfId(type);
  if (!layout) {
    if (const char* format = nameOfUnsupported(type)) {
      return Error(who + "is stored in the format " + format +
                   ", which is not supported yet: choose a file of the model in another format, such as "
                   "q4_k_m or q8_0");
    }
    return Error(who + "has the unknown number format " + std::to_string(type) +
                 ": the file is damaged, or newer than this Hearth");
  }
  tensor.info.type = static_cast<DType>(type);
  auto size = byteSizeOf(tensor.info, *layout);
  if (!size) return Error(who + size.error().what());
  tensor.size = *size;
  return tensor;
}

Result<void> place(Declared& tensor, std::span<const std::byte> data, uint32_t alignment) {
  const std::string who = "tensor " + quoted(tensor.info.name) + " ";
  if (tensor.offset % alignment != 0) {
    return Error(who + "begins at byte " + std::to_string(tensor.offset) +
                 " of the data, not a multiple of " + std::to_string(alignment) + kDamaged);
  }
  if (tensor.offset > data.size() || tensor.size > data.size() - tensor.offset) {
    return Error(who + "(" + std::to_string(tensor.size) + " bytes at byte " + std::to_string(tensor.offset) +
                 " of the data) ends past the end of the file, which has " + std::to_string(data.size()) +
                 " bytes of data" + kDamaged);
  }
  tensor.info.bytes = data.subspan(static_cast<size_t>(tensor.offset), static_cast<size_t>(tensor.size));
  return {};
}

Result<uint32_t> readVersion(ByteReader& in) {
  char magic[4];
  for (char& letter : magic) letter = in.value<char>();
  const auto version = in.value<uint32_t>();
  if (std::memcmp(magic, "GGUF", 4) != 0) {
    return Error(
        "this is not a GGUF model file (it does not begin with the letters GGUF): choose a .gguf file");
  }
  if (in.overrun()) return Error(std::string("the file ends inside its header") + kDamaged);
  if (version == 1)
    return Error(
        "this is a GGUF file of version 1 (2023), which is no longer read: download a newer file of the "
        "model");
  if (version == 0x02000000 || version == 0x03000000) {
    return Error(
        "this GGUF file is for big-endian machines: download the ordinary (little-endian) file of the model");
  }
  if (version != 2 && version != 3) {
    return Error("this GGUF file says it is of version " + std::to_string(version) +
                 "; versions 2 and 3 are known: download it again, or use a newer Hearth");
  }
  return version;
}

// What stands before the tensor directory.
struct Head {
  uint32_t version = 0;
  uint64_t tensorCount = 0;
  Metadata metadata;
};

Result<Head> readHead(ByteReader& in, size_t fileBytes) {
  Head head;
  auto version = readVersion(in);
  if (!version) return std::move(version).error();
  head.version = *version;
  head.tensorCount = in.value<uint64_t>();
  const auto pairCount = in.value<uint64_t>();
  if (in.overrun()) return Error(std::string("the file ends inside its header") + kDamaged);
  if (pairCount > in.remaining() / kPairBytesMin || head.tensorCount > in.remaining() / kTensorBytesMin) {
    return Error("the header announces " + std::to_string(pairCount) + " keys and " +
                 std::to_string(head.tensorCount) + " tensors, more than a file of " +
                 std::to_string(fileBytes) + " bytes can hold" + kDamaged);
  }
  for (uint64_t i = 0; i < pairCount; ++i) {
    auto read = readPair(in, i, head.metadata);
    if (!read) return std::move(read).error();
  }
  return head;
}

}  // namespace

Result<Metadata> parseMetadata(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  auto head = readHead(in, bytes.size());
  if (!head) return std::move(head).error();
  return std::move(head->metadata);
}

Result<uint64_t> headerBytesOf(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  auto head = readHead(in, bytes.size());
  if (!head) return std::move(head).error();
  auto alignment = alignmentOf(head->metadata);
  if (!alignment) return std::move(alignment).error();
  for (uint64_t i = 0; i < head->tensorCount; ++i) {
    if (auto tensor = readDeclaration(in, i); !tensor) return std::move(tensor).error();
  }
  return (in.position() + *alignment - 1) / *alignment * *alignment;
}

Result<GgufPart> parsePart(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  auto head = readHead(in, bytes.size());
  if (!head) return std::move(head).error();
  GgufPart part;
  part.version = head->version;
  part.metadata = std::move(head->metadata);
  auto alignment = alignmentOf(part.metadata);
  if (!alignment) return std::move(alignment).error();

  std::vector<Declared> declared;
  for (uint64_t i = 0; i < head->tensorCount; ++i) {
    auto tensor = readDeclaration(in, i);
    if (!tensor) return std::move(tensor).error();
    declared.push_back(std::move(*tensor));
  }
  const size_t padding = (*alignment - in.position() % *alignment) % *alignment;
  const auto data = bytes.subspan(std::min(in.position() + padding, bytes.size()));
  if (declared.empty() && !data.empty()) {
    return Error("the header announces no tensors, but " + std::to_string(data.size()) +
                 " bytes of data follow" + kDamaged);
  }
  part.tensors.reserve(declared.size());
  for (Declared& tensor : declared) {
    auto placed = place(tensor, data, *alignment);
    if (!placed) return std::move(placed).error();
    part.tensors.push_back(std::move(tensor.info));
  }
  return part;
}

}  // namespace hearth
