// Which columns of a model's matrices matter, gathered over a text.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/cli/common.h"
#include "app/cli/terminal.h"
#include "app/cli/verbs.h"
#include "runtime/base/quoted.h"
#include "runtime/convert/collect_importance.h"
#include "runtime/model/loader.h"

namespace hearth::cli {
namespace {

struct ImportanceOptions {
  std::string model;
  std::optional<std::string> text, out;
  CollectOptions collect;
  uint32_t threads = 0, correlationsMb = 4096;
  bool force = false;
};

// What is run through the model, and what the file says it was.
struct Sample {
  std::vector<int32_t> tokens;
  std::string name;
};

Result<Sample> sampleFor(const ImportanceOptions& options, const Model& model) {
  if (!options.text) return Sample{evenlyDrawnTokens(model.config.vocabSize), "tokens drawn evenly"};
  std::ifstream file(*options.text, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty())
    return Error(quotedPath(*options.text) +
                 " is empty or cannot be read; check the path and its permissions");
  auto tokenizer = Tokenizer::fromMetadata(model.file->metadata());
  if (!tokenizer) return std::move(tokenizer).error();
  return Sample{(*tokenizer)->encode(text, SpecialTokens::Parse, AddBos::AsModelWants),
                std::filesystem::path(*options.text).filename().string()};
}

Result<void> gather(ImportanceOptions options) {
  std::error_code code;
  if (!options.force && std::filesystem::exists(*options.out, code))
    return Error(quotedPath(*options.out) + " exists already: give another name, or --force to replace it");
  auto model = loadModel(options.model);
  if (!model) return std::move(model).error();
  auto sample = sampleFor(options, **model);
  if (!sample) return std::move(sample).error();
  const Interrupts interrupts;
  ThreadPool pool(options.threads);
  const bool shown = outputIsTerminal();
  options.collect.onProgress = [&](double fraction) {
    if (shown) std::fprintf(stderr, "\r%3.0f %% of the text ", 100 * fraction);
    return interrupts.count() == 0;
  };
  options.collect.productBytesMost = uint64_t{options.correlationsMb} << 20;
  auto collected = collectImportance(**model, sample->tokens, pool, options.collect);
  if (shown) std::fprintf(stderr, "\r%-40s\r", "");
  if (!collected) return std::move(collected).error();
  if (auto written = Importance::write(*options.out, collected->sums, collected->tokens, sample->name);
      !written)
    return written;
  uint64_t unseen = 0;
  for (const auto& [tensor, sums] : collected->sums)
    unseen += static_cast<uint64_t>(std::count(sums.counts.begin(), sums.counts.end(), 0.0f));
  std::printf("%llu tokens, %zu tensors\n", static_cast<unsigned long long>(collected->tokens),
              collected->sums.size());
  if (unseen > 0) {
    std::printf(
        "%llu matrices of experts were never chosen; they count like the mean of their layer. A longer or "
        "more varied text helps.\n",
        static_cast<unsigned long long>(unseen));
  }
  return {};
}

}  // namespace

int runImportance(Arguments arguments) {
  ImportanceOptions chosen;
  Options options("importance",
                  "Runs a text through a model and writes down which columns of its matrices matter, for\n"
                  "hearth-cli quantize --importance (and for llama-quantize --imatrix).");
  options.argument("MODEL", "a GGUF file, best the original; of a split model, any part", chosen.model);
  options.text("--text", "F",
               "the text, UTF-8: much of what the model will be used for (default: tokens at random)",
               chosen.text);
  options.text("--out", "F", "the file to write", chosen.out);
  options.count("--ctx", "tokens in a chunk (default: 512)", chosen.collect.chunkTokens, 16, 1u << 20);
  options.count("--chunks", "only so many chunks (default: all)", chosen.collect.chunksMax, 1);
  options.count(
      "--correlations",
      "memory for how columns go together, in MB; the largest tensors' are left out (default: 4096)",
      chosen.correlationsMb, 0, 1u << 20);
  options.count("--threads", "threads (default: one for each core that is worth it)", chosen.threads, 1,
                1024);
  options.flag("--force", "replace the file if it exists", chosen.force);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.out) return options.wrongUsage("--out is needed");
  return exitCode(gather(std::move(chosen)));
}

}  // namespace hearth::cli
