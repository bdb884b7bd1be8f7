// An answer to a prompt, or a continuation of text or tokens.
#include <cstdio>
#include <random>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "runtime/generate/generation.h"

namespace hearth::cli {
namespace {

struct GenerateOptions {
  ModelOptions model;
  std::optional<std::string> prompt, tokens;
  bool raw = false, json = false;
  GenerationOptions generation;
  std::optional<uint64_t> seed;
};

Result<std::vector<TokenId>> promptTokens(const GenerateOptions& options, const LoadedModel& loaded) {
  if (options.tokens) return parseIds(*options.tokens);
  if (options.raw) return encodePrompt(loaded.tokenizer(), *options.prompt);
  ChatMessage message;
  message.text = *options.prompt;
  auto prompt = loaded.prompts().build(std::span(&message, 1));
  if (!prompt) return std::move(prompt).error();
  return std::move(prompt->tokens);
}

nlohmann::ordered_json timingsOf(const GenerationStats& stats) {
  const auto rate = [](uint32_t tokens, double seconds) { return seconds > 0 ? tokens / seconds : 0.0; };
  // The first token comes from the prompt's logits: only the others cost an evaluation each.
  const uint32_t evaluated = stats.generatedTokens > 0 ? stats.generatedTokens - 1 : 0;
  return {{"prompt_tokens", stats.promptTokens},
          {"prompt_seconds", stats.promptSeconds},
          {"prompt_tokens_per_second", rate(stats.promptTokens, stats.promptSeconds)},
          {"generated_tokens", stats.generatedTokens},
          {"generate_seconds", stats.generateSeconds},
          {"generate_tokens_per_second", rate(evaluated, stats.generateSeconds)},
          {"first_token_seconds", stats.firstTokenSeconds}};
}

Result<void> generateText(const GenerateOptions& options) {
  auto loaded = loadFor(options.model);
  if (!loaded) return std::move(loaded).error();
  const auto prompt = promptTokens(options, **loaded);
  if (!prompt) return prompt.error();

  std::vector<TokenId> generated;
  std::string text;
  Detokenizer detokenizer((*loaded)->tokenizer());
  const auto show = [&](const std::string& piece) {
    text += piece;
    if (options.json) return;
    std::fwrite(piece.data(), 1, piece.size(), stdout);
    std::fflush(stdout);
  };
  GenerationCallbacks callbacks;
  callbacks.onToken = [&](TokenId token, const GenerationStats&) {
    generated.push_back(token);
    show(detokenizer.push(token));
    return Continue::Yes;
  };
  const auto outcome =
      generate((*loaded)->session(), (*loaded)->tokenizer(), *prompt, options.generation, callbacks, nullptr);
  if (!outcome) return outcome.error();
  show(detokenizer.finish());
  if (options.json) {
    printJson({{"tokens", generated},
               {"text", text},
               {"reason", nameOf(outcome->reason)},
               {"seed", options.generation.sampling.seed},
               {"timings", timingsOf(outcome->stats)}});
  } else {
    std::fputc('\n', stdout);
  }
  return {};
}

}  // namespace

int runGenerate(Arguments arguments) {
  GenerateOptions chosen;
  SamplingOptions& sampling = chosen.generation.sampling;
  Options options(
      "generate",
      "Writes an answer to --prompt, or continues --tokens or (with --raw) the text of --prompt.");
  declareModel(options, chosen.model);
  options.text("--prompt", "TEXT", "what the user says, put into the model's chat template", chosen.prompt);
  options.text("--tokens", "IDS", "token ids joined by commas, continued as they are", chosen.tokens);
  options.flag("--raw", "continue --prompt without the chat template", chosen.raw);
  options.count("--max-tokens", "stop after so many (default: until the model ends)",
                chosen.generation.maxTokens, 1);
  options.number("--temperature", "0 is greedy (default: 0.6)", sampling.temperature, 0, 10);
  options.count("--top-k", "choose among the k best (default: all)", sampling.topK);
  options.number("--top-p", "choose among the best that make up this probability (default: 0.95)",
                 sampling.topP, 0, 1);
  options.number("--min-p", "leave out what is less probable than this times the best (default: 0)",
                 sampling.minP, 0, 1);
  options.seed("--seed", "the same seed gives the same text (default: a random one)", chosen.seed);
  options.flag("--ignore-eos", "never choose an end token", chosen.generation.ignoreEnd);
  declareDevice(options, chosen.model);
  declareCacheForm(options, chosen.model);
  declareContext(options, chosen.model);
  declareThreads(options, chosen.model);
  options.flag("--json", "one JSON object with tokens, text and timings", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (chosen.prompt.has_value() == chosen.tokens.has_value()) {
    return options.wrongUsage("give either --prompt or --tokens");
  }
  if (chosen.tokens) {
    if (const auto ids = parseIds(*chosen.tokens); !ids)
      return options.wrongUsage("option --tokens: " + ids.error().what());
  }
  sampling.seed = chosen.seed ? *chosen.seed : std::random_device{}();
  return exitCode(generateText(chosen));
}

}  // namespace hearth::cli
