// A cursor over a file's bytes that never reads past the end.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace hearth {

static_assert(std::endian::native == std::endian::little,
              "GGUF files are little-endian, and so must be the machine");

// After the first read past the end, overrun() stays true and every read gives zero or nothing, so that a
// caller may read a whole record and ask once.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  bool overrun() const { return overrun_; }
  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }

  template <class T>
  T value() {
    T out{};
    if (take(sizeof(T))) std::memcpy(&out, bytes_.data() + position_ - sizeof(T), sizeof(T));
    return out;
  }
  // A 64-bit length, then that many bytes.
  std::string_view text() {
    const auto length = value<uint64_t>();
    if (!take(length)) return {};
    return {reinterpret_cast<const char*>(bytes_.data()) + position_ - length, static_cast<size_t>(length)};
  }

 private:
  bool take(uint64_t count) {
    if (overrun_ || count > remaining()) {
      overrun_ = true;
      position_ = bytes_.size();
      return false;
    }
    position_ += static_cast<size_t>(count);
    return true;
  }

  std::span<const std::byte> bytes_;
  size_t position_ = 0;
  bool overrun_ = false;
};

}  // namespace hearth
