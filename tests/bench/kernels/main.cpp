// Times the kernels alone. Options of Google Benchmark (--benchmark_filter=matvec/q4_k …) and:
//   --threads=N        default: one per physical core
//   --cols=N           columns of the matrices, a multiple of 256 (default 2048)
//   --cpu-features=SET no better than avx512, avx2, sse4, neon or scalar
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/cpu/kernels/kernels.h"
#include "tests/bench/kernels/benches.h"

int main(int argc, char** argv) {
  uint32_t threads = 0, cols = 2048;
  std::vector<char*> rest;
  for (int i = 0; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto after = [&](std::string_view name) { return argv[i] + name.size(); };
    if (word.starts_with("--threads=")) {
      threads = static_cast<uint32_t>(std::atoi(after("--threads=")));
    } else if (word.starts_with("--cols=")) {
      cols = static_cast<uint32_t>(std::atoi(after("--cols=")));
    } else if (word.starts_with("--cpu-features=")) {
      const auto limited = hearth::cpu::limitInstructionSet(after("--cpu-features="));
      if (!limited) return std::fprintf(stderr, "%s\n", limited.error().what().c_str()), 2;
    } else {
      rest.push_back(argv[i]);
    }
  }
  if (cols == 0 || cols % 256 != 0) return std::fprintf(stderr, "--cols must be a multiple of 256\n"), 2;
  int count = static_cast<int>(rest.size());
  benchmark::Initialize(&count, rest.data());
  if (benchmark::ReportUnrecognizedArguments(count, rest.data())) return 2;
  hearth::ThreadPool pool(threads);
  benchmark::AddCustomContext("instructions", hearth::cpu::instructionSet());
  benchmark::AddCustomContext("threads", std::to_string(pool.threadCount()));
  hearth::bench::registerMatmul(pool, cols);
  hearth::bench::registerVerbs();
  hearth::bench::registerAttention(pool);
  hearth::bench::registerSparse(pool);
  hearth::bench::registerExperts(pool);
  hearth::bench::registerEncoders();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
