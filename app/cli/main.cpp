// hearth-cli: the runtime from a terminal, for people and scripts.
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.h"
#include "app/cli/verbs.h"

namespace {

struct Verb {
  std::string_view name, summary;
  int (*run)(hearth::cli::Arguments arguments);
};

constexpr Verb kVerbs[] = {
    {"inspect", "what a model file holds", hearth::cli::runInspect},
    {"tokenize", "JSON strings to JSON arrays of token ids, a line each", hearth::cli::runTokenize},
    {"detokenize", "JSON arrays of token ids to JSON strings, a line each", hearth::cli::runDetokenize},
    {"render", "chat templates over JSON objects, a line each", hearth::cli::runRender},
    {"generate", "an answer or a continuation", hearth::cli::runGenerate},
    {"logits", "the logits of every token, as a .npy file", hearth::cli::runLogits},
    {"perplexity", "how well a model predicts a text", hearth::cli::runPerplexity},
    {"bench", "tokens per second, reading and writing", hearth::cli::runBench},
    {"devices", "the graphics cards, and which one is taken", hearth::cli::runDevices},
    {"trace", "which experts a model chooses, recorded", hearth::cli::runTrace},
    {"simulate", "hit rates of expert caches on a trace", hearth::cli::runSimulate},
    {"chat", "a conversation in the terminal, kept in Hearth's database", hearth::cli::runChat},
#ifdef HEARTH_WITH_LIBRARY
    {"models", "the models on this computer, and how they would run", hearth::cli::runModels},
    {"get", "downloads a model from the Hugging Face hub", hearth::cli::runGet},
#endif
    {"quantize", "writes a model with smaller numbers", hearth::cli::runQuantize},
    {"importance", "gathers which columns of a model's matrices matter, for quantize",
     hearth::cli::runImportance},
    {"quality", "what each number format would cost a model in quality", hearth::cli::runQuality},
    {"export", "chats to files", hearth::cli::runExport},
    {"import", "chats from exports of Hearth and of other programs", hearth::cli::runImport},
};

void printHelp(std::FILE* out) {
  std::fprintf(out, "usage: hearth-cli VERB [MODEL] [options]\n\n");
  for (const Verb& verb : kVerbs) {
    std::fprintf(out, "  %-11.*s %.*s\n", static_cast<int>(verb.name.size()), verb.name.data(),
                 static_cast<int>(verb.summary.size()), verb.summary.data());
  }
  std::fprintf(out, "\nhearth-cli VERB --help tells more. Exit codes: 0 done, 1 failed, 2 wrong usage.\n");
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    printHelp(stderr);
    return hearth::cli::kWrongUsage;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    printHelp(stdout);
    return hearth::cli::kDone;
  }
  for (const Verb& verb : kVerbs) {
    if (verb.name == words[0]) return verb.run(hearth::cli::Arguments(words).subspan(1));
  }
  std::fprintf(stderr, "hearth-cli: there is no verb '%s'\n", words[0].c_str());
  printHelp(stderr);
  return hearth::cli::kWrongUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "hearth-cli: there is not enough memory; try a smaller model or a smaller --ctx\n");
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "hearth-cli: %s\n", exception.what());
  }
  return hearth::cli::kFailed;
}
