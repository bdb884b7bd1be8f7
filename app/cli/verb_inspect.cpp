// What a model file holds.
#include <cstdio>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "runtime/model/inspect.h"

namespace hearth::cli {
namespace {

Result<void> inspect(const std::string& path, bool json) {
  const auto facts = inspectModel(path);
  if (!facts) return facts.error();
  if (json) {
    printJson(toJson(*facts));
  } else {
    std::fputs(toText(*facts).c_str(), stdout);
  }
  return {};
}

}  // namespace

int runInspect(Arguments arguments) {
  std::string path;
  bool json = false;
  Options options("inspect", "Tells what a model file holds, after checking it as loading would.");
  options.argument("MODEL", "a GGUF file; of a split model, any part", path);
  options.flag("--json", "one JSON object", json);
  if (const auto code = options.parse(arguments)) return *code;
  return exitCode(inspect(path, json));
}

}  // namespace hearth::cli
