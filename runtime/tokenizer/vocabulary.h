// The tokens of a model and what its file says about them (the tokenizer.ggml.* keys), checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

constexpr TokenId kNoToken = -1;

// Many short strings in one allocation.
class StringTable {
 public:
  void reserve(size_t strings, size_t bytes);
  void push(std::string_view text);
  uint32_t size() const { return static_cast<uint32_t>(ends_.size()); }
  size_t totalBytes() const { return bytes_.size(); }
  std::string_view operator[](uint32_t i) const {
    const size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }

 private:
  std::string bytes_;
  std::vector<size_t> ends_;
};

// Finds strings of a StringTable by their content. Of equal strings the first counts; empty ones are not
// found.
class StringIndex {
 public:
  explicit StringIndex(const StringTable& table);
  // The table may have moved since; its content must be the same.
  TokenId find(const StringTable& table, std::string_view text) const;

 private:
  struct Slot {
    uint32_t hash = 0;
    TokenId id = kNoToken;
  };
  std::vector<Slot> slots_;  // a power of two, at most half of them taken; linear probing
};

// Values of tokenizer.ggml.token_type.
enum class TokenType : uint8_t {
  Undefined = 0,
  Normal = 1,
  Unknown = 2,
  Control = 3,
  UserDefined = 4,
  Unused = 5,
  Byte = 6
};

enum class TokenizerModel : uint8_t { BytePairs, SentencePiece, WordPiece };

// An array of whole numbers, whichever sign it was written with; empty when the key is missing.
Result<std::vector<int64_t>> wholeNumbersOf(const Metadata& metadata, std::string_view key);

class Vocabulary {
 public:
  static Result<Vocabulary> fromMetadata(const Metadata& metadata);

  TokenizerModel model() const { return model_; }
  uint32_t size() const { return texts_.size(); }
  bool has(TokenId id) const { return id >= 0 && static_cast<uint32_t>(id) < size(); }
  const StringTable& texts() const { return texts_; }
  std::string_view text(TokenId id) const { return texts_[static_cast<uint32_t>(id)]; }
  TokenType type(TokenId id) const { return types_[static_cast<uint32_t>(id)]; }
  TokenId find(std::string_view text) const { return index_.find(texts_, text); }

  // kNoToken where the file names none.
  struct SpecialIds {
    TokenId bos = kNoToken, eos = kNoToken, unknown = kNoToken, cls = kNoToken, separator = kNoToken;
  };
  const SpecialIds& ids() const { return ids_; }
  std::optional<bool> addsBos() const { return addsBos_; }  // empty where the file does not say
  bool addsEos() const { return addsEos_; }
  bool endsGeneration(TokenId id) const { return endsGeneration_[static_cast<uint32_t>(id)]; }
  // White space beside this token in a text belongs to it (attributes of tokenizer.json without a key in
  // GGUF).
  bool takesSpacesBefore(TokenId id) const;
  bool takesSpacesBehind(TokenId id) const;
  // The added tokens that are looked for in the text as SentencePiece writes it. In order of their numbers.
  const std::vector<TokenId>& normalized() const { return normalized_; }

 private:
  explicit Vocabulary(StringTable texts) : texts_(std::move(texts)), index_(texts_) {}
  Result<void> readTypes(const Metadata& metadata);
  Result<void> readIds(const Metadata& metadata);
  Result<void> readAttributes(const Metadata& metadata);
  void markEndTokens(const Metadata& metadata);

  TokenizerModel model_ = TokenizerModel::BytePairs;
  StringTable texts_;
  StringIndex index_;
  std::vector<TokenType> types_;
  std::vector<bool> endsGeneration_;
  SpecialIds ids_;
  TokenId endOfTurn_ = kNoToken, endOfMessage_ = kNoToken;
  std::optional<bool> addsBos_;
  bool addsEos_ = false;
  bool isPhi3_ = false;
  std::vector<TokenId> spacesBefore_, spacesBehind_, normalized_;  // each in order of the numbers
};

}  // namespace hearth
