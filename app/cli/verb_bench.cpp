// Speed: tokens per second while reading a prompt and while writing, the time until a model can be used, and
// what memory it takes.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <span>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/draft_bench.h"
#include "app/cli/reopen_bench.h"
#include "app/cli/roofline.h"
#include "app/cli/speed_tests.h"
#include "app/cli/verbs.h"
#include "runtime/base/host_memory.h"
#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cli {
namespace {

using Json = nlohmann::ordered_json;

struct BenchOptions {
  ModelOptions model;
  uint32_t prefillTokens = 512, decodeTokens = 64, repetitions = 3;
  uint32_t reopenTokens = 0;  // 0: not measured
  std::vector<uint32_t> depths = {0}, batches;
  std::optional<std::string> cpuFeatures, answers;
  bool roofline = false, json = false;
};

// What was measured; each list as long as its tests.
struct Report {
  std::vector<Rates> prefill, decode, batches;
  std::vector<DraftRates> drafting;
  double loadSeconds = 0;  // until the first token was evaluated
  std::optional<size_t> ownBytes;
  std::optional<Roofline> roofline;
  std::optional<Reopening> reopening;
};

Json asJson(const std::vector<Rates>& rates, size_t i) {
  if (i >= rates.size()) return nullptr;
  return {{"median", rates[i].median}, {"min", rates[i].min}, {"max", rates[i].max}};
}

void printAsJson(const BenchOptions& options, const LoadedModel& loaded, const Report& report) {
  const ModelLoaded& description = loaded.description();
  Json json = {{"model", description.path},
               {"format", description.format},
               {"device", description.device},
               {"placement", description.placement},
               {"threads", description.threads},
               {"prefill_tokens", options.prefillTokens},
               {"decode_tokens", options.decodeTokens},
               {"repetitions", options.repetitions},
               {"depth", options.depths.front()},
               {"prefill_tokens_per_second", asJson(report.prefill, 0)},
               {"decode_tokens_per_second", asJson(report.decode, 0)},
               {"load_seconds", report.loadSeconds},
               {"own_memory_bytes", report.ownBytes ? Json(*report.ownBytes) : Json()}};
  for (size_t i = 0; options.depths.size() > 1 && i < options.depths.size(); ++i) {
    json["depths"].push_back({{"depth", options.depths[i]},
                              {"prefill_tokens_per_second", asJson(report.prefill, i)},
                              {"decode_tokens_per_second", asJson(report.decode, i)}});
  }
  for (size_t i = 0; i < options.batches.size(); ++i) {
    json["batches"].push_back(
        {{"tokens", options.batches[i]}, {"tokens_per_second", asJson(report.batches, i)}});
  }
  for (const DraftRates& rate : report.drafting) {
    json["drafting"].push_back({{"guesses", rate.guesses},
                                {"tokens_per_second", rate.tokensPerSecond},
                                {"stats", draftingJson(rate.sum)}});
  }
  if (report.reopening) json["reopening"] = asJson(*report.reopening);
  json["hardware"] = hardwareJson(loaded.hardware());
  if (report.roofline) {
    json["roofline"] = asJson(*report.roofline, report.decode.empty() ? 0 : report.decode[0].median,
                              report.prefill.empty() ? 0 : report.prefill[0].median);
  }
  printJson(json);
}

void print(const char* what, uint32_t tokens, uint32_t depth, const Rates& rates) {
  std::printf("%-8s %5u tokens", what, tokens);
  if (depth > 0) std::printf(" at %u", depth);
  std::printf(": %9.2f tokens/s (%.2f to %.2f)\n", rates.median, rates.min, rates.max);
}

void printForPeople(const BenchOptions& options, const LoadedModel& loaded, const Report& report) {
  const ModelLoaded& description = loaded.description();
  std::printf("%s, %s\n", description.path.c_str(), description.device.c_str());
  std::printf("load: first token after %.2f s", report.loadSeconds);
  if (report.ownBytes)
    std::printf("; %.0f MB of memory beside the model's file, at %u tokens of context",
                static_cast<double>(*report.ownBytes) / 1e6, description.contextLength);
  std::puts("");
  for (size_t i = 0; i < report.prefill.size(); ++i)
    print("prefill", options.prefillTokens, options.depths[i], report.prefill[i]);
  for (size_t i = 0; i < report.decode.size(); ++i)
    print("decode", options.decodeTokens, options.depths[i], report.decode[i]);
  for (size_t i = 0; i < report.batches.size(); ++i) {
    std::printf("batch of %3u: %9.2f tokens/s, %8.3f ms a token (%.3f to %.3f)\n", options.batches[i],
                report.batches[i].median, 1e3 / report.batches[i].median, 1e3 / report.batches[i].max,
                1e3 / report.batches[i].min);
  }
  cli::print(report.drafting);
  if (report.reopening) cli::print(*report.reopening);
  std::printf("%s\n", description.placement.c_str());
  if (report.roofline)
    cli::print(*report.roofline, report.decode.empty() ? 0 : report.decode[0].median,
               report.prefill.empty() ? 0 : report.prefill[0].median);
}

// A prompt a line.
Result<std::vector<std::string>> readPrompts(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Error("cannot read " + path + "; --answers takes a text file with a prompt a line");
  std::vector<std::string> prompts;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) prompts.push_back(line);
  }
  if (prompts.empty()) return Error(path + " holds no prompt");
  return prompts;
}

Result<void> bench(BenchOptions options) {
  if (options.cpuFeatures) {
    if (auto limited = cpu::limitInstructionSet(*options.cpuFeatures); !limited)
      return std::move(limited).error().during("option --cpu-features");
  }
  const uint32_t longest = std::max(options.prefillTokens, options.decodeTokens);
  std::vector<SpeedTest> batches;
  for (const uint32_t batch : options.batches) batches.push_back(batchTest(batch, options.depths.front()));
  const uint32_t contextMost = std::max(
      {*std::max_element(options.depths.begin(), options.depths.end()) + longest, contextFor(batches),
       options.reopenTokens > 0 ? options.reopenTokens + kReopenAnswerTokens : 0});
  std::vector<std::string> prompts;
  if (options.answers) {
    auto read = readPrompts(*options.answers);
    if (!read) return std::move(read).error();
    prompts = std::move(*read);
    options.model.draft = {};
  }
  constexpr uint32_t kLongestPrompt = 512;  // of --answers; a longer one is told to be
  if (options.model.contextLength == 0)
    options.model.contextLength = contextMost + (prompts.empty() ? 0 : kLongestPrompt);

  if (options.model.contextLength < contextMost)
    return Error("the tests need " + std::to_string(contextMost) + " tokens of context; leave --ctx away");

  Report report;
  const auto start = std::chrono::steady_clock::now();
  auto loaded = loadFor(options.model);  // evaluates a token
  if (!loaded) return std::move(loaded).error();
  report.loadSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  SpeedBench speeds((*loaded)->evaluator(), contextMost);
  const auto measure = [&](std::span<const SpeedTest> tests, std::vector<Rates>& rates) -> Result<void> {
    auto measured = speeds.measure(tests, options.repetitions);
    if (!measured) return std::move(measured).error();
    rates.insert(rates.end(), measured->begin(), measured->end());
    return {};
  };
  for (const uint32_t depth : options.depths) {
    const SpeedTest prefill = prefillTest(options.prefillTokens, depth);
    const SpeedTest decode = decodeTest(options.decodeTokens, depth);
    if (prefill.tokens > 0) {
      if (auto done = measure({&prefill, 1}, report.prefill); !done) return done;
    }
    if (decode.tokens > 0) {
      if (auto done = measure({&decode, 1}, report.decode); !done) return done;
    }
  }
  if (auto done = measure(batches, report.batches); !done) return done;
  if (!prompts.empty()) {
    auto drafting =
        measureDrafting(**loaded, prompts, std::max(1u, options.decodeTokens), options.repetitions);
    if (!drafting) return std::move(drafting).error();
    report.drafting = std::move(*drafting);
  }
  if (options.reopenTokens > 0) {
    auto reopening = measureReopening(**loaded, options.reopenTokens);
    if (!reopening) return std::move(reopening).error();
    report.reopening = *reopening;
  }
  report.ownBytes = ownMemoryBytes();
  if (options.roofline) report.roofline = measureRoofline(**loaded);
  if (options.json) {
    printAsJson(options, **loaded, report);
  } else {
    printForPeople(options, **loaded, report);
  }
  return {};
}

}  // namespace

int runBench(Arguments arguments) {
  BenchOptions chosen;
  Options options("bench",
                  "Measures tokens per second, reading a prompt (prefill) and writing (decode), and the time "
                  "and the memory that loading takes.");
  declareModel(options, chosen.model);
  options.count("-p", "tokens of the prompt (default: 512; 0: none)", chosen.prefillTokens, 0, 1u << 20);
  options.count("-n", "tokens to write (default: 64; 0: none)", chosen.decodeTokens, 0, 1u << 20);
  options.counts("--depth", "tokens of context before them (default: 0); several: rising", chosen.depths, 0,
                 1u << 24);
  options.counts("--batch", "also batches of so many tokens, each with its logits: 1,2,4", chosen.batches, 1,
                 512);
  options.text("--answers", "FILE",
               "also greedy answers of -n tokens to its lines, without and with guesses ahead",
               chosen.answers);
  options.text("--draft-model", "FILE", "a smaller model of the same vocabulary that guesses for --answers",
               chosen.model.draftModel);
  options.count("-r", "measured repetitions (default: 3)", chosen.repetitions, 1, 1000);
  options.count("--ctx", "context length in tokens (default: what the tests need)",
                chosen.model.contextLength, 1, 1u << 26);
  declareDevice(options, chosen.model);
  declareCacheForm(options, chosen.model);
  declareThreads(options, chosen.model);
  options.text("--cpu-features", "SET",
               "no better than avx512, avx2, sse4, neon or scalar (default: the best)", chosen.cpuFeatures);
  options.count("--reopen", "also a chat of so many tokens opened again: from the disk, and computed anew",
                chosen.reopenTokens, 0, 1u << 20);
  options.flag("--roofline", "also what the processor's memory and arithmetic would allow, measured",
               chosen.roofline);
  options.flag("--json", "one JSON object with median, least and most, and what lies where", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (chosen.prefillTokens == 0 && chosen.decodeTokens == 0 && chosen.batches.empty() &&
      chosen.reopenTokens == 0)
    return options.wrongUsage("-p and -n cannot both be 0");
  return exitCode(bench(std::move(chosen)));
}

}  // namespace hearth::cli
