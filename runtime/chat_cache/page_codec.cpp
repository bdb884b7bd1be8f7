#include "runtime/chat_cache/page_codec.h"

#include <zstd.h>

#include "runtime/base/check.h"

namespace hearth {
namespace {

size_t planesOf(KvForm form) {
  switch (form) {
    case KvForm::Half:
      return 2;
    case KvForm::Float:
      return 4;
    case KvForm::Q8_0:
    case KvForm::Q4_0:
    case KvForm::F8:
      break;
  }
  return 1;
}

// Exponents are coded, mantissas are noise: higher levels find nothing more (tests/bench/README.md).
constexpr int kLevel = 1;

}  // namespace

struct PageCodec::Contexts {
  ~Contexts() {
    ZSTD_freeCCtx(pack);
    ZSTD_freeDCtx(unpack);
  }
  ZSTD_CCtx* pack = ZSTD_createCCtx();
  ZSTD_DCtx* unpack = ZSTD_createDCtx();
};

PageCodec::PageCodec(const KvShape& shape)
    : planes_(planesOf(shape.form)),
      sorted_(shape.pageBytes()),
      packed_(planes_ * ZSTD_compressBound(shape.pageBytes() / planes_)),
      contexts_(std::make_unique<Contexts>()) {
  CHECK(contexts_->pack != nullptr && contexts_->unpack != nullptr);
}
PageCodec::~PageCodec() = default;
PageCodec::PageCodec(PageCodec&&) noexcept = default;

std::span<const std::byte> PageCodec::pack(std::span<const std::byte> rows) {
  CHECK(rows.size() <= sorted_.size());
  const size_t numbers = rows.size() / planes_;
  size_t size = 0;
  for (size_t plane = 0; plane < planes_; ++plane) {
    std::byte* sorted = sorted_.data() + plane * numbers;
    for (size_t i = 0; i < numbers; ++i) sorted[i] = rows[i * planes_ + plane];
    // A frame for each, so that none is coded with the other's frequencies.
    const size_t added = ZSTD_compressCCtx(contexts_->pack, packed_.data() + size, packed_.size() - size,
                                           sorted, numbers, kLevel);
    CHECK(!ZSTD_isError(added));  // there is room for the worst case
    size += added;
  }
  return std::span(packed_).first(size);
}

bool PageCodec::unpack(std::span<const std::byte> packed, std::span<std::byte> rows) {
  CHECK(rows.size() <= sorted_.size());
  const size_t size =
      ZSTD_decompressDCtx(contexts_->unpack, sorted_.data(), rows.size(), packed.data(), packed.size());
  if (size != rows.size()) return false;
  const size_t numbers = rows.size() / planes_;
  for (size_t plane = 0; plane < planes_; ++plane) {
    const std::byte* from = sorted_.data() + plane * numbers;
    for (size_t i = 0; i < numbers; ++i) rows[i * planes_ + plane] = from[i];
  }
  return true;
}

}  // namespace hearth
