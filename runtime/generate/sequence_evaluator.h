// What keeping several conversations in one KV cache needs of a model: besides evaluating, its cache's pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/generate/token_evaluator.h"

namespace hearth {

class SequenceEvaluator : public TokenEvaluator {
 public:
  virtual uint32_t cachePages() const = 0;
  virtual size_t pageBytes() const = 0;
  // From now on evaluate() goes on with the sequence of these tokens. The first `held` of them are in the
  // cache; the others are computed when the next evaluation needs them.
  virtual void useSequence(std::span<const TokenId> tokens, uint32_t held) = 0;
  // Where the sequence lies; valid until the next usePages(), and enough for what is evaluated before it.
  virtual void usePages(std::span<const uint32_t> pages) = 0;
  // How many tokens of the sequence in use the cache really holds: less than were evaluated where the device
  // was lost since.
  virtual uint32_t held() const = 0;
  // Changes whenever all pages were lost.
  virtual uint64_t epoch() const = 0;
  // As Decoder's.
  virtual bool readPage(uint32_t page, std::span<std::byte> out) = 0;
  virtual bool writePage(uint32_t page, std::span<const std::byte> bytes) = 0;
  virtual bool copyPage(uint32_t from, uint32_t to) = 0;
};

}  // namespace hearth
