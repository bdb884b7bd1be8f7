// The logits of every token of a given sequence, as a NumPy file.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "app/cli/common.h"
#include "app/cli/npy_writer.h"
#include "app/cli/verbs.h"

namespace hearth::cli {
namespace {

// Rows that are computed at a time: bounded by memory, 64 MiB of logits.
uint32_t rowsAtATime(const TokenEvaluator& evaluator, uint32_t vocabSize) {
  const size_t rows = (size_t{64} << 20) / (size_t{vocabSize} * sizeof(float));
  return static_cast<uint32_t>(std::clamp<size_t>(rows, 1, evaluator.maxBatch()));
}

Result<void> writeLogits(ModelOptions model, const std::vector<TokenId>& ids, const std::string& path,
                         bool json) {
  if (model.contextLength == 0) model.contextLength = static_cast<uint32_t>(ids.size());
  if (ids.size() > model.contextLength) {
    return Error("there are " + std::to_string(ids.size()) + " tokens, but --ctx is " +
                 std::to_string(model.contextLength));
  }
  auto loaded = loadFor(model);
  if (!loaded) return std::move(loaded).error();
  const uint32_t vocabSize = (*loaded)->model().config.vocabSize;
  if (auto valid = checkIds(ids, vocabSize); !valid) return valid;
  auto file = NpyWriter::create(path, static_cast<uint32_t>(ids.size()), vocabSize);
  if (!file) return std::move(file).error();

  TokenEvaluator& evaluator = (*loaded)->evaluator();
  const uint32_t batch = rowsAtATime(evaluator, vocabSize);
  std::vector<float> logits(size_t{std::min(batch, static_cast<uint32_t>(ids.size()))} * vocabSize);
  for (uint32_t done = 0; done < ids.size();) {
    const auto chunk = std::span(ids).subspan(done, std::min(ids.size() - done, size_t{batch}));
    const auto rows = std::span(logits).first(chunk.size() * vocabSize);
    if (evaluator.evaluate(chunk, done, LogitsFor::Every, rows, nullptr) == Evaluated::Failed) {
      return Error(evaluator.failure());
    }
    if (auto written = file->write(rows); !written) return written;
    done += static_cast<uint32_t>(chunk.size());
  }
  if (auto closed = file->close(); !closed) return closed;
  if (json) printJson({{"file", path}, {"tokens", ids.size()}, {"vocabulary", vocabSize}});
  return {};
}

}  // namespace

int runLogits(Arguments arguments) {
  ModelOptions model;
  std::optional<std::string> tokens, out;
  bool json = false;
  Options options("logits",
                  "Writes the logits of every token as a NumPy file of float32, [n_tokens, vocab].");
  declareModel(options, model);
  options.text("--tokens", "IDS", "token ids joined by commas", tokens);
  options.text("--out", "FILE", "the .npy file to write", out);
  declareDevice(options, model);
  declareCacheForm(options, model);
  declareContext(options, model);
  declareThreads(options, model);
  options.flag("--json", "one JSON object that tells what was written", json);
  if (const auto code = options.parse(arguments)) return *code;
  if (!tokens || !out) return options.wrongUsage("--tokens and --out are needed");
  const auto ids = parseIds(*tokens);
  if (!ids) return options.wrongUsage("option --tokens: " + ids.error().what());
  return exitCode(writeLogits(std::move(model), *ids, *out, json));
}

}  // namespace hearth::cli
