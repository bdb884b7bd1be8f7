// A chat template over conversations: each line of standard input is a JSON object of variables.
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/cli/common.h"
#include "app/cli/iso_time.h"
#include "app/cli/verbs.h"
#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/gguf/gguf_file.h"
#include "runtime/template/chat_template.h"

namespace hearth::cli {
namespace {

using nlohmann::ordered_json;

struct Source {
  std::string text;
  std::string bos, eos;  // of a model; a template file has none
};

Result<Source> sourceFromModel(const std::string& path) {
  const auto file = openModelFile(path);
  if (!file) return file.error();
  const std::string* text = file->metadata().textOrNull("tokenizer.chat_template");
  if (text == nullptr)
    return Error(path + " has no chat template (key 'tokenizer.chat_template'); give a template file");
  Source source{*text, {}, {}};
  // A template can be tried even when the tokenizer is one we do not know.
  if (const auto tokenizer = Tokenizer::fromMetadata(file->metadata())) {
    if (const auto bos = (*tokenizer)->bos()) source.bos = (*tokenizer)->bytesOf(*bos);
    if (const auto eos = (*tokenizer)->eos()) source.eos = (*tokenizer)->bytesOf(*eos);
  }
  return source;
}

Result<Source> readSource(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && !file.eof()) return Error(path + " cannot be read; check the path and its permissions");
  if (text.starts_with("GGUF")) return sourceFromModel(path);
  return Source{std::move(text), {}, {}};
}

// `variables` of one line; `now` is taken out of them.
Result<std::string> renderLine(const ChatTemplate& chatTemplate, const Source& source,
                               ordered_json variables) {
  if (!variables.is_object()) return Error("the line is not a JSON object");
  auto now = std::chrono::system_clock::now();
  if (const auto given = variables.find("now"); given != variables.end()) {
    const auto parsed = given->is_string() ? parseIsoTime(given->get<std::string>()) : std::nullopt;
    if (!parsed) return Error("'now' is not a time as in 2026-01-05T14:30:00");
    now = *parsed;
    variables.erase("now");
  }
  if (!source.bos.empty() && !variables.contains("bos_token")) variables["bos_token"] = source.bos;
  if (!source.eos.empty() && !variables.contains("eos_token")) variables["eos_token"] = source.eos;
  return chatTemplate.render(variables, now);
}

Result<void> render(const std::string& path) {
  const auto source = readSource(path);
  if (!source) return source.error();
  const auto chatTemplate = ChatTemplate::compile(source->text);
  for (std::string line; std::getline(std::cin, line);) {
    const Result<std::string> text =
        chatTemplate ? renderLine(*chatTemplate, *source, ordered_json::parse(line, nullptr, false))
                     : Result<std::string>(chatTemplate.error());
    if (text) {
      printJson({{"text", *text}});
    } else {
      printJson({{"error", text.error().what()}});
    }
  }
  return {};
}

}  // namespace

int runRender(Arguments arguments) {
  std::string path;
  bool json = false;
  Options options(
      "render",
      "Reads a JSON object a line (messages, tools, add_generation_prompt, …; 'now' pins the clock)\n"
      "and writes {\"text\": …} or {\"error\": …} a line.");
  options.argument("MODEL_OR_TEMPLATE", "a GGUF file with a chat template, or a Jinja template", path);
  options.flag("--json", "what it does anyway", json);
  if (const auto code = options.parse(arguments)) return *code;
  return exitCode(render(path));
}

}  // namespace hearth::cli
