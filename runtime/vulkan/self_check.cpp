#include "runtime/vulkan/self_check.h"

#include <algorithm>
#include <sstream>

#include "runtime/base/check.h"
#include "runtime/vulkan/pipeline_cache_file.h"
#include "shaders/shader_code.h"

namespace hearth::vulkan {

namespace {

constexpr size_t kBenchBytes = kCheckBytes / 2;  // of inputs, and of outputs

size_t align(size_t bytes) { return (bytes + 255) / 256 * 256; }

// Changes with any shader (FNV-1a).
std::string versionOfShaders() {
  uint64_t hash = 0xcbf29ce484222325;
  for (const std::string_view name : shaderNames()) {
    for (const uint32_t word : shaderCode(name)) hash = (hash ^ word) * 0x100000001b3;
  }
  return std::to_string(hash);
}

// A record is lines of words, tabs between them: a version, then what passed and what is vetoed.
std::string textOf(const CheckRecord& record) {
  std::string text = "shaders\t" + versionOfShaders() + "\n";
  for (const std::string& name : record.passed) text += "passed\t" + name + "\n";
  for (const auto& [shader, reason] : record.vetoes) text += "veto\t" + shader + "\t" + reason + "\n";
  return text;
}

// Empty when it was written for other shaders.
CheckRecord parseRecord(std::span<const std::byte> bytes) {
  CheckRecord record;
  std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  std::string line;
  if (!std::getline(lines, line) || line != "shaders\t" + versionOfShaders()) return record;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string kind, name, reason;
    std::getline(words, kind, '\t');
    std::getline(words, name, '\t');
    std::getline(words, reason);
    if (kind == "passed") record.passed.insert(name);
    if (kind == "veto") record.vetoes[name] = reason;
  }
  return record;
}

}  // namespace

Result<std::unique_ptr<CheckBench>> CheckBench::create(Memory& memory, Pipelines& pipelines) {
  auto inputs = memory.allocate(kBenchBytes, MemoryKind::HostWrite, MemoryUse::Staging);
  if (!inputs) return std::move(inputs).error().during("Checking the graphics card");
  auto outputs = memory.allocate(kBenchBytes, MemoryKind::HostRead, MemoryUse::Staging);
  if (!outputs) return std::move(outputs).error().during("Checking the graphics card");
  auto handshake = Handshake::create(pipelines.device());
  if (!handshake) return std::move(handshake).error().during("Checking the graphics card");
  auto program = Program::create(pipelines, **handshake);
  if (!program) return std::move(program).error().during("Checking the graphics card");
  return std::unique_ptr<CheckBench>(new CheckBench(pipelines, std::move(*inputs), std::move(*outputs),
                                                    std::move(*handshake), std::move(*program)));
}

CheckBench::~CheckBench() { pipelines_->device().waitIdle(); }

Address CheckBench::putBytes(std::span<const std::byte> bytes) {
  CHECK(inputBytes_ + bytes.size() <= inputs_.bytes());
  const size_t at = inputBytes_;
  std::copy(bytes.begin(), bytes.end(), inputs_.mapped() + at);
  inputBytes_ = align(at + bytes.size());
  return inputs_.address() + at;
}

Address CheckBench::room(size_t bytes) {
  CHECK(outputBytes_ + bytes <= outputs_.bytes());
  const size_t at = outputBytes_;
  std::fill_n(outputs_.mapped() + at, bytes, std::byte{0xFF});
  outputBytes_ = align(at + bytes);
  return outputs_.address() + at;
}

std::vector<float> CheckBench::read(Address at, size_t count) const {
  CHECK(at >= outputs_.address() && at + count * sizeof(float) <= outputs_.address() + outputs_.bytes());
  std::vector<float> values(count);
  std::memcpy(values.data(), outputs_.mapped() + (at - outputs_.address()), count * sizeof(float));
  return values;
}

void CheckBench::clear() { inputBytes_ = outputBytes_ = 0; }

bool CheckBench::run(const std::function<void(Recorder&)>& record) {
  program_->begin(Recorder::Replay::Once);
  record(program_->recorder());
  program_->endRecording();
  return program_->run();
}

Result<void> selfCheck(CheckBench& bench, std::span<const KernelCheck> checks, CheckRecord& record) {
  Pipelines& pipelines = bench.pipelines();
  const auto veto = [&](const std::string& shader, const std::string& reason) {
    record.vetoes[shader] = reason;
    KernelChoice choice = pipelines.choice();
    choice.vetoes[shader] = reason;
    pipelines.choose(std::move(choice));
  };
  for (const KernelCheck& check : checks) {
    while (true) {
      const std::string shader = check.shader(pipelines.choice());
      if (record.passed.contains(check.name + " " + shader)) break;
      KernelChoice without = pipelines.choice();
      without.vetoes.emplace(shader, "");
      const bool last = check.shader(without) == shader;

      std::string refusal;
      pipelines.tellRefusals(&refusal);
      bench.clear();
      const double error = check.error(bench);
      pipelines.tellRefusals(nullptr);
      if (const auto failure = pipelines.device().failure()) {
        // So that the next try, on the device opened anew, does without it.
        if (!last) veto(shader, "the graphics card stopped working when it was checked");
        return Error(*failure).during("Checking the graphics card's '" + shader + "'");
      }
      if (error <= 1.0) {
        record.passed.insert(check.name + " " + shader);
        break;
      }
      const std::string reason = refusal.empty() ? "it computed wrong numbers when it was checked" : refusal;
      if (last) {
        return Error("the graphics card cannot run '" + shader + "': " + reason +
                     "; a newer driver may help, and Hearth runs on the processor meanwhile");
      }
      veto(shader, reason);
    }
  }
  bench.clear();
  return {};
}

Result<std::vector<std::string>> checkKernels(Memory& memory, Pipelines& pipelines,
                                              std::span<const KernelCheck> checks,
                                              const std::string& recordFile) {
  const VkPhysicalDevice device = pipelines.device().physical();
  CheckRecord record =
      recordFile.empty() ? CheckRecord{} : parseRecord(readPipelineCache(recordFile, device));
  const std::string before = textOf(record);
  KernelChoice choice = pipelines.choice();
  choice.vetoes.insert(record.vetoes.begin(), record.vetoes.end());
  pipelines.choose(std::move(choice));
  const bool known = std::all_of(checks.begin(), checks.end(), [&](const KernelCheck& check) {
    return record.passed.contains(check.name + " " + check.shader(pipelines.choice()));
  });
  if (!known) {
    auto bench = CheckBench::create(memory, pipelines);
    if (!bench) return std::move(bench).error();
    const auto checked = selfCheck(**bench, checks, record);
    const std::string after = textOf(record);
    if (!recordFile.empty() && after != before) {
      writePipelineCache(recordFile, device, std::as_bytes(std::span(after)));
    }
    if (!checked) return checked.error();
  }
  std::vector<std::string> sentences;
  for (const auto& [shader, reason] : record.vetoes) {
    sentences.push_back("'" + shader + "' is not used on this graphics card: " + reason + ".");
  }
  return sentences;
}

}  // namespace hearth::vulkan
