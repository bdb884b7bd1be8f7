// How often guesses from the text alone come true where the answers are known, and what they would give at
// known costs. CASES has a line for each answer: its kind, the numbers of tokens of prompt and answer, and
// the tokens (text_guesses.py makes them). COSTS are the seconds of a step with 0 to 4 guesses, by those of
// one without.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/generate/draft_meter.h"
#include "runtime/generate/drafter.h"

namespace hearth {
namespace {

using Costs = std::array<double, kGuessesMost + 1>;

// What is written is known: there is nothing to evaluate.
class NoModel final : public TokenEvaluator {
 public:
  uint32_t vocabSize() const override { return 1; }
  uint32_t maxBatch() const override { return 512; }
  uint32_t contextLength() const override { return 1 << 16; }
  Evaluated evaluate(std::span<const TokenId>, uint32_t, LogitsFor, Logits,
                     const std::atomic<bool>*) override {
    return Evaluated::Done;
  }
};

struct Case {
  std::string kind;
  std::vector<TokenId> prompt, answer;
};

struct Sums {
  double tokens = 0, steps = 0, guessing = 0, drafted = 0, kept = 0, seconds = 0;
};

// With a fixed number of guesses, or the meter's, on a clock that is up to 8 % off.
void write(const Case& c, const Costs& costs, uint32_t fixed, DraftMeter* meter, Sums& sums) {
  NoModel model;
  Session session(model);
  (void)session.prefill(c.prompt, {}, nullptr);
  NgramDrafter drafter;
  std::mt19937 random(1);
  std::array<TokenId, kGuessesMost> guesses{};
  DraftStep step;
  bool measured = false;
  for (const TokenId token : c.answer) {
    ++sums.tokens;
    if (session.appendGuessed(token)) {
      ++step.accepted;
      ++sums.kept;
      continue;
    }
    if (measured) meter->note(step);
    const uint32_t depth = meter != nullptr ? meter->depth() : fixed;
    const uint32_t wanted = std::min(depth, session.guessesThatFit());
    step = {};
    if (wanted > 0) step.drafted = drafter.draft(session, token, std::span(guesses).first(wanted));
    (void)session.append(token, std::span(guesses).first(step.drafted), nullptr);
    measured = meter != nullptr && wanted == depth;
    step.seconds = costs[step.drafted] * (0.92 + 0.16 * static_cast<double>(random()) / 0x1p32);
    sums.seconds += costs[step.drafted];
    sums.drafted += step.drafted;
    ++sums.steps;
    sums.guessing += step.drafted > 0 ? 1 : 0;
  }
}

bool readCases(const char* path, std::map<std::string, std::vector<Case>>& cases) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    Case c;
    size_t prompt = 0, answer = 0;
    words >> c.kind >> prompt >> answer;
    c.prompt.resize(prompt);
    c.answer.resize(answer);
    for (auto* tokens : {&c.prompt, &c.answer}) {
      for (TokenId& token : *tokens) words >> token;
    }
    if (!words || prompt == 0) return false;
    cases[c.kind].push_back(std::move(c));
  }
  return !cases.empty();
}

}  // namespace
}  // namespace hearth

int main(int argc, char** argv) {
  using namespace hearth;
  std::map<std::string, std::vector<Case>> cases;
  Costs costs{};
  if (argc != 3 ||
      std::sscanf(argv[2], "%lf,%lf,%lf,%lf,%lf", &costs[0], &costs[1], &costs[2], &costs[3], &costs[4]) !=
          5 ||
      !readCases(argv[1], cases)) {
    std::fprintf(stderr, "usage: text_guesses CASES 1,1.3,1.3,1.7,1.9\n");
    return 2;
  }
  for (const auto& [kind, answers] : cases) {
    double off = 0;
    for (uint32_t form = 0; form <= kGuessesMost + 1; ++form) {
      Sums sums;
      for (const Case& c : answers) {
        DraftMeter meter;  // of its own: as in a program's first answer
        write(c, costs, form, form > kGuessesMost ? &meter : nullptr, sums);
      }
      if (form == 0) off = sums.seconds;
      std::printf(
          "%-8s %-4s %.2f times, %.2f tokens a step, guesses in %2.0f %% of steps, kept %.0f of %.0f\n",
          kind.c_str(), form > kGuessesMost ? "auto" : std::to_string(form).c_str(), off / sums.seconds,
          sums.tokens / sums.steps, 100 * sums.guessing / sums.steps, sums.kept, sums.drafted);
    }
  }
  return 0;
}
