// Replays a routing trace: how often each policy finds an expert where it wants it, beside the optimum.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "runtime/experts/simulate.h"

namespace hearth::cli {
namespace {

struct SimulateOptions {
  std::string trace;
  std::optional<std::string> slots, policy;
  uint32_t moves = 2, moveSteps = 0, prompt = 0;
  bool json = false;
};

// One entry of --slots: a number, or a share of the experts.
struct SlotsWanted {
  std::string text;
  double value = 0;
  bool percent = false;
  // To the nearest; at least one.
  uint32_t of(uint32_t experts) const {
    const double slots = percent ? std::round(value / 100 * experts) : value;
    return static_cast<uint32_t>(std::clamp(slots, 1.0, static_cast<double>(experts)));
  }
};

Result<std::vector<SlotsWanted>> parseSlots(std::string_view list) {
  std::vector<SlotsWanted> all;
  for (;;) {
    const size_t comma = list.find(',');
    std::string_view word = list.substr(0, comma);
    SlotsWanted slots{.text = std::string(word)};
    if (word.ends_with('%')) {
      slots.percent = true;
      word.remove_suffix(1);
    }
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), slots.value);
    const bool whole = slots.percent || slots.value == std::floor(slots.value);
    if (error != std::errc{} || end != word.data() + word.size() || !(slots.value > 0) ||
        (slots.percent && slots.value > 100) || !whole) {
      return Error("'" + slots.text + "' is neither a number of slots nor a share such as 25%");
    }
    all.push_back(slots);
    if (comma == std::string_view::npos) return all;
    list.remove_prefix(comma + 1);
  }
}

// The policies of --policy, the optimum last.
Result<std::vector<CachePolicy>> parsePolicies(const std::string& name) {
  std::vector<CachePolicy> policies;
  if (name == "all") policies.assign(std::begin(kRealPolicies), std::end(kRealPolicies));
  if (const auto policy = policyNamed(name)) policies.push_back(*policy);
  if (policies.empty()) {
    std::string known;
    for (const CachePolicy policy : kRealPolicies) known += std::string(nameOf(policy)) + ", ";
    return Error("'" + name + "' is none of " + known + "all");
  }
  policies.push_back(CachePolicy::Clairvoyant);
  return policies;
}

struct Row {
  CachePolicy policy;
  std::vector<SimulationResult> results;  // one per entry of --slots
};

void printTable(const RoutingRecord& record, const std::vector<SlotsWanted>& slots,
                const std::vector<Row>& rows, const SimulateOptions& options) {
  std::printf("%u tokens, %zu layers, %u of %u experts each; at most %u moves per layer and token",
              record.size(), record.layers.size(), record.topK, record.experts, options.moves);
  if (options.moveSteps > 0) std::printf(", done %u tokens late", options.moveSteps);
  if (options.prompt > 0) std::printf("; the first %u tokens are a prompt, not counted", options.prompt);
  std::printf("\nhit rate %% (moves per layer and token)\n%-14s", "slots");
  for (const SlotsWanted& s : slots) {
    const std::string name = s.text + " = " + std::to_string(s.of(record.experts));
    std::printf("%18s", name.c_str());
  }
  std::printf("\n");
  const double steps = std::max(
      1.0, static_cast<double>(record.size() - options.prompt) * static_cast<double>(record.layers.size()));
  for (const Row& row : rows) {
    std::printf("%-14s", std::string(nameOf(row.policy)).c_str());
    for (const SimulationResult& r : row.results) {
      std::printf("%10.1f (%5.2f)", 100 * r.count.rate(), static_cast<double>(r.moves) / steps);
    }
    std::printf("\n");
  }
}

void printAsJson(const RoutingRecord& record, const std::vector<SlotsWanted>& slots,
                 const std::vector<Row>& rows, const SimulateOptions& options) {
  auto results = nlohmann::ordered_json::array();
  for (const Row& row : rows) {
    for (size_t i = 0; i < slots.size(); ++i) {
      const SimulationResult& r = row.results[i];
      results.push_back({{"policy", nameOf(row.policy)},
                         {"slots", slots[i].of(record.experts)},
                         {"wanted", slots[i].text},
                         {"hit_rate", r.count.rate()},
                         {"hits", r.count.hits},
                         {"misses", r.count.misses},
                         {"moves", r.moves}});
    }
  }
  printJson({{"trace", options.trace},
             {"tokens", record.size()},
             {"layers", record.layers.size()},
             {"experts", record.experts},
             {"chosen_per_token", record.topK},
             {"moves_per_layer_and_token", options.moves},
             {"moves_late_by_tokens", options.moveSteps},
             {"prompt_tokens", options.prompt},
             {"results", std::move(results)}});
}

Result<void> replay(const SimulateOptions& options, const std::vector<SlotsWanted>& slots,
                    const std::vector<CachePolicy>& policies) {
  const auto record = readRecord(options.trace);
  if (!record) return record.error();
  if (options.prompt >= record->size()) {
    return Error("the trace has " + std::to_string(record->size()) + " tokens, no more than --prompt");
  }
  std::vector<Row> rows;
  for (const CachePolicy policy : policies) {
    rows.push_back({policy, {}});
    for (const SlotsWanted& s : slots) {
      rows.back().results.push_back(simulate(*record, {.policy = policy,
                                                       .slots = s.of(record->experts),
                                                       .movesPerStep = options.moves,
                                                       .moveSteps = options.moveSteps,
                                                       .promptTokens = options.prompt}));
    }
  }
  options.json ? printAsJson(*record, slots, rows, options) : printTable(*record, slots, rows, options);
  return {};
}

}  // namespace

int runSimulate(Arguments arguments) {
  SimulateOptions chosen;
  Options options("simulate",
                  "Replays a trace of routing with so many experts per layer held in fast memory, and prints "
                  "how often\neach policy had the chosen ones there, beside Belady's optimum: it knows the "
                  "future, moves for\nnothing, and may leave out what will not be used soon, but takes in "
                  "only what was just used.");
  options.argument("TRACE", "a file written by hearth-cli trace", chosen.trace);
  options.text("--slots", "S[,S…]", "experts held per layer: a number, or a share such as 25%", chosen.slots);
  options.text("--policy", "P",
               "foresight, lru, lfu, lfru, second-chance, pinned-half, fifo or all (default)", chosen.policy);
  options.count("--moves", "most moves into a layer for each token (default: 2)", chosen.moves, 1, 1024);
  options.count("--late",
                "moves are done so many tokens after they began (default: 0, in time for the first)",
                chosen.moveSteps, 0, 1024);
  options.count("--prompt", "so many tokens are a prompt: they warm the cache and are not counted",
                chosen.prompt);
  options.flag("--json", "one JSON object", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.slots) return options.wrongUsage("--slots is needed");
  const auto slots = parseSlots(*chosen.slots);
  if (!slots) return options.wrongUsage("option --slots: " + slots.error().what());
  const auto policies = parsePolicies(chosen.policy.value_or("all"));
  if (!policies) return options.wrongUsage("option --policy: " + policies.error().what());
  return exitCode(replay(chosen, *slots, *policies));
}

}  // namespace hearth::cli
