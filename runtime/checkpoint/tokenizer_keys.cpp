#include "runtime/checkpoint/tokenizer_keys.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/base/quoted.h"
#include "runtime/checkpoint/sentencepiece_keys.h"
#include "runtime/gguf/hearth_keys.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

constexpr const char* kDamaged = ": the file is damaged or incomplete, download it again";
// Values of tokenizer.ggml.token_type.
constexpr int64_t kNormal = 1, kControl = 3, kUserDefined = 4, kUnused = 5;
constexpr uint64_t kTokensMax = uint64_t{1} << 24;

// The expressions by which published tokenizers are told apart; the first that fits, decides.
struct PreTokenizerSign {
  std::string_view part;  // of one of the expressions
  std::string_view name;  // of GGUF's tokenizer.ggml.pre
};
constexpr std::array kSigns = {
    PreTokenizerSign{"[一-龥぀-ゟ゠-ヿ]+", "deepseek-v3"},
    PreTokenizerSign{"\\s?[A-Za-zµÀ-Ö", "deepseek-llm"},
    PreTokenizerSign{"\\s?\\p{L}+", "deepseek-coder"},
    PreTokenizerSign{"[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*", "gpt-4o"},
    PreTokenizerSign{"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|", "llama-bpe"},
    PreTokenizerSign{"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|", "qwen2"},
};

// The patterns of Split steps, one after the other with a line between.
std::string patternsOf(const Json& preTokenizer) {
  if (!preTokenizer.is_object()) return {};
  std::string patterns;
  if (preTokenizer.contains("pretokenizers") && preTokenizer["pretokenizers"].is_array()) {
    for (const Json& step : preTokenizer["pretokenizers"]) patterns += patternsOf(step);
    return patterns;
  }
  if (!preTokenizer.contains("pattern") || !preTokenizer["pattern"].is_object()) return {};
  const auto regex = preTokenizer["pattern"].find("Regex");
  if (regex == preTokenizer["pattern"].end() || !regex->is_string()) return {};
  return regex->get<std::string>() + "\n";
}

Result<std::string> preTokenizerOf(const Json& tokenizer) {
  const std::string patterns =
      tokenizer.contains("pre_tokenizer") ? patternsOf(tokenizer["pre_tokenizer"]) : "";
  for (const PreTokenizerSign& sign : kSigns) {
    if (patterns.find(sign.part) != std::string::npos) return std::string(sign.name);
  }
  // A byte-level step that brings its own expression.
  if (patterns.empty() && tokenizer.contains("pre_tokenizer") &&
      tokenizer["pre_tokenizer"].dump().find("ByteLevel") != std::string::npos) {
    return std::string("gpt-2");
  }
  return Error("tokenizer.json splits text in a way that is not known: choose a GGUF file of the model");
}

struct Tokens {
  std::vector<std::string> texts;
  std::vector<int64_t> types;

  Result<void> set(const std::string& text, const Json& id, int64_t type) {
    if (!id.is_number_unsigned() || id.get<uint64_t>() >= kTokensMax)
      return Error("tokenizer.json gives token " + hearth::quoted(text) + " no sound number" + kDamaged);
    const auto at = static_cast<size_t>(id.get<uint64_t>());
    if (at >= texts.size()) resize(at + 1);
    texts[at] = text;
    types[at] = type;
    return {};
  }
  void resize(size_t count) {
    texts.resize(count);
    types.resize(count, kUnused);
  }
  // Numbers that no token has.
  void fillGaps() {
    for (size_t i = 0; i < texts.size(); ++i) {
      if (types[i] == kUnused) texts[i] = "[PAD" + std::to_string(i) + "]";
    }
  }
};

Result<Tokens> readTokens(const Json& tokenizer) {
  const Json& vocab = tokenizer["model"]["vocab"];
  Tokens tokens;
  for (const auto& [text, id] : vocab.items()) {
    if (auto set = tokens.set(text, id, kNormal); !set) return std::move(set).error();
  }
  const auto added = tokenizer.find("added_tokens");
  if (added == tokenizer.end() || !added->is_array()) return tokens;
  for (const Json& token : *added) {
    if (!token.is_object() || !token.contains("content") || !token["content"].is_string() ||
        !token.contains("id"))
      return Error(std::string("tokenizer.json has an added token without text or number") + kDamaged);
    const bool special = token.value("special", Json(false)) == Json(true);
    auto set =
        tokens.set(token["content"].get<std::string>(), token["id"], special ? kControl : kUserDefined);
    if (!set) return std::move(set).error();
  }
  return tokens;
}

// "a b", or in newer files ["a", "b"].
Result<MergeTexts> readMerges(const Json& model) {
  MergeTexts merges;
  const auto list = model.find("merges");
  if (list == model.end() || !list->is_array())
    return Error(std::string("tokenizer.json has no list of merges") + kDamaged);
  for (const Json& merge : *list) {
    const auto* line = merge.get_ptr<const std::string*>();
    if (const size_t space = line != nullptr ? line->find(' ') : std::string::npos;
        space != std::string::npos) {
      merges.emplace_back(line->substr(0, space), line->substr(space + 1));
    } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
      merges.emplace_back(merge[0].get<std::string>(), merge[1].get<std::string>());
    } else {
      return Error(std::string("tokenizer.json has a merge that is not two texts") + kDamaged);
    }
  }
  return merges;
}

// Tokens to which white space beside them belongs.
Result<void> addSpaceTakers(const Json& tokenizer, Metadata& metadata) {
  std::vector<int64_t> before, behind;
  const auto added = tokenizer.find("added_tokens");
  if (added == tokenizer.end() || !added->is_array()) return {};
  for (const Json& token : *added) {
    const auto says = [&](const char* key) { return token.value(key, Json(false)) == Json(true); };
    if (says("single_word")) {
      return Error("tokenizer.json has the added token " +
                   hearth::quoted(token["content"].get<std::string>()) +
                   " with 'single_word', which is not supported: choose a GGUF file of the model");
    }
    if (says("lstrip")) before.push_back(token["id"].get<int64_t>());
    if (says("rstrip")) behind.push_back(token["id"].get<int64_t>());
  }
  if (!before.empty()) metadata.insert(kSpacesBeforeKey, std::move(before));
  if (!behind.empty()) metadata.insert(kSpacesBehindKey, std::move(behind));
  return {};
}

// The list as GGUF has it: "a b".
std::vector<std::string> lines(const MergeTexts& merges) {
  std::vector<std::string> lines;
  lines.reserve(merges.size());
  for (const auto& [left, right] : merges) lines.push_back(left + " " + right);
  return lines;
}

// A token by its text, which is a text or an object with a content.
std::optional<std::string> namedToken(const Json& config, const char* key) {
  const auto at = config.find(key);
  if (at == config.end()) return std::nullopt;
  const Json& text = at->is_object() && at->contains("content") ? (*at)["content"] : *at;
  if (!text.is_string()) return std::nullopt;
  return text.get<std::string>();
}

// Its number: by name from tokenizer_config.json, or as config.json says it (of a list, the first).
std::optional<uint64_t> specialId(const Tokens& tokens, const Json& tokenizerConfig, const Json& config,
                                  const std::string& which) {
  if (const auto text = namedToken(tokenizerConfig, (which + "_token").c_str())) {
    for (size_t i = 0; i < tokens.texts.size(); ++i) {
      if (tokens.texts[i] == *text && tokens.types[i] != kUnused) return i;
    }
  }
  const auto at = config.find(which + "_token_id");
  if (at == config.end()) return std::nullopt;
  const Json& id = at->is_array() && !at->empty() ? (*at)[0] : *at;
  if (!id.is_number_unsigned() || id.get<uint64_t>() >= tokens.texts.size()) return std::nullopt;
  return id.get<uint64_t>();
}

// Whether texts begin with BOS: said outright, or by a template that begins with a special token.
std::optional<bool> addsBos(const Json& tokenizer, const Json& tokenizerConfig, const Json& config) {
  // V3.2's files say no, because the program that comes with them writes it as text; GGUF files say yes.
  if (config.value("model_type", Json()) == Json("deepseek_v32")) return true;
  const auto stated = tokenizerConfig.find("add_bos_token");
  if (stated != tokenizerConfig.end() && stated->is_boolean()) return stated->get<bool>();
  const auto post = tokenizer.find("post_processor");
  if (post == tokenizer.end() || !post->is_object()) return std::nullopt;
  const Json one = Json::array({*post});
  const auto steps = post->find("processors");
  for (const Json& step : steps != post->end() && steps->is_array() ? *steps : one) {
    if (!step.is_object()) continue;
    const auto single = step.find("single");
    if (single != step.end() && single->is_array() && !single->empty() && (*single)[0].is_object())
      return (*single)[0].contains("SpecialToken");
  }
  return std::nullopt;
}

// One text, or a list of named ones of which "default" is meant.
std::optional<std::string> chatTemplateOf(const Json& tokenizerConfig) {
  const auto at = tokenizerConfig.find("chat_template");
  if (at == tokenizerConfig.end()) return std::nullopt;
  if (at->is_string()) return at->get<std::string>();
  if (!at->is_array()) return std::nullopt;
  for (const Json& named : *at) {
    if (named.is_object() && named.value("name", Json()) == Json("default") && named.contains("template") &&
        named["template"].is_string()) {
      return named["template"].get<std::string>();
    }
  }
  return std::nullopt;
}

}  // namespace

Result<void> addTokenizerKeys(const Json& tokenizer, const Json& tokenizerConfig, const Json& config,
                              uint64_t rows, Metadata& metadata) {
  const auto model = tokenizer.find("model");
  if (model == tokenizer.end() || !model->is_object())
    return Error(std::string("tokenizer.json has no 'model'") + kDamaged);
  const Json type = model->value("type", Json("BPE"));
  if (type != Json("BPE")) {
    return Error("tokenizer.json has 'model.type' " +
                 hearth::quoted(type.is_string() ? type.get<std::string>() : type.dump()) +
                 ", which no supported model uses (BPE is supported): choose a GGUF file of the model");
  }
  if (!model->contains("vocab") || !(*model)["vocab"].is_object())
    return Error(std::string("tokenizer.json has no 'model.vocab'") + kDamaged);
  auto tokens = readTokens(tokenizer);
  if (!tokens) return std::move(tokens).error();
  auto merges = readMerges(*model);
  if (!merges) return std::move(merges).error();
  if (tokens->texts.size() > rows) {
    return Error("tokenizer.json has " + std::to_string(tokens->texts.size()) +
                 " tokens, the model's embedding " + std::to_string(rows) +
                 " rows: the files do not belong together");
  }
  tokens->resize(static_cast<size_t>(rows));
  tokens->fillGaps();
  if (auto told = addSpaceTakers(tokenizer, metadata); !told) return told;

  const auto put = [&](const char* key, auto value) {
    metadata.insert("tokenizer.ggml." + std::string(key), MetadataValue(std::move(value)));
  };
  const std::pair<const char*, const char*> ids[] = {
      {"bos", "bos_token_id"}, {"eos", "eos_token_id"}, {"pad", "padding_token_id"}};
  for (const auto& [which, key] : ids) {
    if (const auto id = specialId(*tokens, tokenizerConfig, config, which)) put(key, *id);
  }
  if (isSentencePiece(tokenizer)) {
    auto told = addSentencePieceKeys(tokenizer, tokenizerConfig, *merges, tokens->types, metadata);
    if (!told) return told;
  } else {
    auto pre = preTokenizerOf(tokenizer);
    if (!pre) return std::move(pre).error();
    put("model", std::string("gpt2"));
    put("pre", std::move(*pre));
    put("merges", lines(*merges));
  }
  if (const auto adds = addsBos(tokenizer, tokenizerConfig, config)) put("add_bos_token", *adds);
  const auto addsEos = tokenizerConfig.find("add_eos_token");
  if (addsEos != tokenizerConfig.end() && addsEos->is_boolean()) put("add_eos_token", addsEos->get<bool>());
  put("tokens", std::move(tokens->texts));
  put("token_type", std::move(tokens->types));
  if (auto chat = chatTemplateOf(tokenizerConfig))
    metadata.insert("tokenizer.chat_template", std::move(*chat));
  return {};
}

}  // namespace hearth
