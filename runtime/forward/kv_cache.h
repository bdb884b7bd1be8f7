// What attention remembers of earlier tokens: the shape of the cache and the handle that a backend fills.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/model/config.h"

namespace hearth {

// How cached numbers are stored. Half is the default; Float doubles the memory and takes the rounding away.
// The others work on blocks of kKvBlock numbers of a row, with one scale each; `max` is the largest magnitude
// of a block:
//   Q8_0  d * q, q an int8, d = max / 127 as a half: 1.06 bytes a number
//   Q4_0  d * (q - 8), q of 4 bits, |d| = max / 8 as a half, signed so that the largest number is -8 d
//   F8    2^(e - 127) * an e4m3 number, e a byte: the least for which max / 2^(e - 127) <= 448 (OCP MX)
enum class KvForm { Half, Float, Q8_0, Q4_0, F8 };

inline constexpr uint32_t kKvBlock = 32;

// "f16", "f32", "q8_0", "q4_0", "f8": as users write it.
std::string_view nameOf(KvForm form);
std::optional<KvForm> kvFormNamed(std::string_view name);
inline constexpr std::array kKvForms{KvForm::Half, KvForm::Float, KvForm::Q8_0, KvForm::Q4_0, KvForm::F8};

// A row: all codes, then all scales, padded to a multiple of 4 bytes. In Q4_0 numbers i and i + 16 of a block
// share byte i, the earlier one in the low bits. Blocks: `width` is a multiple of kKvBlock.
constexpr bool inBlocks(KvForm form) { return form != KvForm::Half && form != KvForm::Float; }
constexpr size_t kvCodeBytes(KvForm form, uint32_t width) {
  switch (form) {
    case KvForm::Half:
      return size_t{width} * 2;
    case KvForm::Float:
      return size_t{width} * 4;
    case KvForm::Q4_0:
      return width / 2;
    case KvForm::Q8_0:
    case KvForm::F8:
      break;
  }
  return width;
}
constexpr size_t kvScaleBytes(KvForm form, uint32_t width) {
  if (!inBlocks(form)) return 0;
  return width / kKvBlock * size_t{form == KvForm::F8 ? 1u : 2u};
}
constexpr size_t kvRowBytes(KvForm form, uint32_t width) {
  const size_t bytes = kvCodeBytes(form, width) + kvScaleBytes(form, width);
  return inBlocks(form) ? (bytes + 3) / 4 * 4 : bytes;
}

// The cache is cut into pages of so many positions. A sequence lies in any pages, in the order of its page
// table (Batch::pages), so that several sequences share one cache and a common beginning is stored once.
inline constexpr uint32_t kKvPagePositions = 64;
constexpr uint32_t kvPages(uint32_t positions) {
  return (positions + kKvPagePositions - 1) / kKvPagePositions;
}

// Rows of one layer and position. Grouped-query attention keeps a key row [kvHeads * keyDim] and a value row
// [kvHeads * valueDim]; latent attention keeps one row [latent | rotated shared key] and no values, because
// keys and values of every head are linear in the latent (DeepSeek-V2, section 2.1.2). Sparse attention keeps
// the key of its indexer besides, which decides and is small: as halves, or floats where all is.
struct KvShape {
  uint32_t layers = 0;
  uint32_t positions = 0;  // of all sequences together
  uint32_t keyWidth = 0;
  uint32_t valueWidth = 0;
  KvForm form = KvForm::Half;
  uint32_t indexWidth = 0;

  KvForm indexForm() const { return form == KvForm::Float ? KvForm::Float : KvForm::Half; }
  size_t indexRowBytes() const { return kvRowBytes(indexForm(), indexWidth); }
  size_t keyRowBytes() const { return kvRowBytes(form, keyWidth); }
  size_t valueRowBytes() const { return kvRowBytes(form, valueWidth); }
  size_t bytesPerToken() const { return layers * (keyRowBytes() + valueRowBytes() + indexRowBytes()); }
  size_t bytes() const { return bytesPerToken() * positions; }
  size_t pageBytes() const { return bytesPerToken() * kKvPagePositions; }
};

// Half in place of a form in blocks where heads do not consist of whole blocks.
KvShape kvShapeOf(const ModelConfig& config, uint32_t positions, KvForm form);
// Of the layer that guesses ahead (nextn.h), which has a cache of its own.
size_t nextnCacheBytesPerToken(const ModelConfig& config, KvForm form);

// The memory of some sequences, owned by whoever asked Ops for it; only the Ops that made it can read it.
class KvCache {
 public:
  virtual ~KvCache() = default;
  const KvShape& shape() const { return shape_; }

  // A page as bytes [shape().pageBytes()]: per layer its key rows, value rows and index rows, the same on
  // every device. Between passes. False when the device failed.
  virtual bool readPage(uint32_t page, std::span<std::byte> out) = 0;
  virtual bool writePage(uint32_t page, std::span<const std::byte> bytes) = 0;
  virtual bool copyPage(uint32_t from, uint32_t to) = 0;

 protected:
  explicit KvCache(const KvShape& shape) : shape_(shape) {}

 private:
  KvShape shape_;
};

}  // namespace hearth
