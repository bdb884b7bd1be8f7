#include "app/cli/draft_bench.h"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "app/cli/common.h"
#include "runtime/generate/generation.h"

namespace hearth::cli {
namespace {

struct Answer {
  std::vector<TokenId> tokens;
  GenerationStats stats;
};

Result<Answer> answerTo(LoadedModel& loaded, const std::string& text, uint32_t longest,
                        const DraftAhead& ahead) {
  ChatMessage message;
  message.text = text;
  const auto prompt = loaded.prompts().build(std::span(&message, 1));
  if (!prompt) return prompt.error();
  GenerationOptions options;
  options.sampling.temperature = 0;
  options.maxTokens = longest;
  options.ahead = ahead;
  Answer answer;
  GenerationCallbacks callbacks;
  callbacks.onToken = [&](TokenId token, const GenerationStats&) {
    answer.tokens.push_back(token);
    return Continue::Yes;
  };
  const auto outcome =
      generate(loaded.session(), loaded.tokenizer(), prompt->tokens, options, callbacks, nullptr);
  if (!outcome) return outcome.error();
  answer.stats = outcome->stats;
  return answer;
}

}  // namespace

Result<std::vector<DraftRates>> measureDrafting(LoadedModel& loaded, const std::vector<std::string>& prompts,
                                                uint32_t longest, uint32_t rounds) {
  Drafter* drafter = loaded.draftAhead().drafter;
  DraftMeter meter;
  std::vector<DraftRates> rates = {{"off", 0, {}}};
  std::vector<DraftAhead> forms(1);
  for (uint32_t guesses = 1; guesses <= kGuessesMost; ++guesses) {
    rates.push_back({std::to_string(guesses), 0, {}});
    forms.push_back({.drafter = drafter, .meter = nullptr, .guesses = guesses});
  }
  rates.push_back({"auto", 0, {}});
  forms.push_back({.drafter = drafter, .meter = &meter, .guesses = kGuessesMost});

  std::vector<std::vector<double>> fastest(
      forms.size(), std::vector<double>(prompts.size(), std::numeric_limits<double>::infinity()));
  std::vector<uint32_t> evaluated(prompts.size());
  std::vector<std::vector<TokenId>> texts(prompts.size());
  for (uint32_t round = 0; round <= rounds; ++round) {
    for (DraftRates& rate : rates) rate.sum = {};
    for (size_t p = 0; p < prompts.size(); ++p) {
      for (size_t f = 0; f < forms.size(); ++f) {
        auto answer = answerTo(loaded, prompts[p], longest, forms[f]);
        if (!answer) return std::move(answer).error();
        if (f == 0 && round == 0) texts[p] = answer->tokens;
        if (answer->tokens != texts[p])
          return Error("with guesses (" + rates[f].guesses + ") the answer to '" + prompts[p] +
                       "' is another one; please report this");
        const GenerationStats& stats = answer->stats;
        evaluated[p] = stats.generatedTokens - 1;  // the first token comes from the prompt's logits
        if (round > 0) fastest[f][p] = std::min(fastest[f][p], stats.generateSeconds);
        rates[f].sum.drafted += stats.drafted;
        rates[f].sum.accepted += stats.accepted;
        rates[f].sum.steps += stats.steps;
        rates[f].sum.draftSource = stats.draftSource;
      }
    }
  }
  for (size_t f = 0; f < forms.size(); ++f) {
    double tokens = 0, seconds = 0;
    for (size_t p = 0; p < prompts.size(); ++p) {
      tokens += evaluated[p];
      seconds += fastest[f][p];
    }
    rates[f].tokensPerSecond = seconds > 0 ? tokens / seconds : 0;
  }
  return rates;
}

void print(const std::vector<DraftRates>& rates) {
  for (const DraftRates& rate : rates) {
    std::printf("guesses %-4s: %9.2f tokens/s, %.2f times", rate.guesses.c_str(), rate.tokensPerSecond,
                rates[0].tokensPerSecond > 0 ? rate.tokensPerSecond / rates[0].tokensPerSecond : 0.0);
    const std::string drafting = draftingText(rate.sum);
    std::printf("%s%s\n", drafting.empty() ? "" : "; ", drafting.c_str());
  }
}

}  // namespace hearth::cli
