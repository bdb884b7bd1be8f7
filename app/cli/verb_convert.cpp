// Writes a checkpoint folder (safetensors) as a GGUF file that other programs read too.
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

struct ConvertOptions {
  std::string folder;
  std::optional<std::string> out, type;
  uint32_t threads = 0;
  bool force = false;
};

std::optional<TypePlan> planNamed(std::string_view name) {
  TypePlan plan;
  if (name == "f32") plan.plain = DType::F32;
  if (name == "f16") plan.plain = DType::F16;
  if (name == "bf16") plan.plain = DType::BF16;
  if (plan.plain) return plan;
  const auto type = quantizeTypeNamed(name);
  if (!type) return std::nullopt;
  plan.type = *type;
  return plan;
}

Result<void> convert(const ConvertOptions& options, const TypePlan& types) {
  if (checkpointFolderOf(options.folder).empty()) {
    return Error(
        quotedPath(options.folder) +
        " is no folder: give the one that config.json lies in, or use hearth-cli quantize for GGUF files");
  }
  auto in = openModelFile(options.folder);
  if (!in) return std::move(in).error();
  std::error_code code;
  if (!options.force && std::filesystem::exists(*options.out, code)) {
    return Error(quotedPath(*options.out) + " exists already: give another name, or --force to replace it");
  }
  auto source = sourceOf(*in);
  if (!source) return std::move(source).error();
  const Interrupts interrupts;
  ThreadPool pool(options.threads);
  const bool shown = outputIsTerminal();
  const auto progress = [&](double fraction, const std::string& tensor) {
    if (shown) std::fprintf(stderr, "\r%3.0f %%  %-40.40s", 100 * fraction, tensor.c_str());
    return interrupts.count() == 0;
  };
  auto report = quantizeModel(**source, *options.out, {.types = types}, pool, progress);
  if (shown) std::fprintf(stderr, "\r%-60s\r", "");
  if (!report) return std::move(report).error();
  std::printf("%.2f MB became %.2f MB; rounding moves a weight by %.4f %% (root mean square)\n",
              static_cast<double>(in->fileBytes()) / 1e6, static_cast<double>(report->bytesAfter) / 1e6,
              100 * report->relativeError);
  return {};
}

}  // namespace

int runConvert(Arguments arguments) {
  ConvertOptions chosen;
  Options options(
      "convert",
      "Writes a checkpoint (config.json, tokenizer.json, *.safetensors; FP8 or bf16) as one GGUF file.");
  options.argument("DIR", "the checkpoint's folder", chosen.folder);
  options.text("--out", "FILE", "the new file (required)", chosen.out);
  options.text("--type", "T",
               "f32 (exact), bf16, f16, q8_0, q6_k, q5_k, q4_k, q3_k, q2_k or mixed (default: q8_0)",
               chosen.type);
  options.count("--threads", "threads (default: one for each core that is worth it)", chosen.threads, 1,
                1024);
  options.flag("--force", "replace FILE if it exists", chosen.force);
  if (const auto code = options.parse(arguments)) return *code;
  if (!chosen.out) return options.wrongUsage("option --out is missing: say where the new file goes");
  const auto types = planNamed(chosen.type.value_or("q8_0"));
  if (!types) return options.wrongUsage("option --type: " + hearth::quoted(*chosen.type) + " is unknown");
  return exitCode(convert(chosen, *types));
}

}  // namespace hearth::cli
