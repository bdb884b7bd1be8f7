// What hearth-cli can do: one function and one file per verb. Each returns the exit code.
#pragma once

#include <span>
#include <string>

namespace hearth::cli {

using Arguments = std::span<const std::string>;

int runInspect(Arguments arguments);
int runTokenize(Arguments arguments);
int runDetokenize(Arguments arguments);
int runRender(Arguments arguments);
int runGenerate(Arguments arguments);
int runLogits(Arguments arguments);
int runPerplexity(Arguments arguments);
int runBench(Arguments arguments);
int runDevices(Arguments arguments);
int runTrace(Arguments arguments);
int runSimulate(Arguments arguments);
int runChat(Arguments arguments);
#ifdef HEARTH_WITH_LIBRARY
int runModels(Arguments arguments);
int runGet(Arguments arguments);
#endif
int runExport(Arguments arguments);
int runImport(Arguments arguments);
int runQuantize(Arguments arguments);
int runImportance(Arguments arguments);
int runQuality(Arguments arguments);

}  // namespace hearth::cli
