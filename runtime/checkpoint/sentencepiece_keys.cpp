#include "runtime/checkpoint/sentencepiece_keys.h"

#include <array>
#include <cstdio>
#include <optional>
#include <string_view>

#include "runtime/base/quoted.h"
#include "runtime/gguf/hearth_keys.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

// U+2581, by which these vocabularies write a space.
constexpr const char* kVisibleSpace = "\xE2\x96\x81";
// Values of tokenizer.ggml.token_type.
constexpr int64_t kUnknown = 2, kByte = 6;

enum class SpacePrefix { None, Each, UnlessSpace, First };

// Null where the key is missing.
const Json& member(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto at = object.find(key);
  return at == object.end() ? kNull : *at;
}

// What is not known would give other tokens than the model was trained on.
Error notKnown(const char* field, const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 80) text = text.substr(0, 80) + "...";
  return Error("tokenizer.json has '" + std::string(field) + "' " + hearth::quoted(text) +
               ", which is not supported for SentencePiece vocabularies: choose a GGUF file of the model");
}

// A step, or a sequence of them under `list`; null is none.
std::vector<Json> stepsOf(const Json& step, const char* list) {
  if (step.is_null()) return {};
  const Json& steps = member(step, list);
  if (member(step, "type") != Json("Sequence") || !steps.is_array()) return {step};
  return steps.get<std::vector<Json>>();
}

struct SpaceRule {
  bool replaces = false;  // spaces are written as kVisibleSpace
  SpacePrefix prefix = SpacePrefix::None;
};

Result<void> readNormalizer(const Json& normalizer, SpaceRule& rule) {
  for (const Json& step : stepsOf(normalizer, "normalizers")) {
    if (member(step, "type") == Json("Prepend") && member(step, "prepend") == Json(kVisibleSpace)) {
      rule.prefix = SpacePrefix::Each;
    } else if (member(step, "type") == Json("Replace") &&
               member(member(step, "pattern"), "String") == Json(" ") &&
               member(step, "content") == Json(kVisibleSpace)) {
      rule.replaces = true;
    } else {
      return notKnown("normalizer", step);
    }
  }
  return {};
}

// "Metaspace" does what the normalizer does elsewhere. Words must stay together, as `split` false says, which
// is not the default; older files say where spaces go by add_prefix_space.
Result<void> readPreTokenizer(const Json& preTokenizer, SpaceRule& rule) {
  const auto steps = stepsOf(preTokenizer, "pretokenizers");
  if (steps.empty()) return {};
  const Json& step = steps.front();
  const bool known = steps.size() == 1 && member(step, "type") == Json("Metaspace") &&
                     member(step, "replacement") == Json(kVisibleSpace) &&
                     member(step, "split") == Json(false) && rule.prefix == SpacePrefix::None;
  if (!known) return notKnown("pre_tokenizer", preTokenizer);
  rule.replaces = true;
  const Json& scheme = member(step, "prepend_scheme");
  if (scheme == Json("first")) {
    rule.prefix = SpacePrefix::First;
  } else if (scheme == Json("never") ||
             (scheme.is_null() && member(step, "add_prefix_space") == Json(false))) {
    rule.prefix = SpacePrefix::None;
  } else if (scheme == Json("always") || scheme.is_null()) {
    rule.prefix = SpacePrefix::UnlessSpace;
  } else {
    return notKnown("pre_tokenizer", preTokenizer);
  }
  return {};
}

Result<SpacePrefix> spacePrefixOf(const Json& tokenizer, const Json& tokenizerConfig) {
  SpaceRule rule;
  if (auto read = readNormalizer(member(tokenizer, "normalizer"), rule); !read)
    return std::move(read).error();
  if (auto read = readPreTokenizer(member(tokenizer, "pre_tokenizer"), rule); !read)
    return std::move(read).error();
  if (!rule.replaces) return notKnown("normalizer", member(tokenizer, "normalizer"));
  // Said outright it counts, as it does for the programs that read these files.
  const Json& stated = member(tokenizerConfig, "add_prefix_space");
  if (stated == Json(false)) return SpacePrefix::None;
  if (stated == Json(true) && rule.prefix == SpacePrefix::None) return SpacePrefix::Each;
  return rule.prefix;
}

Result<void> checkModel(const Json& model) {
  if (member(model, "ignore_merges") == Json(true))
    return notKnown("model.ignore_merges", member(model, "ignore_merges"));
  for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    const Json& affix = member(model, key);
    if (!affix.is_null() && affix != Json("")) return notKnown((std::string("model.") + key).c_str(), affix);
  }
  return {};
}

std::optional<uint64_t> idOf(const Json& vocab, const std::string& text, size_t tokens) {
  const auto at = vocab.find(text);
  if (at == vocab.end() || !at->is_number_unsigned() || at->get<uint64_t>() >= tokens) return std::nullopt;
  return at->get<uint64_t>();
}

Result<void> markBytes(const Json& vocab, std::vector<int64_t>& types) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "<0x%02X>", byte);
    const auto id = idOf(vocab, text.data(), types.size());
    if (!id) {
      return Error("tokenizer.json has no token " + hearth::quoted(std::string(text.data())) +
                   " in 'model.vocab', though it writes characters as bytes: the file is damaged or "
                   "incomplete, download it again");
    }
    types[*id] = kByte;
  }
  return {};
}

// A token's score is the rank of the best merge that makes it, so that those who go by scores (llama.cpp)
// merge in the same order. Tokens that no merge makes come last.
Result<void> addMerges(const Json& vocab, const MergeTexts& merges, size_t tokens, Metadata& metadata) {
  const auto worst = -static_cast<double>(merges.size());
  std::vector<double> scores(tokens, worst);
  std::vector<int64_t> pairs;
  pairs.reserve(merges.size() * 2);
  for (size_t rank = 0; rank < merges.size(); ++rank) {
    const auto& [leftText, rightText] = merges[rank];
    const auto left = idOf(vocab, leftText, tokens), right = idOf(vocab, rightText, tokens),
               made = idOf(vocab, leftText + rightText, tokens);
    if (!left || !right || !made) {
      return Error("tokenizer.json merges " + hearth::quoted(leftText) + " and " + hearth::quoted(rightText) +
                   " in 'model.merges', but not all of it is in 'model.vocab': the file is damaged or "
                   "incomplete, download it again");
    }
    pairs.push_back(static_cast<int64_t>(*left));
    pairs.push_back(static_cast<int64_t>(*right));
    if (scores[*made] == worst) scores[*made] = -static_cast<double>(rank);
  }
  metadata.insert("tokenizer.ggml.scores", std::move(scores));
  metadata.insert(kMergePairsKey, std::move(pairs));
  return {};
}

// Added tokens that are no special ones and are looked for where the text is normalized already. Special ones
// are found in the text as it is, whatever the file says: so does what reads it at the model's makers.
void addNormalized(const Json& tokenizer, Metadata& metadata) {
  const Json& tokens = member(tokenizer, "added_tokens");
  if (member(tokenizer, "normalizer").is_null() || !tokens.is_array()) return;
  std::vector<int64_t> ids;
  for (const Json& token : tokens) {
    if (member(token, "normalized") == Json(true) && member(token, "special") != Json(true))
      ids.push_back(member(token, "id").get<int64_t>());
  }
  if (!ids.empty()) metadata.insert(kNormalizedKey, std::move(ids));
}

}  // namespace

bool isSentencePiece(const Json& tokenizer) {
  return member(member(tokenizer, "model"), "byte_fallback") == Json(true);
}

Result<void> addSentencePieceKeys(const Json& tokenizer, const Json& tokenizerConfig,
                                  const MergeTexts& merges, std::vector<int64_t>& types, Metadata& metadata) {
  const Json& model = member(tokenizer, "model");
  const Json& vocab = member(model, "vocab");
  if (auto checked = checkModel(model); !checked) return checked;
  auto prefix = spacePrefixOf(tokenizer, tokenizerConfig);
  if (!prefix) return std::move(prefix).error();
  if (auto marked = markBytes(vocab, types); !marked) return marked;
  if (const Json& unknown = member(model, "unk_token"); unknown.is_string()) {
    if (const auto id = idOf(vocab, unknown.get<std::string>(), types.size())) {
      types[*id] = kUnknown;
      metadata.insert("tokenizer.ggml.unknown_token_id", *id);
    }
  }
  if (auto added = addMerges(vocab, merges, types.size(), metadata); !added) return added;
  addNormalized(tokenizer, metadata);
  metadata.insert("tokenizer.ggml.model", std::string("llama"));
  metadata.insert("tokenizer.ggml.pre", std::string("default"));
  metadata.insert("tokenizer.ggml.add_space_prefix", *prefix != SpacePrefix::None);
  if (*prefix == SpacePrefix::UnlessSpace) metadata.insert(kSpacePrefixKey, std::string(kPrefixUnlessSpace));
  if (*prefix == SpacePrefix::First) metadata.insert(kSpacePrefixKey, std::string(kPrefixFirst));
  return {};
}

}  // namespace hearth
