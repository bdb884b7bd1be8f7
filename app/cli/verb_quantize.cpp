// Writes a model anew with smaller numbers.
#include <cstdio>
#include <filesystem>

#include "app/cli/common.h"
#include "app/cli/terminal.h"
#include "app/cli/verbs.h"
#include "runtime/base/quoted.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/convert/checkpoint_source.h"
#include "runtime/convert/quantize_model.h"

namespace hearth::cli {
namespace {

struct QuantizeOptions {
  std::string in, out;
  std::optional<std::string> type, experts, importance;
  uint32_t threads = 0;
  bool force = false, json = false;
};

Result<TypePlan> typesFrom(const QuantizeOptions& options) {
  TypePlan plan;
  const std::string known = "q8_0, q6_k, q5_k, q4_k, q3_k, q2_k";
  const auto type = quantizeTypeNamed(options.type.value_or("mixed"));
  if (!type)
    return Error("option --type: " + hearth::quoted(*options.type) + " is none of " + known + " and mixed");
  plan.type = *type;
  if (!options.experts) return plan;
  const auto experts = quantizeTypeNamed(*options.experts);
  if (!experts || *experts == QuantizeType::Mixed) {
    return Error("option --experts: " + hearth::quoted(*options.experts) + " is none of " + known);
  }
  plan.experts = baseTypeOf(*experts);
  return plan;
}

// OUT is not one of IN's files, and is overwritten only when the user says so.
Result<void> checkOut(const QuantizeOptions& options, const GgufFile& in) {
  std::error_code code;
  for (uint32_t part = 0; part < in.partCount(); ++part) {
    if (std::filesystem::equivalent(in.partPath(part), options.out, code)) {
      return Error(quotedPath(options.out) + " is the model that is read: give the new file another name");
    }
  }
  if (!options.force && std::filesystem::exists(options.out, code)) {
    return Error(quotedPath(options.out) + " exists already: give another name, or --force to replace it");
  }
  return {};
}

nlohmann::ordered_json jsonOf(const QuantizeReport& report) {
  nlohmann::ordered_json formats;
  for (const auto& [type, count] : report.tensorsOf) formats[std::string(layoutOf(type).name)] = count;
  return {
      {"bytes_before", report.bytesBefore},
      {"bytes_after", report.bytesAfter},
      {"bits_per_weight", 8.0 * static_cast<double>(report.bytesAfter) / static_cast<double>(report.values)},
      {"rms_error", report.error},
      {"relative_error", report.relativeError},
      {"tensors", formats},
      {"other_format", report.otherFormat},
      {"quantised_before", report.fromQuantised},
      {"without_importance", report.withoutImportance}};
}

void print(const QuantizeReport& report) {
  std::printf(
      "%.2f MB became %.2f MB, %.2f bits a weight; rounding moves a weight by %.3g, %.3f %% (root mean "
      "square)\n",
      static_cast<double>(report.bytesBefore) / 1e6, static_cast<double>(report.bytesAfter) / 1e6,
      8.0 * static_cast<double>(report.bytesAfter) / static_cast<double>(report.values), report.error,
      100 * report.relativeError);
  for (const auto& [type, count] : report.tensorsOf)
    std::printf("  %-8s %u tensors\n", std::string(layoutOf(type).name).c_str(), count);
  if (!report.otherFormat.empty()) {
    std::printf(
        "%zu matrices have rows that are no whole blocks of 256: they are in a format of blocks of 32, "
        "such as %s.\n",
        report.otherFormat.size(), hearth::quoted(report.otherFormat.front()).c_str());
  }
  if (report.fromQuantised > 0) {
    std::printf(
        "%u matrices had been quantised before and lost a second time: begin with the original (bf16, "
        "f16 or f32) where you can.\n",
        report.fromQuantised);
  }
  if (report.withoutImportance > 0) {
    std::printf("The importance file says nothing of %u matrices; in them all columns counted alike.\n",
                report.withoutImportance);
  }
}

Result<void> quantizeFile(const QuantizeOptions& options, const TypePlan& types) {
  auto in = openModelFile(options.in);
  if (!in) return std::move(in).error();
  if (auto checked = checkOut(options, *in); !checked) return checked;
  QuantizePlan plan{.types = types};
  std::optional<Importance> importance;
  if (options.importance) {
    auto read = Importance::read(*options.importance);
    if (!read) return std::move(read).error();
    importance = std::move(*read);
    plan.importance = &*importance;
  }
  const Interrupts interrupts;
  ThreadPool pool(options.threads);
  const bool shown = !options.json && outputIsTerminal();
  const auto progress = [&](double fraction, const std::string& tensor) {
    if (shown) std::fprintf(stderr, "\r%3.0f %%  %-40.40s", 100 * fraction, tensor.c_str());
    return interrupts.count() == 0;
  };
  auto source = sourceOf(*in);
  if (!source) return std::move(source).error();
  auto report = quantizeModel(**source, options.out, plan, pool, progress);
  if (shown) std::fprintf(stderr, "\r%-60s\r", "");
  if (!report) return std::move(report).error();
  if (options.json) {
    printJson(jsonOf(*report));
  } else {
    print(*report);
    if (!importance) {
      std::printf(
          "With an importance file it predicts better; hearth-cli importance makes one, best from the "
          "original.\n");
    }
  }
  return {};
}

}  // namespace

int runQuantize(Arguments arguments) {
  QuantizeOptions chosen;
  Options options("quantize",
                  "Writes a model with smaller numbers. IN should be the original (bf16, f16 or f32).");
  options.argument("IN", "a GGUF file (of a split model, any part) or a checkpoint's folder", chosen.in);
  options.argument("OUT", "the new file", chosen.out);
  options.text("--type", "T", "q8_0, q6_k, q5_k, q4_k, q3_k, q2_k or mixed (default: mixed)", chosen.type);
  options.text("--experts", "T", "the routed experts in another format", chosen.experts);
  options.text("--importance", "F", "a file of hearth-cli importance (best), or of llama-imatrix (GGUF)",
               chosen.importance);
  options.count("--threads", "threads (default: one for each core that is worth it)", chosen.threads, 1,
                1024);
  options.flag("--force", "replace OUT if it exists", chosen.force);
  options.flag("--json", "one JSON object instead of text", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  const auto types = typesFrom(chosen);
  if (!types) return options.wrongUsage(types.error().what());
  return exitCode(quantizeFile(chosen, *types));
}

}  // namespace hearth::cli
