// Vocabularies made up for tests, as the metadata of a file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/gguf/metadata.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth::test {

enum Type : int64_t { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6 };

struct TinyToken {
  std::string text;
  Type type = kNormal;
  double score = 0;
};

inline Metadata metadataOf(std::string model, const std::vector<TinyToken>& tokens) {
  std::vector<std::string> texts;
  std::vector<int64_t> types;
  std::vector<double> scores;
  for (const TinyToken& token : tokens) {
    texts.push_back(token.text);
    types.push_back(token.type);
    scores.push_back(token.score);
  }
  Metadata metadata;
  metadata.insert("tokenizer.ggml.model", std::move(model));
  metadata.insert("tokenizer.ggml.tokens", std::move(texts));
  metadata.insert("tokenizer.ggml.token_type", std::move(types));
  metadata.insert("tokenizer.ggml.scores", std::move(scores));
  return metadata;
}

// GPT-2's visible character for a byte.
inline std::string visibleByte(uint32_t byte) {
  uint32_t code = byte, next = 0x100;
  const auto prints = [](uint32_t b) { return (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b != 0xAD); };
  if (!prints(byte)) {
    for (uint32_t b = 0; b < byte; ++b) next += prints(b) ? 0 : 1;
    code = next;
  }
  if (code < 0x80) return std::string(1, static_cast<char>(code));
  return {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
}

// Byte-level BPE: ids 0 to 255 are the bytes, then what each merge makes, then `extra`.
inline Metadata tinyBpe(const std::string& pre, const std::vector<std::string>& merges,
                        const std::vector<TinyToken>& extra = {}) {
  std::vector<TinyToken> tokens;
  for (uint32_t byte = 0; byte < 256; ++byte) tokens.push_back({visibleByte(byte)});
  for (const std::string& merge : merges) {
    const size_t space = merge.find(' ');
    tokens.push_back({merge.substr(0, space) + merge.substr(space + 1)});
  }
  tokens.insert(tokens.end(), extra.begin(), extra.end());
  Metadata metadata = metadataOf("gpt2", tokens);
  metadata.insert("tokenizer.ggml.merges", merges);
  if (!pre.empty()) metadata.insert("tokenizer.ggml.pre", pre);
  return metadata;
}

// SentencePiece: <unk> <s> </s>, then the 256 bytes (byte b has id 3 + b), then `pieces` from id 259 on.
inline Metadata tinySentencePiece(const std::vector<TinyToken>& pieces) {
  std::vector<TinyToken> tokens = {{"<unk>", kUnknown}, {"<s>", kControl}, {"</s>", kControl}};
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (uint32_t byte = 0; byte < 256; ++byte) {
    tokens.push_back({std::string("<0x") + kHex[byte >> 4] + kHex[byte & 15] + ">", kByte});
  }
  tokens.insert(tokens.end(), pieces.begin(), pieces.end());
  return metadataOf("llama", tokens);
}

inline std::unique_ptr<Tokenizer> load(const Metadata& metadata) {
  auto tokenizer = Tokenizer::fromMetadata(metadata);
  if (!tokenizer) {
    std::fprintf(stderr, "%s\n", tokenizer.error().what().c_str());
    return nullptr;
  }
  return std::move(*tokenizer);
}

// The texts of the tokens that a text gives.
inline std::vector<std::string> piecesOf(const Tokenizer& tokenizer, std::string_view text,
                                         SpecialTokens specials = SpecialTokens::AsText,
                                         AddBos addBos = AddBos::No) {
  std::vector<std::string> pieces;
  for (const TokenId id : tokenizer.encode(text, specials, addBos))
    pieces.emplace_back(tokenizer.bytesOf(id));
  return pieces;
}

}  // namespace hearth::test
