// Text to token ids and back, as the model was trained: byte-level BPE, SentencePiece or WordPiece, chosen by
// the file's tokenizer.ggml.* keys.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"

namespace hearth {

using TokenId = int32_t;

enum class SpecialTokens { AsText, Parse };   // is "<|im_end|>" in the text plain text, or the token?
enum class AddBos { No, AsModelWants };       // BOS (and for BERT: CLS/SEP) as the file's keys want it

// Immutable after loading; safe to share between threads.
class Tokenizer {
 public:
  static Result<std::unique_ptr<Tokenizer>> fromMetadata(const Metadata& metadata);
  virtual ~Tokenizer() = default;

  virtual std::vector<TokenId> encode(std::string_view utf8, SpecialTokens, AddBos) const = 0;
  // The bytes of one token: may be part of a character. Control tokens give their text.
  virtual std::string_view bytesOf(TokenId id) const = 0;
  virtual bool isControl(TokenId id) const = 0;
  virtual bool isEndOfGeneration(TokenId id) const = 0;  // eos, eot, and the file's other end tokens
  virtual uint32_t vocabSize() const = 0;
  virtual std::optional<TokenId> bos() const = 0;
  virtual std::optional<TokenId> eos() const = 0;
  virtual bool addsBos() const = 0;
  // The id of exactly this token text ("</think>"), if the vocabulary has it.
  virtual std::optional<TokenId> find(std::string_view tokenText) const = 0;
  // All of `ids` as text (SentencePiece: without the space that encoding put in front). Bytes that are not
  // UTF-8 come out as they are.
  virtual std::string decode(std::span<const TokenId> ids) const = 0;
};

// Streams tokens to text and never emits half a UTF-8 character; invalid bytes become U+FFFD.
class Detokenizer {
 public:
  explicit Detokenizer(const Tokenizer& tokenizer) : tokenizer_(&tokenizer) {}
  // The whole characters that `id` completes; control tokens give nothing unless `showControl`.
  std::string push(TokenId id);
  // What is pending at the end of an answer, an incomplete character as U+FFFD.
  std::string finish();

 private:
  const Tokenizer* tokenizer_;
  std::string pending_;
  bool atStart_ = true;
};

}  // namespace hearth
