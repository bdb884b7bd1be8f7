#include "runtime/safetensors/safetensors_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "runtime/base/quoted.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

constexpr const char* kDamaged = ": the file is damaged or incomplete, download it again";
constexpr size_t kLengthBytes = 8;
// As the format's own library has it.
constexpr uint64_t kHeaderBytesMax = 100'000'000;

struct Format {
  std::string_view name;
  uint32_t bytes;
  std::optional<DType> type;
};
constexpr std::array kFormats = {
    Format{"F64", 8, std::nullopt},       Format{"F32", 4, DType::F32},
    Format{"F16", 2, DType::F16},         Format{"BF16", 2, DType::BF16},
    Format{"F8_E4M3", 1, DType::F8_E4M3}, Format{"F8_E5M2", 1, std::nullopt},
    Format{"F8_E8M0", 1, std::nullopt},   Format{"I64", 8, std::nullopt},
    Format{"I32", 4, std::nullopt},       Format{"I16", 2, std::nullopt},
    Format{"I8", 1, std::nullopt},        Format{"U64", 8, std::nullopt},
    Format{"U32", 4, std::nullopt},       Format{"U16", 2, std::nullopt},
    Format{"U8", 1, std::nullopt},        Format{"BOOL", 1, std::nullopt},
};

const Format* formatOf(std::string_view name) {
  const auto at = std::find_if(kFormats.begin(), kFormats.end(),
                               [&](const Format& format) { return format.name == name; });
  return at == kFormats.end() ? nullptr : &*at;
}

// A whole list of counts; empty for anything else.
std::optional<std::vector<uint64_t>> countsOf(const Json& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<uint64_t> counts;
  for (const Json& item : value) {
    if (!item.is_number_unsigned()) return std::nullopt;
    counts.push_back(item.get<uint64_t>());
  }
  return counts;
}

// Bytes of so many numbers; empty when there are more than 64 bits count.
std::optional<uint64_t> bytesOf(const std::vector<uint64_t>& shape, uint64_t each) {
  uint64_t bytes = each;
  for (const uint64_t dimension : shape) {
    if (__builtin_mul_overflow(bytes, dimension, &bytes)) return std::nullopt;
  }
  return bytes;
}

struct Header {
  Json json;
  std::span<const std::byte> data;
};

Result<Header> readHeader(std::span<const std::byte> bytes) {
  uint64_t length = 0;
  if (bytes.size() < kLengthBytes) return Error(std::string("the file ends inside its header") + kDamaged);
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kHeaderBytesMax || length > bytes.size() - kLengthBytes) {
    return Error("the header is said to have " + std::to_string(length) +
                 " bytes, more than there are or may be: this is no safetensors file, or a damaged one; "
                 "download it again");
  }
  const auto* text = reinterpret_cast<const char*>(bytes.data()) + kLengthBytes;
  if (length == 0 || text[0] != '{')
    return Error(std::string("the header does not begin with a brace") + kDamaged);
  std::set<std::string> names;
  std::string twice;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth == 1 && event == Json::parse_event_t::key && !names.insert(value.get<std::string>()).second)
      twice = value.get<std::string>();
    return true;
  };
  Json json = Json::parse(text, text + length, watch, /*allow_exceptions=*/false);
  if (!json.is_object()) return Error(std::string("the header cannot be read as JSON") + kDamaged);
  if (!twice.empty()) return Error("tensor " + hearth::quoted(twice) + " occurs twice" + kDamaged);
  return Header{std::move(json), bytes.subspan(kLengthBytes + static_cast<size_t>(length))};
}

Result<void> checkNotes(const Json& notes) {
  const bool sound = notes.is_object() && std::all_of(notes.begin(), notes.end(),
                                                      [](const Json& value) { return value.is_string(); });
  if (!sound) return Error(std::string("the header's '__metadata__' is not a list of texts") + kDamaged);
  return {};
}

Result<SafeTensor> readTensor(const std::string& name, const Json& entry, std::span<const std::byte> data) {
  const std::string who = "tensor " + hearth::quoted(name) + " ";
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") ||
      !entry.contains("data_offsets") || !entry["dtype"].is_string()) {
    return Error(who + "has no dtype, shape and data_offsets" + kDamaged);
  }
  SafeTensor tensor;
  tensor.name = name;
  tensor.format = entry["dtype"].get<std::string>();
  const Format* format = formatOf(tensor.format);
  if (format == nullptr) {
    return Error(who + "has the unknown number format " + hearth::quoted(tensor.format) +
                 ": the file is damaged, or newer than this Hearth");
  }
  tensor.type = format->type;
  auto shape = countsOf(entry["shape"]);
  const auto place = countsOf(entry["data_offsets"]);
  if (!shape || !place || place->size() != 2)
    return Error(who + "has a shape or place that is not whole numbers" + kDamaged);
  tensor.shape = std::move(*shape);
  const uint64_t begin = (*place)[0], end = (*place)[1];
  if (begin > end || end > data.size()) {
    return Error(who + "lies at bytes " + std::to_string(begin) + " to " + std::to_string(end) + " of " +
                 std::to_string(data.size()) + kDamaged);
  }
  const auto bytes = bytesOf(tensor.shape, format->bytes);
  if (!bytes || *bytes != end - begin) {
    return Error(who + "has " + std::to_string(end - begin) + " bytes, not what its shape and format take" +
                 kDamaged);
  }
  tensor.bytes = data.subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
  return tensor;
}

// In the order of their places, tensors must follow each other and fill the file.
Result<void> checkPlaces(const std::vector<SafeTensor>& tensors, std::span<const std::byte> data) {
  const std::byte* at = data.data();
  for (const SafeTensor& tensor : tensors) {
    if (tensor.bytes.data() != at) {
      return Error("tensor " + hearth::quoted(tensor.name) + " does not begin where the one before it ends" +
                   kDamaged);
    }
    at += tensor.bytes.size();
  }
  if (at != data.data() + data.size()) return Error(std::string("bytes follow the last tensor") + kDamaged);
  return {};
}

}  // namespace

Result<std::vector<SafeTensor>> parseSafetensors(std::span<const std::byte> bytes) {
  auto header = readHeader(bytes);
  if (!header) return std::move(header).error();
  std::vector<SafeTensor> tensors;
  for (const auto& [name, entry] : header->json.items()) {
    if (name == "__metadata__") {
      if (auto sound = checkNotes(entry); !sound) return std::move(sound).error();
      continue;
    }
    auto tensor = readTensor(name, entry, header->data);
    if (!tensor) return std::move(tensor).error();
    tensors.push_back(std::move(*tensor));
  }
  // An empty tensor comes before what begins where it does.
  std::sort(tensors.begin(), tensors.end(), [](const SafeTensor& a, const SafeTensor& b) {
    return std::pair(a.bytes.data(), a.bytes.size()) < std::pair(b.bytes.data(), b.bytes.size());
  });
  if (auto sound = checkPlaces(tensors, header->data); !sound) return std::move(sound).error();
  return tensors;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  auto tensors = parseSafetensors(file->bytes());
  if (!tensors) return std::move(tensors).error().during("reading " + quotedPath(path));
  return SafetensorsFile{std::move(*file), std::move(*tensors)};
}

}  // namespace hearth
