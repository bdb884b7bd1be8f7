// What each number format would cost a model in quality.
#include <cmath>
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
  std::optional<std::string> text, with, beside, importance, folder;
  uint32_t chunkTokens = 512, threads = 0;
  bool json = false;
};

// JSON has no infinity.
nlohmann::json errorOrNull(const Estimate& estimate) {
  return std::isfinite(estimate.error) ? nlohmann::json(estimate.error) : nlohmann::json();
}

std::string errorText(const Estimate& estimate) {
  if (!std::isfinite(estimate.error)) return "(one chunk)";
  char text[32];
  std::snprintf(text, sizeof text, "+- %.5f", estimate.error);
  return text;
}

void printPoint(const QualityPoint& point, bool json) {
  if (json) {
    printJson({{"name", point.name},
               {"bytes", point.bytes},
               {"perplexity", point.perplexity},
               {"divergence", point.divergence},
               {"divergence_error", errorOrNull(divergenceOf(point))},
               {"same_best", point.sameBest},
               {"predictions", point.predictions}});
    return;
  }
  std::printf("%-10s %10.2f MB  perplexity %9.4f  divergence %.5f %s  same first choice %.2f %%\n",
              point.name.c_str(), static_cast<double>(point.bytes) / 1e6, point.perplexity, point.divergence,
              errorText(divergenceOf(point)).c_str(), 100 * point.sameBest);
  std::fflush(stdout);
}

void printDifference(const QualityDifference& difference, bool json) {
  if (json) {
    printJson({{"name", "difference"},
               {"ln_perplexity", difference.surprise.mean},
               {"ln_perplexity_error", errorOrNull(difference.surprise)},
               {"divergence", difference.divergence.mean},
               {"divergence_error", errorOrNull(difference.divergence)}});
    return;
  }
  std::printf("%-10s given less beside: ln perplexity %+.5f %s  divergence %+.5f %s\n", "difference",
              difference.surprise.mean, errorText(difference.surprise).c_str(), difference.divergence.mean,
              errorText(difference.divergence).c_str());
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

Result<QualityPoint> compare(const Model& original, const std::string& path, const std::string& name,
                             const QualityText& text, ThreadPool& pool) {
  auto other = loadModel(path);
  if (!other) return std::move(other).error();
  auto point = compareWithOriginal(original, **other, text, pool);
  if (point) point->name = name;
  return point;
}

Result<void> compareGiven(const QualityOptions& options, const QualityText& text, ThreadPool& pool) {
  auto original = loadModel(options.model);
  if (!original) return std::move(original).error();
  const auto given = compare(**original, *options.with, "given", text, pool);
  if (!given) return given.error();
  printPoint(*given, options.json);
  if (!options.beside) return {};
  const auto beside = compare(**original, *options.beside, "beside", text, pool);
  if (!beside) return beside.error();
  printPoint(*beside, options.json);
  printDifference(differenceBetween(*given, *beside), options.json);
  return {};
}

Result<void> measure(const QualityOptions& options) {
  const auto tokens = tokensOf(options);
  if (!tokens) return tokens.error();
  const QualityText text{.tokens = *tokens, .chunkTokens = options.chunkTokens};
  ThreadPool pool(options.threads);
  if (options.with) return compareGiven(options, text, pool);
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
      "and the divergence of its predictions from the original's (nats a token), with the standard error\n"
      "that comes of the text's length.");
  options.argument("MODEL", "a GGUF file, the original; of a split model, any part", chosen.model);
  options.text("--text", "F", "the text, UTF-8", chosen.text);
  options.text("--with", "F", "compare this model with the original instead", chosen.with);
  options.text("--beside", "F", "with --with: this one too, and how much the two differ", chosen.beside);
  options.text("--importance", "F", "as for hearth-cli quantize", chosen.importance);
  options.text("--folder", "D", "for one quantised file at a time (default: the system's temporary folder)",
               chosen.folder);
  options.count("--ctx", "tokens in a chunk (default: 512)", chosen.chunkTokens, 4, 1u << 20);
  options.count("--threads", "threads (default: one for each core that is worth it)", chosen.threads, 1,
                1024);
  options.flag("--json", "one JSON object a line", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.text) return options.wrongUsage("--text is needed");
  if (chosen.beside && !chosen.with) return options.wrongUsage("--beside needs --with");
  return exitCode(measure(chosen));
}

}  // namespace hearth::cli
