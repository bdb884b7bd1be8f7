// Text to token ids and back, a line each, also on vocabulary-only files.
#include <iostream>

#include "app/cli/common.h"
#include "app/cli/verbs.h"

namespace hearth::cli {
namespace {

using nlohmann::ordered_json;

// Calls `convert` on each line of standard input, parsed as JSON, and prints the JSON it returns.
Result<void> convertLines(const std::function<Result<ordered_json>(const ordered_json&)>& convert) {
  std::string line;
  for (uint64_t number = 1; std::getline(std::cin, line); ++number) {
    const auto parsed = ordered_json::parse(line, nullptr, false);
    auto converted = convert(parsed);
    if (!converted) {
      return std::move(converted).error().during("line " + std::to_string(number) + " of standard input");
    }
    printJson(*converted);
  }
  return {};
}

Result<std::vector<TokenId>> idsOf(const ordered_json& array, uint32_t vocabSize) {
  const Error expected("not a JSON array of token ids, as in [1, 2, 3]");
  if (!array.is_array()) return expected;
  std::vector<TokenId> ids;
  for (const auto& entry : array) {
    if (!entry.is_number_integer()) return expected;
    const auto id = entry.get<int64_t>();
    if (id < 0 || id >= int64_t{vocabSize}) return Error("there is no token " + entry.dump());
    ids.push_back(static_cast<TokenId>(id));
  }
  return ids;
}

}  // namespace

int runTokenize(Arguments arguments) {
  std::string path;
  bool parseSpecial = false, noBos = false, json = false;
  Options options("tokenize", "Reads one JSON string a line and writes a JSON array of token ids a line.");
  options.argument("MODEL", "a GGUF file; one with a vocabulary only will do", path);
  options.flag("--parse-special", "text such as <|im_end|> becomes the special token", parseSpecial);
  options.flag("--no-bos", "without the beginning-of-sequence token", noBos);
  options.flag("--json", "what it does anyway", json);
  if (const auto code = options.parse(arguments)) return *code;

  const auto tokenizer = loadTokenizer(path);
  if (!tokenizer) return exitCode(tokenizer.error());
  return exitCode(convertLines([&](const ordered_json& text) -> Result<ordered_json> {
    if (!text.is_string()) return Error("not a JSON string");
    return ordered_json((*tokenizer)->encode(text.get_ref<const std::string&>(),
                                             parseSpecial ? SpecialTokens::Parse : SpecialTokens::AsText,
                                             noBos ? AddBos::No : AddBos::AsModelWants));
  }));
}

int runDetokenize(Arguments arguments) {
  std::string path;
  bool json = false;
  Options options("detokenize", "Reads one JSON array of token ids a line and writes a JSON string a line.");
  options.argument("MODEL", "a GGUF file; one with a vocabulary only will do", path);
  options.flag("--json", "what it does anyway", json);
  if (const auto code = options.parse(arguments)) return *code;

  const auto tokenizer = loadTokenizer(path);
  if (!tokenizer) return exitCode(tokenizer.error());
  return exitCode(convertLines([&](const ordered_json& array) -> Result<ordered_json> {
    const auto ids = idsOf(array, (*tokenizer)->vocabSize());
    if (!ids) return ids.error();
    return ordered_json((*tokenizer)->decode(*ids));
  }));
}

}  // namespace hearth::cli
