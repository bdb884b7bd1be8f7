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

enum class SpecialTokens { AsText, Parse };  // is "<|im_end|>" in the text plain text, or the token?
enum class AddBos { No, AsModelWants };      // BOS (and for BERT: CLS/SEP) as the file's keys want it

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
  // All of `ids` as text, control tokens too (SentencePiece: without the spaces that encoding put in front).
  // Bytes that are not UTF-8 come out as they are; ids outside the vocabulary give nothing.
  virtual std::string decode(std::span<const TokenId> ids) const = 0;
  // Whether a space that begins the token after `previous` (none: the first token) is no part of the text,
  // because encoding puts one there.
  virtual bool dropsSpaceAfter(std::optional<TokenId> /*previous*/) const { return false; }
  // What the user should know about this vocabulary (an unknown pre-tokenizer …); empty when all is well.
  virtual std::string_view warning() const { return {}; }
};

// Streams tokens to text and never emits half a UTF-8 character; invalid bytes become U+FFFD.
class Detokenizer {
 public:
  enum class ControlTokens { Hide, Show };
  explicit Detokenizer(const Tokenizer& tokenizer, ControlTokens controlTokens = ControlTokens::Hide)
      : tokenizer_(&tokenizer), controlTokens_(controlTokens) {}
  // The whole characters that `id` completes. Hidden control tokens give nothing.
  std::string push(TokenId id);
  // What is pending at the end of an answer, an incomplete character as U+FFFD. Then begins anew.
  std::string finish();

 private:
  const Tokenizer* tokenizer_;
  ControlTokens controlTokens_;
  std::string pending_;  // the bytes of a character that is not complete yet, at most three
  std::optional<TokenId> previous_;
};

}  // namespace hearth
