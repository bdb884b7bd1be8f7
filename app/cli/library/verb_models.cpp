// The models on this computer, and how each would run.
#include <algorithm>
#include <cstdio>
#include <optional>

#include <QCoreApplication>
#include <QFile>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "app/library/fit_verdict.h"
#include "app/library/folder_scanner.h"
#include "app/library/header_facts.h"
#include "app/library/library_words.h"
#include "runtime/engine/fit_computer.h"

namespace hearth::cli {
namespace {

using namespace hearth::library;

struct Row {
  FoundModel model;
  std::optional<FitVerdict> verdict;
};

std::string plain(const QString& text) { return text.toStdString(); }

nlohmann::ordered_json toJson(const Row& row) {
  const FoundModel& m = row.model;
  nlohmann::ordered_json json = {{"path", plain(m.path)},
                                 {"store", plain(nameOf(m.store))},
                                 {"repository", plain(m.repository)},
                                 {"name", plain(m.name)},
                                 {"architecture", plain(m.architecture)},
                                 {"format", plain(m.format)},
                                 {"bytes", m.bytes},
                                 {"parameters", m.parameters},
                                 {"active_parameters", m.parametersActive},
                                 {"bits_per_weight", m.bitsPerWeight},
                                 {"context_length", m.contextLength},
                                 {"license", plain(m.license)},
                                 {"has_chat_template", m.hasChatTemplate},
                                 {"unsupported", plain(m.unsupported)}};
  if (row.verdict) {
    json["fit"] = {{"chip", plain(row.verdict->chip)},
                   {"sentence", plain(row.verdict->sentence)},
                   {"context_length", row.verdict->fit.contextLength},
                   {"tokens_per_second_low", row.verdict->fit.tokensPerSecondLow},
                   {"tokens_per_second_high", row.verdict->fit.tokensPerSecondHigh}};
  }
  return json;
}

void print(const Row& row) {
  const FoundModel& m = row.model;
  std::printf("%s  (%s, %s, %s)\n", plain(m.name).c_str(), plain(nameOf(m.store)).c_str(),
              m.format.isEmpty() ? "format not known" : plain(m.format).c_str(),
              plain(Words::bytes(m.bytes)).c_str());
  std::printf("    %s\n", plain(m.path).c_str());
  if (!m.unsupported.isEmpty()) {
    std::printf("    Cannot be loaded: %s\n", plain(m.unsupported).c_str());
  } else if (row.verdict) {
    std::printf("    %s. %s\n", plain(row.verdict->chip).c_str(), plain(row.verdict->sentence).c_str());
  }
}

Result<void> listModels(const std::optional<std::string>& folder, uint32_t contextLength, uint64_t gpuMemory,
                        bool json) {
  QList<ScanRoot> roots;
  if (folder) {
    roots << ScanRoot{QString::fromStdString(*folder), ModelStore::UserFolder};
  } else {
    roots = knownRoots();
  }
  HeaderCache cache;
  std::vector<Row> rows;
  const ScanSummary summary = scanFolders(
      roots, cache,
      [&](const QList<FoundModel>& found) {
        for (const FoundModel& model : found) {
          const auto at = std::find_if(rows.begin(), rows.end(),
                                       [&](const Row& row) { return row.model.path == model.path; });
          if (at == rows.end()) {
            rows.push_back({model, {}});
          } else {
            at->model = model;
          }
        }
      },
      nullptr);
  const auto largest = std::max_element(
      rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.model.bytes < b.model.bytes; });
  if (largest != rows.end()) {
    const FitComputer computer =
        measureComputer(gpuMemory, QFile::encodeName(largest->model.files.first()).toStdString());
    for (Row& row : rows) {
      if (!row.model.unsupported.isEmpty()) continue;
      if (auto verdict = verdictOfFile(row.model.path, computer, {.contextLength = contextLength}))
        row.verdict = std::move(*verdict);
    }
  }
  if (json) {
    nlohmann::ordered_json models = nlohmann::ordered_json::array();
    for (const Row& row : rows) models.push_back(toJson(row));
    printJson({{"models", models}, {"milliseconds", summary.milliseconds}});
  } else {
    for (const Row& row : rows) print(row);
    if (rows.empty()) std::printf("No models were found. `hearth-cli get ORG/REPO` downloads one.\n");
  }
  for (const QString& problem : summary.problems)
    std::fprintf(stderr, "hearth-cli: %s\n", plain(problem).c_str());
  return {};
}

}  // namespace

int runModels(Arguments arguments) {
  std::optional<std::string> folder;
  uint32_t contextLength = 0;
  uint64_t gpuMemory = 0;
  bool json = false;
  Options options(
      "models",
      "Finds the models of Hugging Face tools, LM Studio, Ollama, Jan and GPT4All, or of a folder, and tells "
      "how each would run here. Reads only.");
  options.text("--folder", "PATH", "look here instead", folder);
  options.count("--ctx", "context length that the verdicts are for; 0: what Hearth would choose",
                contextLength);
  options.bytes("--gpu-memory", "what Hearth may use of the graphics card", gpuMemory);
  options.flag("--json", "one JSON object", json);
  if (const auto code = options.parse(arguments)) return *code;
  int count = 0;
  QCoreApplication application(count, nullptr);
  return exitCode(listModels(folder, contextLength, gpuMemory, json));
}

}  // namespace hearth::cli
