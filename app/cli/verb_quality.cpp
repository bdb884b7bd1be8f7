// What each number format would cost a model in quality.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/cli/common.h"
#include "app/cli/terminal.h"
#include "app/cli/verbs.h"
#include "runtime/base/quoted.h"
#include "runtime/convert/quality.h"
#include "runtime/model/loader.h"

namespace hearth::cli {
namespace {

struct QualityOptions {
  std::string model;
  std::optional<std::string> text, with, importance, folder;
  uint32_t chunkTokens = 512, threads = 0;
  bool json = false;
};

void printPoint(const QualityPoint& point, bool json) {
  if (json) {
    printJson({{"name", point.name},
               {"bytes", point.bytes},
               {"perplexity", point.perplexity},
               {"divergence", point.divergence},
               {"same_best", point.sameBest},
               {"predictions", point.predictions}});
    return;
  }
  std::printf("%-10s %10.2f MB  perplexity %9.4f  divergence %.5f  same first choice %.2f %%\n",
              point.name.c_str(), static_cast<double>(point.bytes) / 1e6, point.perplexity, point.divergence,
              100 * point.sameBest);
  std::fflush(stdout);
}

Result<std::vector<TokenId>> tokensOf(const QualityOptions& options) {
  std::ifstream file(*options.text, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty())
    return Error(quotedPath(*options.text) +
                 " is empty or cannot be read; check the path and its permissions");
  auto tokenizer = loadTokenizer(options.model);
  if (!tokenizer) return std::move(tokenizer).error();
  return (*tokenizer)->encode(text, SpecialTokens::Parse, AddBos::AsModelWants);
}

Result<void> compareTwo(const QualityOptions& options, const QualityText& text, ThreadPool& pool) {
  auto original = loadModel(options.model);
  if (!original) return std::move(original).error();
  auto other = loadModel(*options.with);
  if (!other) return std::move(other).error();
  auto point = compareWithOriginal(**original, **other, text, pool);
  if (!point) return std::move(point).error();
  point->name = "given";
  printPoint(*point, options.json);
  return {};
}

Result<void> measure(const QualityOptions& options) {
  const auto tokens = tokensOf(options);
  if (!tokens) return tokens.error();
  const QualityText text{.tokens = *tokens, .chunkTokens = options.chunkTokens};
  ThreadPool pool(options.threads);
  if (options.with) return compareTwo(options, text, pool);
  std::optional<Importance> importance;
  if (options.importance) {
    auto read = Importance::read(*options.importance);
    if (!read) return std::move(read).error();
    importance = std::move(*read);
  }
  QualitySweep sweep{.model = options.model,
                     .folder = options.folder.value_or(std::filesystem::temp_directory_path().string()),
                     .types = {std::begin(kQuantizeTypes), std::end(kQuantizeTypes)},
                     .importance = importance ? &*importance : nullptr,
                     .text = text};
  const Interrupts interrupts;
  return sweepQuality(
      sweep, pool, [&](const QualityPoint& point) { printPoint(point, options.json); },
      [&](double, const std::string&) { return interrupts.count() == 0; });
}

}  // namespace

int runQuality(Arguments arguments) {
  QualityOptions chosen;
  Options options(
      "quality",
      "Quantises a model to every type and measures what each costs: bytes, perplexity on a text,\n"
      "and the divergence of its predictions from the original's (nats a token).");
  options.argument("MODEL", "a GGUF file, the original; of a split model, any part", chosen.model);
  options.text("--text", "F", "the text, UTF-8", chosen.text);
  options.text("--with", "F", "compare this model with the original instead", chosen.with);
  options.text("--importance", "F", "as for hearth-cli quantize", chosen.importance);
  options.text("--folder", "D", "for one quantised file at a time (default: the system's temporary folder)",
               chosen.folder);
  options.count("--ctx", "tokens in a chunk (default: 512)", chosen.chunkTokens, 4, 1u << 20);
  options.count("--threads", "threads (default: one for each core that is worth it)", chosen.threads, 1,
                1024);
  options.flag("--json", "one JSON object a line", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.text) return options.wrongUsage("--text is needed");
  return exitCode(measure(chosen));
}

}  // namespace hearth::cli
