#include "runtime/tokenizer/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <utility>

#include "runtime/gguf/hearth_keys.h"
#include "runtime/tokenizer/unicode.h"

namespace hearth {

namespace {

// More tokens than any model has (about 260,000), few enough for 32-bit arithmetic on them.
constexpr size_t kTokensMax = size_t{1} << 24;

uint32_t hashOf(std::string_view text) { return static_cast<uint32_t>(std::hash<std::string_view>{}(text)); }

// Tokens by whose text one knows that they end an answer, or that they mark places for an editor and are
// never part of what a user writes. Files give some of them a wrong type.
constexpr std::array<std::string_view, 20> kEndTexts = {"<|eot_id|>",
                                                        "<|im_end|>",
                                                        "<|end|>",
                                                        "<|return|>",
                                                        "<|call|>",
                                                        "<end_of_turn>",
                                                        "<|endoftext|>",
                                                        "</s>",
                                                        "<|eom_id|>",
                                                        "<EOT>",
                                                        "_<EOT>",
                                                        "[EOT]",
                                                        "[EOS]",
                                                        "<|end_of_text|>",
                                                        "<end_of_utterance>",
                                                        "<eos>",
                                                        "<｜end▁of▁sentence｜>",
                                                        "<|fim_pad|>",
                                                        "<|repo_name|>",
                                                        "<|file_sep|>"};
constexpr std::array<std::string_view, 14> kInfillTexts = {
    "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>",  "<｜fim▁begin｜>", "<｜fim▁hole｜>",
    "<｜fim▁end｜>",  "<fim-prefix>",   "<fim-suffix>",    "<fim-middle>",    "<fim_prefix>",
    "<fim_suffix>",   "<fim_middle>",   "<|code_prefix|>", "<|code_suffix|>"};

bool looksLikeMarker(std::string_view text) { return text.starts_with("<|") || text.starts_with("<｜"); }

std::string lowerAscii(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

}  // namespace

Result<std::vector<int64_t>> wholeNumbersOf(const Metadata& metadata, std::string_view key) {
  const MetadataValue* value = metadata.find(key);
  if (value == nullptr) return std::vector<int64_t>{};
  if (const auto* numbers = std::get_if<std::vector<int64_t>>(value)) return *numbers;
  if (const auto* numbers = std::get_if<std::vector<uint64_t>>(value)) {
    return std::vector<int64_t>(numbers->begin(), numbers->end());
  }
  return Error("key '" + std::string(key) + "' is not an array of whole numbers; convert the model again");
}

void StringTable::reserve(size_t strings, size_t bytes) {
  ends_.reserve(strings);
  bytes_.reserve(bytes);
}

void StringTable::push(std::string_view text) {
  bytes_ += text;
  ends_.push_back(bytes_.size());
}

StringIndex::StringIndex(const StringTable& table) : slots_(std::bit_ceil(size_t{2} * table.size() + 1)) {
  const size_t mask = slots_.size() - 1;
  for (uint32_t i = 0; i < table.size(); ++i) {
    if (table[i].empty()) continue;
    const uint32_t hash = hashOf(table[i]);
    size_t at = hash & mask;
    while (slots_[at].id != kNoToken &&
           (slots_[at].hash != hash || table[static_cast<uint32_t>(slots_[at].id)] != table[i])) {
      at = (at + 1) & mask;
    }
    if (slots_[at].id == kNoToken) slots_[at] = {hash, static_cast<TokenId>(i)};
  }
}

TokenId StringIndex::find(const StringTable& table, std::string_view text) const {
  const size_t mask = slots_.size() - 1;
  const uint32_t hash = hashOf(text);
  for (size_t at = hash & mask; slots_[at].id != kNoToken; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && table[static_cast<uint32_t>(slots_[at].id)] == text) return slots_[at].id;
  }
  return kNoToken;
}

Result<void> Vocabulary::readTypes(const Metadata& metadata) {
  constexpr std::string_view kKey = "tokenizer.ggml.token_type";
  auto numbers = wholeNumbersOf(metadata, kKey);
  if (!numbers) return std::move(numbers).error();
  if (!metadata.contains(kKey)) {
    types_.assign(size(), TokenType::Normal);
    return {};
  }
  if (numbers->size() != size()) {
    return Error("key '" + std::string(kKey) + "' has " + std::to_string(numbers->size()) + " values for " +
                 std::to_string(size()) + " tokens; convert the model again");
  }
  types_.reserve(size());
  for (size_t i = 0; i < numbers->size(); ++i) {
    const int64_t number = (*numbers)[i];
    if (number < 0 || number > static_cast<int64_t>(TokenType::Byte)) {
      return Error("key '" + std::string(kKey) + "' gives token " + std::to_string(i) + " the unknown type " +
                   std::to_string(number) + " (known: 0 to 6); convert the model again");
    }
    types_.push_back(static_cast<TokenType>(number));
  }
  return {};
}

Result<void> Vocabulary::readIds(const Metadata& metadata) {
  const auto read = [&](std::string_view key, TokenId& id) -> Result<void> {
    const MetadataValue* value = metadata.find(key);
    if (value == nullptr) return {};
    const auto* natural = std::get_if<uint64_t>(value);
    const auto* whole = std::get_if<int64_t>(value);
    // -1, as 32 bits of either sign, is how some converters write "none".
    const bool isNone = (whole != nullptr && *whole == -1) || (natural != nullptr && *natural == UINT32_MAX);
    if (isNone) {
      id = kNoToken;
      return {};
    }
    if (natural != nullptr && *natural < size()) {
      id = static_cast<TokenId>(*natural);
      return {};
    }
    if (whole != nullptr && *whole >= 0 && *whole < int64_t{size()}) {
      id = static_cast<TokenId>(*whole);
      return {};
    }
    const std::string given = natural != nullptr ? std::to_string(*natural)
                              : whole != nullptr ? std::to_string(*whole)
                                                 : "not a whole number";
    return Error("key '" + std::string(key) + "' is " + given + ", but the tokens are numbered from 0 to " +
                 std::to_string(size() - 1) + "; correct the key or convert the model again");
  };
  const std::array<std::pair<std::string_view, TokenId*>, 9> keys = {{
      {"tokenizer.ggml.bos_token_id", &ids_.bos},
      {"tokenizer.ggml.eos_token_id", &ids_.eos},
      {"tokenizer.ggml.eot_token_id", &endOfTurn_},
      {"tokenizer.ggml.eom_token_id", &endOfMessage_},
      {"tokenizer.ggml.unknown_token_id", &ids_.unknown},
      {"tokenizer.ggml.cls_token_id", &ids_.cls},
      {"tokenizer.ggml.seperator_token_id", &ids_.separator},  // spelt so in GGUF
      {"tokenizer.ggml.separator_token_id", &ids_.separator},
      {"tokenizer.ggml.padding_token_id", nullptr},
  }};
  for (const auto& [key, id] : keys) {
    TokenId unused = kNoToken;
    auto done = read(key, id != nullptr ? *id : unused);
    if (!done) return done;
  }
  return {};
}

void Vocabulary::markEndTokens(const Metadata& metadata) {
  endsGeneration_.assign(size(), false);
  const auto mark = [&](TokenId id) {
    if (has(id)) endsGeneration_[static_cast<size_t>(id)] = true;
  };
  // An ordinary token spelt like an end token by chance ("</s>" in Qwen's vocabulary) stays text.
  const auto promote = [&](std::string_view text) {
    const TokenId id = find(text);
    if (id == kNoToken || (type(id) == TokenType::Normal && !looksLikeMarker(text))) return kNoToken;
    if (type(id) == TokenType::Normal || type(id) == TokenType::UserDefined) {
      types_[static_cast<size_t>(id)] = TokenType::Control;
    }
    return id;
  };
  for (const std::string_view text : kInfillTexts) promote(text);
  for (const std::string_view text : kEndTexts) mark(promote(text));

  // DeepSeek-Coder's end token, which its files define as text of its own and so is cut out of every text.
  const TokenId coderEnd = find("<|EOT|>");
  if (coderEnd != kNoToken && type(coderEnd) != TokenType::Normal) mark(coderEnd);

  // In the "harmony" format <|end|> ends one message of an answer that goes on.
  const TokenId returns = find("<|return|>"), calls = find("<|call|>"), ends = find("<|end|>");
  if (returns != kNoToken && calls != kNoToken && ends != kNoToken)
    endsGeneration_[static_cast<size_t>(ends)] = false;

  // GLM gives the turn back to the user or to a tool by naming it.
  const std::string* pre = metadata.textOrNull("tokenizer.ggml.pre");
  if (pre != nullptr && (*pre == "glm4" || *pre == "chatglm-bpe")) {
    for (const std::string_view text : {"<|user|>", "<|observation|>"}) mark(promote(text));
  }
  for (const TokenId id : {ids_.eos, endOfTurn_, endOfMessage_}) mark(id);
}

Result<void> Vocabulary::readAttributes(const Metadata& metadata) {
  for (const auto& [key, ids] : {std::pair{kSpacesBeforeKey, &spacesBefore_},
                                 {kSpacesBehindKey, &spacesBehind_},
                                 {kNormalizedKey, &normalized_}}) {
    auto numbers = wholeNumbersOf(metadata, key);
    if (!numbers) return std::move(numbers).error();
    for (const int64_t number : *numbers) {
      if (number < 0 || number >= int64_t{size()}) {
        return Error("key '" + std::string(key) + "' names token " + std::to_string(number) + " of " +
                     std::to_string(size()) + "; convert the model again");
      }
      ids->push_back(static_cast<TokenId>(number));
    }
    std::sort(ids->begin(), ids->end());
  }
  return {};
}

bool Vocabulary::takesSpacesBefore(TokenId id) const {
  return std::binary_search(spacesBefore_.begin(), spacesBefore_.end(), id);
}

bool Vocabulary::takesSpacesBehind(TokenId id) const {
  if (std::binary_search(spacesBehind_.begin(), spacesBehind_.end(), id)) return true;
  if (!isPhi3_) return false;
  const std::string_view name = text(id);
  return name != "<unk>" && name != "<s>" && name != "<|endoftext|>";
}

Result<Vocabulary> Vocabulary::fromMetadata(const Metadata& metadata) {
  auto model = metadata.text("tokenizer.ggml.model");
  if (!model) return std::move(model).error();
  const std::vector<std::string>* tokens = metadata.textsOrNull("tokenizer.ggml.tokens");
  if (tokens == nullptr) {
    return Error(metadata.contains("tokenizer.ggml.tokens")
                     ? "key 'tokenizer.ggml.tokens' is not an array of texts; convert the model again"
                     : "key 'tokenizer.ggml.tokens' is missing; convert the model again with its tokenizer");
  }
  if (tokens->empty() || tokens->size() > kTokensMax) {
    return Error("key 'tokenizer.ggml.tokens' has " + std::to_string(tokens->size()) + " tokens (1 to " +
                 std::to_string(kTokensMax) + " are possible); convert the model again");
  }
  StringTable texts;
  size_t bytes = 0;
  for (const std::string& token : *tokens) bytes += token.size();
  texts.reserve(tokens->size(), bytes);
  for (const std::string& token : *tokens) texts.push(token);

  Vocabulary vocabulary(std::move(texts));
  if (*model == "gpt2") {
    vocabulary.model_ = TokenizerModel::BytePairs;
  } else if (*model == "llama") {
    vocabulary.model_ = TokenizerModel::SentencePiece;
    // The ids of Llama 1 and 2, for files that leave them out.
    if (vocabulary.size() > 2) vocabulary.ids_ = {.bos = 1, .eos = 2, .unknown = 0};
  } else if (*model == "bert") {
    vocabulary.model_ = TokenizerModel::WordPiece;
  } else {
    return Error("key 'tokenizer.ggml.model' is '" + repairedUtf8(std::string_view(*model).substr(0, 40)) +
                 "', a tokenizer that Hearth does not have; it has gpt2, llama and bert");
  }
  auto done = vocabulary.readTypes(metadata);
  if (done) done = vocabulary.readIds(metadata);
  if (done) done = vocabulary.readAttributes(metadata);
  if (!done) return std::move(done).error();

  const MetadataValue* adds = metadata.find("tokenizer.ggml.add_bos_token");
  if (adds != nullptr) {
    auto flag = metadata.flagOr("tokenizer.ggml.add_bos_token", false);
    if (!flag) return std::move(flag).error();
    vocabulary.addsBos_ = *flag;
  }
  auto addsEos = metadata.flagOr("tokenizer.ggml.add_eos_token", false);
  if (!addsEos) return std::move(addsEos).error();
  vocabulary.addsEos_ = *addsEos;

  const std::string* name = metadata.textOrNull("general.name");
  const std::string* architecture = metadata.textOrNull("general.architecture");
  const std::string lowerName = name != nullptr ? lowerAscii(*name) : "";
  // Files with the merges of a tokenizer.json have its attributes, too: nothing is to be guessed.
  vocabulary.isPhi3_ =
      vocabulary.model_ == TokenizerModel::SentencePiece && !metadata.contains(kMergePairsKey) &&
      (lowerName.find("phi-3") != std::string::npos || lowerName.find("phi3") != std::string::npos ||
       (architecture != nullptr && *architecture == "phi3"));
  vocabulary.markEndTokens(metadata);
  return vocabulary;
}

}  // namespace hearth
