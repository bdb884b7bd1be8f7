// Records which experts a model chooses while it reads a text: what `simulate` replays.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "runtime/experts/routing_trace.h"

namespace hearth::cli {
namespace {

struct TraceOptions {
  ModelOptions model;
  std::optional<std::string> file, output;
  bool special = false, json = false;
};

Result<std::string> readText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && !file.eof()) return Error(path + " cannot be read; check the path and its permissions");
  return text;
}

// Evaluates all tokens, in contexts of the decoder's length one after another. Logits of every row are asked
// for, because the last layer is only computed for rows that have them.
Result<RoutingRecord> record(LoadedModel& loaded, std::span<const TokenId> ids) {
  constexpr uint32_t kRowsAtOnce = 64;
  RoutingRecord record = makeRecord(loaded.model());
  TokenEvaluator& evaluator = loaded.evaluator();
  const uint32_t batch = std::min(kRowsAtOnce, evaluator.maxBatch()), context = evaluator.contextLength();
  std::vector<float> logits(size_t{batch} * loaded.model().config.vocabSize);
  for (size_t done = 0; done < ids.size();) {
    const auto position = static_cast<uint32_t>(done % context);
    const size_t rows = std::min({ids.size() - done, size_t{batch}, size_t{context} - position});
    loaded.traceRouting(recordInto(record, ids.subspan(done, rows)));
    const auto wanted = std::span(logits).first(rows * loaded.model().config.vocabSize);
    if (evaluator.evaluate(ids.subspan(done, rows), position, LogitsFor::Every, wanted, nullptr) ==
        Evaluated::Failed) {
      return Error(evaluator.failure());
    }
    done += rows;
  }
  loaded.traceRouting({});
  return record;
}

Result<void> trace(const TraceOptions& options) {
  const auto text = readText(*options.file);
  if (!text) return text.error();
  auto loaded = loadFor(options.model);
  if (!loaded) return std::move(loaded).error();
  if (!(*loaded)->model().config.routing) {
    return Error("this model has no experts to choose from; take a mixture-of-experts model");
  }
  const auto special = options.special ? SpecialTokens::Parse : SpecialTokens::AsText;
  const auto ids = (*loaded)->tokenizer().encode(*text, special, AddBos::AsModelWants);
  if (ids.empty()) return Error("the text is empty; take a longer one");
  const auto recorded = record(**loaded, ids);
  if (!recorded) return recorded.error();
  const RoutingRecord& routing = *recorded;
  if (auto written = writeRecord(routing, *options.output); !written) return written;
  if (options.json) {
    printJson({{"trace", *options.output},
               {"tokens", routing.size()},
               {"layers", routing.layers},
               {"experts", routing.experts},
               {"chosen_per_token", routing.topK}});
  } else {
    std::printf("%s: %u tokens, %zu layers, %u of %u experts each\n", options.output->c_str(), routing.size(),
                routing.layers.size(), routing.topK, routing.experts);
  }
  return {};
}

}  // namespace

int runTrace(Arguments arguments) {
  TraceOptions chosen;
  Options options("trace", "Records which experts a model chooses while it reads a text, for simulate.");
  declareModel(options, chosen.model);
  options.text("--file", "F", "the text, UTF-8", chosen.file);
  options.text("--out", "T", "the trace to write", chosen.output);
  options.flag("--parse-special", "text such as <|im_end|> becomes the special token", chosen.special);
  declareDevice(options, chosen.model);
  declareContext(options, chosen.model);
  declareThreads(options, chosen.model);
  options.flag("--json", "one JSON object with what was recorded", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.file || !chosen.output) return options.wrongUsage("--file and --out are needed");
  return exitCode(trace(chosen));
}

}  // namespace hearth::cli
