#include "runtime/gguf/gguf_writer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

#include "runtime/base/check.h"
#include "runtime/base/overloaded.h"
#include "runtime/base/quoted.h"

namespace hearth {

namespace {

constexpr uint32_t kVersion = 3;
constexpr uint32_t kAlignmentUsual = 32;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

template <class Number>
void put(std::string& out, Number value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void putText(std::string& out, std::string_view text) {
  put(out, uint64_t{text.size()});
  out += text;
}

template <class Number>
void putAs(std::string& out, ValueType type, Number value) {
  switch (type) {
    case ValueType::Uint8:
      return put(out, static_cast<uint8_t>(value));
    case ValueType::Int8:
      return put(out, static_cast<int8_t>(value));
    case ValueType::Uint16:
      return put(out, static_cast<uint16_t>(value));
    case ValueType::Int16:
      return put(out, static_cast<int16_t>(value));
    case ValueType::Uint32:
      return put(out, static_cast<uint32_t>(value));
    case ValueType::Int32:
      return put(out, static_cast<int32_t>(value));
    case ValueType::Float32:
      return put(out, static_cast<float>(value));
    case ValueType::Uint64:
      return put(out, static_cast<uint64_t>(value));
    case ValueType::Int64:
      return put(out, static_cast<int64_t>(value));
    case ValueType::Float64:
      return put(out, static_cast<double>(value));
    case ValueType::Bool:
    case ValueType::Text:
    case ValueType::List:
      break;
  }
  CHECK(type != ValueType::Bool && type != ValueType::Text && type != ValueType::List);
}

ValueType usualType(uint64_t value) { return value > UINT32_MAX ? ValueType::Uint64 : ValueType::Uint32; }
ValueType usualType(int64_t value) {
  return value < INT32_MIN || value > INT32_MAX ? ValueType::Int64 : ValueType::Int32;
}
ValueType usualType(double) { return ValueType::Float32; }

// 64 bits when one of them needs them.
template <class Number>
ValueType usualType(const std::vector<Number>& values) {
  for (const Number value : values) {
    if (usualType(value) == usualType(std::numeric_limits<Number>::max())) return usualType(value);
  }
  return usualType(Number{});
}

void putValue(std::string& out, const MetadataValue& value, std::optional<ValueType> given) {
  const auto putType = [&](ValueType type) { put(out, static_cast<uint32_t>(type)); };
  const auto putNumber = [&](auto number) {
    const ValueType type = given.value_or(usualType(number));
    putType(type);
    putAs(out, type, number);
  };
  const auto putNumbers = [&](const auto& numbers) {
    const ValueType type = given.value_or(usualType(numbers));
    putType(ValueType::List);
    putType(type);
    put(out, uint64_t{numbers.size()});
    for (const auto number : numbers) putAs(out, type, number);
  };
  std::visit(Overloaded{[&](uint64_t number) { putNumber(number); },
                        [&](int64_t number) { putNumber(number); }, [&](double number) { putNumber(number); },
                        [&](bool flag) {
                          putType(ValueType::Bool);
                          put(out, static_cast<uint8_t>(flag));
                        },
                        [&](const std::string& text) {
                          putType(ValueType::Text);
                          putText(out, text);
                        },
                        [&](const std::vector<uint64_t>& numbers) { putNumbers(numbers); },
                        [&](const std::vector<int64_t>& numbers) { putNumbers(numbers); },
                        [&](const std::vector<double>& numbers) { putNumbers(numbers); },
                        [&](const std::vector<bool>& flags) {
                          putType(ValueType::List);
                          putType(ValueType::Bool);
                          put(out, uint64_t{flags.size()});
                          for (const bool flag : flags) put(out, static_cast<uint8_t>(flag));
                        },
                        [&](const std::vector<std::string>& texts) {
                          putType(ValueType::List);
                          putType(ValueType::Text);
                          put(out, uint64_t{texts.size()});
                          for (const std::string& text : texts) putText(out, text);
                        }},
             value);
}

uint64_t roundUp(uint64_t bytes, uint64_t alignment) {
  return (bytes + alignment - 1) / alignment * alignment;
}

// All before the data, padded.
std::string headerOf(const Metadata& metadata, const std::vector<TensorDeclaration>& tensors,
                     uint64_t alignment) {
  std::string out = "GGUF";
  put(out, kVersion);
  put(out, uint64_t{tensors.size()});
  put(out, uint64_t{metadata.all().size()});
  for (const auto& [key, value] : metadata.all()) {
    putText(out, key);
    putValue(out, value, metadata.typeOf(key));
  }
  uint64_t offset = 0;
  for (const TensorDeclaration& tensor : tensors) {
    putText(out, tensor.name);
    put(out, tensor.dimensions);
    for (uint32_t i = 0; i < tensor.dimensions; ++i) put(out, tensor.shape[i]);
    put(out, static_cast<uint32_t>(tensor.type));
    put(out, offset);
    offset = roundUp(offset + bytesOf(tensor), alignment);
  }
  out.resize(roundUp(out.size(), alignment), '\0');
  return out;
}

// Why writing failed, and what helps.
Error writingFailed(int code) {
  if (code == ENOSPC) return Error("the disk is full: free some space, or choose another disk");
  return Error(std::generic_category().message(code) + ": choose another place, or check the disk");
}

std::string gigabytes(uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

// A file system that does not tell its free space is tried.
Result<void> checkRoom(const std::filesystem::path& path, uint64_t bytes) {
  std::error_code code;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const auto space = std::filesystem::space(folder, code);
  if (code || space.available == static_cast<std::uintmax_t>(-1) || space.available >= bytes) return {};
  return Error("the file will take " + gigabytes(bytes) + ", and the disk has " + gigabytes(space.available) +
               " free: free some space, or choose another disk");
}

bool flushToDisk(std::FILE* file) {
  if (std::fflush(file) != 0) return false;
#ifdef _WIN32
  return _commit(_fileno(file)) == 0;
#else
  return fsync(fileno(file)) == 0;
#endif
}

}  // namespace

uint64_t bytesOf(const TensorDeclaration& tensor) {
  const BlockLayout layout = layoutOf(tensor.type);
  CHECK(tensor.shape[0] % layout.values == 0);
  return tensor.shape[0] / layout.values * layout.bytes * tensor.shape[1] * tensor.shape[2] * tensor.shape[3];
}

struct GgufFileWriter::State {
  std::string path;
  OpenFile file;
  std::vector<TensorDeclaration> tensors;
  uint64_t alignment = kAlignmentUsual;
  uint64_t fileBytes = 0;
  size_t current = 0;     // the tensor that is being written
  uint64_t left = 0;      // of its bytes
  bool finished = false;  // PATH.part is no more

  std::string partPath() const { return path + ".part"; }
  std::string doing() const { return "writing " + quotedPath(path); }
  ~State() {
    if (finished || !file) return;
    file.reset();
    std::error_code code;
    std::filesystem::remove(partPath(), code);
  }
  void beginTensor() { left = current < tensors.size() ? bytesOf(tensors[current]) : 0; }
  Result<void> write(const void* bytes, size_t count) {
    errno = 0;
    if (std::fwrite(bytes, 1, count, file.get()) == count) return {};
    return writingFailed(errno).during(doing());
  }
};

GgufFileWriter::GgufFileWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
GgufFileWriter::GgufFileWriter(GgufFileWriter&&) noexcept = default;
GgufFileWriter& GgufFileWriter::operator=(GgufFileWriter&&) noexcept = default;
GgufFileWriter::~GgufFileWriter() = default;

Result<GgufFileWriter> GgufFileWriter::create(const std::string& path, const Metadata& metadata,
                                              std::vector<TensorDeclaration> tensors) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->tensors = std::move(tensors);
  const auto alignment = metadata.countOr("general.alignment", kAlignmentUsual, 1, 1u << 20);
  if (!alignment) return Error(alignment.error()).during(state->doing());
  state->alignment = *alignment;
  const std::string header = headerOf(metadata, state->tensors, state->alignment);
  state->fileBytes = header.size();
  for (const TensorDeclaration& tensor : state->tensors) {
    state->fileBytes += roundUp(bytesOf(tensor), state->alignment);
  }
  if (auto room = checkRoom(path, state->fileBytes); !room) {
    return std::move(room).error().during(state->doing());
  }
  errno = 0;
  state->file.reset(std::fopen(state->partPath().c_str(), "wb"));
  if (!state->file) return writingFailed(errno).during(state->doing());
  constexpr size_t kBufferBytes = size_t{1} << 20;
  std::setvbuf(state->file.get(), nullptr, _IOFBF, kBufferBytes);
  if (auto written = state->write(header.data(), header.size()); !written) return std::move(written).error();
  state->beginTensor();
  return GgufFileWriter(std::move(state));
}

Result<void> GgufFileWriter::append(std::span<const std::byte> bytes) {
  State& s = *state_;
  CHECK(bytes.size() <= s.left);
  if (auto written = s.write(bytes.data(), bytes.size()); !written) return written;
  s.left -= bytes.size();
  if (s.left > 0 || bytes.empty()) return {};
  const uint64_t size = bytesOf(s.tensors[s.current]);
  const std::vector<char> padding(static_cast<size_t>(roundUp(size, s.alignment) - size));
  ++s.current;
  s.beginTensor();
  return s.write(padding.data(), padding.size());
}

uint64_t GgufFileWriter::bytesLeftOfTensor() const { return state_->left; }
uint64_t GgufFileWriter::fileBytes() const { return state_->fileBytes; }

Result<void> GgufFileWriter::finish() {
  State& s = *state_;
  CHECK(s.current == s.tensors.size() && !s.finished);
  errno = 0;
  if (!flushToDisk(s.file.get())) return writingFailed(errno).during(s.doing());
  if (std::fclose(s.file.release()) != 0) {
    const int code = errno;
    std::error_code ignored;
    std::filesystem::remove(s.partPath(), ignored);
    return writingFailed(code).during(s.doing());
  }
  s.finished = true;
  std::error_code code;
  std::filesystem::rename(s.partPath(), s.path, code);
  if (!code) return {};
  std::error_code ignored;
  std::filesystem::remove(s.partPath(), ignored);
  return Error(code.message() + ": choose another place").during(s.doing());
}

}  // namespace hearth
