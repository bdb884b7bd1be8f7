// Speed: tokens per second while reading a prompt and while writing, each from an empty context.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/roofline.h"
#include "app/cli/verbs.h"

namespace hearth::cli {
namespace {

struct BenchOptions {
  ModelOptions model;
  uint32_t prefillTokens = 512, decodeTokens = 64, repetitions = 3;
  bool roofline = false, json = false;
};

struct Rates {
  double median = 0, min = 0, max = 0;  // tokens per second
};

// Runs `work` once unmeasured and then `repetitions` times.
Rates measure(uint32_t repetitions, uint32_t tokens, const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  work();
  std::vector<double> rates;
  for (uint32_t i = 0; i < repetitions; ++i) {
    const auto start = Clock::now();
    work();
    rates.push_back(tokens / std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::sort(rates.begin(), rates.end());
  const size_t half = rates.size() / 2;
  const double median = rates.size() % 2 == 1 ? rates[half] : (rates[half - 1] + rates[half]) / 2;
  return {median, rates.front(), rates.back()};
}

nlohmann::ordered_json asJson(const std::optional<Rates>& rates) {
  if (!rates) return nullptr;
  return {{"median", rates->median}, {"min", rates->min}, {"max", rates->max}};
}

void print(const char* what, uint32_t tokens, const std::optional<Rates>& rates) {
  if (!rates) return;
  std::printf("%-8s %5u tokens: %9.2f tokens/s (%.2f to %.2f)\n", what, tokens, rates->median, rates->min,
              rates->max);
}

Result<void> bench(BenchOptions options) {
  if (options.model.contextLength == 0) {
    options.model.contextLength = std::max(options.prefillTokens, options.decodeTokens);
  }
  auto loaded = loadFor(options.model);
  if (!loaded) return std::move(loaded).error();
  const ModelLoaded& description = (*loaded)->description();
  const uint32_t vocabSize = (*loaded)->model().config.vocabSize;
  std::vector<TokenId> ids(options.model.contextLength);
  std::mt19937 random(1);  // any tokens do; a mixture of experts should see many kinds
  for (TokenId& id : ids) id = static_cast<TokenId>(random() % vocabSize);
  TokenEvaluator& evaluator = (*loaded)->evaluator();
  std::vector<float> logits(vocabSize);

  std::optional<Rates> prefill, decode;
  if (options.prefillTokens > 0) {
    prefill = measure(options.repetitions, options.prefillTokens, [&] {
      for (uint32_t done = 0; done < options.prefillTokens;) {
        const uint32_t count = std::min(options.prefillTokens - done, evaluator.maxBatch());
        const bool last = done + count == options.prefillTokens;
        evaluator.evaluate(std::span(ids).subspan(done, count), done, LogitsFor::Last,
                           last ? std::span<float>(logits) : std::span<float>(), nullptr);
        done += count;
      }
    });
  }
  if (options.decodeTokens > 0) {
    decode = measure(options.repetitions, options.decodeTokens, [&] {
      for (uint32_t position = 0; position < options.decodeTokens; ++position) {
        evaluator.evaluate(std::span(ids).subspan(position, 1), position, LogitsFor::Last, logits, nullptr);
      }
    });
  }
  if (const auto failure = evaluator.failure(); !failure.empty()) return Error(failure);
  std::optional<Roofline> roofline;
  if (options.roofline) roofline = measureRoofline(**loaded);
  const double decodeRate = decode ? decode->median : 0, prefillRate = prefill ? prefill->median : 0;
  if (options.json) {
    nlohmann::ordered_json report = {{"model", description.path},
                                     {"format", description.format},
                                     {"device", description.device},
                                     {"placement", description.placement},
                                     {"threads", description.threads},
                                     {"prefill_tokens", options.prefillTokens},
                                     {"decode_tokens", options.decodeTokens},
                                     {"repetitions", options.repetitions},
                                     {"prefill_tokens_per_second", asJson(prefill)},
                                     {"decode_tokens_per_second", asJson(decode)},
                                     {"hardware", hardwareJson((*loaded)->hardware())}};
    if (roofline) report["roofline"] = asJson(*roofline, decodeRate, prefillRate);
    printJson(report);
  } else {
    std::printf("%s, %s\n", description.path.c_str(), description.device.c_str());
    print("prefill", options.prefillTokens, prefill);
    print("decode", options.decodeTokens, decode);
    std::printf("%s\n", description.placement.c_str());
    if (roofline) print(*roofline, decodeRate, prefillRate);
  }
  return {};
}

}  // namespace

int runBench(Arguments arguments) {
  BenchOptions chosen;
  Options options("bench",
                  "Measures tokens per second, reading a prompt (prefill) and writing (decode), each from an "
                  "empty context.");
  declareModel(options, chosen.model);
  options.count("-p", "tokens of the prompt (default: 512; 0: none)", chosen.prefillTokens, 0, 1u << 20);
  options.count("-n", "tokens to write (default: 64; 0: none)", chosen.decodeTokens, 0, 1u << 20);
  options.count("-r", "measured repetitions (default: 3)", chosen.repetitions, 1, 1000);
  declareDevice(options, chosen.model);
  declareThreads(options, chosen.model);
  options.flag("--roofline", "also what the processor's memory and arithmetic would allow, measured",
               chosen.roofline);
  options.flag("--json", "one JSON object with median, least and most, and what lies where", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (chosen.prefillTokens == 0 && chosen.decodeTokens == 0)
    return options.wrongUsage("-p and -n cannot both be 0");
  return exitCode(bench(std::move(chosen)));
}

}  // namespace hearth::cli
