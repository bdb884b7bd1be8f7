// The forward pass of a decoder-only transformer, written once over Ops. Start reading here.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "runtime/base/result.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/forward/logits.h"
#include "runtime/model/weights.h"

namespace hearth {

class Ops;

enum class LogitsFor { Last, Every };
enum class Evaluated { Done, Cancelled, Failed };

struct DecoderOptions {
  KvForm cacheForm = KvForm::Half;
  uint32_t cachePositions = 0;  // of all sequences together, at least a context; 0: one context
  // Of the processor: where the model's nextn layer, if it has one, is to guess ahead. Null: it guesses
  // nothing and costs nothing. Not shared with the stages.
  Ops* nextnOps = nullptr;
  uint32_t maxBatch = 512;  // bounds the activations' memory; longer contexts do not raise it
};

// Consecutive layers on one device. The first stage embeds, the last one (perhaps without layers) has the
// head; between stages the residual stream passes through main memory.
struct Stage {
  Ops* ops = nullptr;
  uint32_t layers = 0;
};

// Evaluates tokens against the growing KV cache of a sequence, one sequence at a time. Used by one thread.
// Model and Ops outlive it.
class Decoder {
 public:
  // Allocates everything, the KV cache for `contextLength` tokens included; evaluate() allocates nothing on
  // the CPU. The stages' layers add up to the model's.
  static Result<std::unique_ptr<Decoder>> create(const Model& model, std::span<const Stage> stages,
                                                 uint32_t contextLength, const DecoderOptions& options = {});
  static Result<std::unique_ptr<Decoder>> create(const Model& model, Ops& ops, uint32_t contextLength,
                                                 const DecoderOptions& options = {});
  ~Decoder();

  // The largest number of tokens one evaluate() takes; longer prompts go in chunks.
  uint32_t maxBatch() const;
  uint32_t contextLength() const;
  // Evaluates tokens at positions [position, position + tokens.size()), overwriting whatever the cache held
  // from `position` on. `logits.all` is [vocab] for Last, [tokens, vocab] for Every; `logits.best` has at
  // most kBestLogitsMost places and is for a single token. `cancel` (may be null) is looked at between
  // layers, or between passes where they are recorded; after Cancelled the cache is valid up to `position`.
  // After Failed (failure() says why) the decoder is done for.
  Evaluated evaluate(std::span<const int32_t> tokens, uint32_t position, LogitsFor which, Logits logits,
                     const std::atomic<bool>* cancel);
  std::string failure() const;
  // Bytes of KV cache per token over all layers.
  size_t cacheBytesPerToken() const;

  // ---- Guessing ahead ------------------------------------------------------------------------------------
  // Whether a nextn layer is there to guess. It has a part of its own in every page.
  bool drafts() const;
  // What may follow `next`, the token to come at `position`: the best guess, what may follow that, and so on.
  // Returns how many there are; none where the evaluation did not end at or beyond `position`. The guesses
  // are of use until the next evaluation.
  uint32_t draft(int32_t next, uint32_t position, std::span<int32_t> guesses);
  // So many rows from `position` on make a batch in which, on the processor, each row comes out bit by bit as
  // it does alone: attention is cut alike for all contexts up to the same power of two, from 128 on, and
  // products of few rows add alike.
  static uint32_t alikeRows(uint32_t position);

  // ---- Several sequences in one cache --------------------------------------------------------------------
  // From now on evaluate() works on the sequence that lies in these pages, in their order; whoever gives them
  // sees to it that there are enough before positions are evaluated, and that they outlive their use. None:
  // position p lies at p.
  void usePages(std::span<const uint32_t> pages);
  // Of all layers and sequences, whichever devices they are on.
  const KvShape& cacheShape() const;
  // How many pages the cache has.
  uint32_t cachePages() const;
  // A page with all layers of all stages, as KvCache::readPage(). False when a device failed.
  size_t pageBytes() const;
  bool readPage(uint32_t page, std::span<std::byte> out);
  bool writePage(uint32_t page, std::span<const std::byte> bytes);
  bool copyPage(uint32_t from, uint32_t to);

 private:
  struct State;
  explicit Decoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth
