// The terminal chat's options.
#include <cstdio>
#include <iostream>
#include <iterator>

#include "app/cli/terminal_chat.h"
#include "app/cli/verbs.h"

namespace hearth::cli {
namespace {

Result<void> chat(const ChatOptions& options) {
  auto opened = TerminalChat::open(options);
  if (!opened) return std::move(opened).error();
  if (inputIsTerminal()) return (*opened)->converse();
  std::string message{std::istreambuf_iterator<char>(std::cin), {}};
  message.erase(message.find_last_not_of(" \t\r\n") + 1);
  if (message.empty()) return Error("standard input holds no message");
  return (*opened)->answerOne(message);
}

}  // namespace

int runChat(Arguments arguments) {
  ChatOptions chosen;
  Options options(
      "chat",
      "Chats in the terminal and keeps the conversation in Hearth's database. When standard input is\n"
      "not a terminal, all of it is one message, which is answered.");
  declareModel(options, chosen.model);
  options.text("--system", "TEXT", "instructions for a new conversation", chosen.system);
  options.text("--database", "FILE", "instead of Hearth's own", chosen.database);
  options.count("--max-tokens", "longest answer (default: until the model ends)", chosen.maxTokens, 1);
  options.number("--temperature", "0 is greedy (default: 0.6)", chosen.sampling.temperature, 0, 10);
  options.seed("--seed", "the same seed gives the same text (default: a random one)", chosen.seed);
  options.flag("--ignore-eos", "never choose an end token", chosen.ignoreEnd);
  declareDevice(options, chosen.model);
  declareCacheForm(options, chosen.model);
  declareContext(options, chosen.model);
  declareThreads(options, chosen.model);
  options.flag("--json", "events as JSON, a line each", chosen.json);
  if (const auto code = options.parse(arguments)) return *code;
  return exitCode(chat(chosen));
}

}  // namespace hearth::cli
