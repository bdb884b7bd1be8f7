#include "app/cli/terminal_chat.h"

#include <algorithm>
#include <charconv>
#include <random>
#include <utility>

#include "app/chat/history.h"
#include "storage/paths.h"

namespace hearth::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kInterruptLook{50};  // how soon Ctrl+C is noticed
constexpr uint32_t kListed = 20;
constexpr const char* kCommands = "/new  /list  /open N  /regen  /quit; Ctrl+C stops an answer, twice quits.";

}  // namespace

TerminalChat::TerminalChat(const ChatOptions& options, std::unique_ptr<storage::Store> store)
    : options_(options),
      output_(options.json ? ChatOutput::Form::Json : ChatOutput::Form::Text),
      store_(std::move(store)) {
  const InterruptsBlocked blocked;
  engine_ = std::make_unique<Engine>([this](Event event) { events_.push(std::move(event)); });
}

Result<std::unique_ptr<TerminalChat>> TerminalChat::open(const ChatOptions& options) {
  if (auto valid = validate(options.sampling); !valid) return std::move(valid).error();
  auto store = storage::Store::open(options.database.value_or(storage::defaultDatabasePath()));
  if (!store) return std::move(store).error();
  if ((*store)->state() != storage::OpenState::Normal) return Error((*store)->notice());
  std::unique_ptr<TerminalChat> chat(new TerminalChat(options, std::move(*store)));
  if (const std::string& notice = chat->store_->notice(); !notice.empty()) chat->output_.notice(notice);
  return chat;
}

std::optional<Event> TerminalChat::nextEvent(std::optional<Clock::time_point> deadline) {
  const Clock::time_point look = Clock::now() + kInterruptLook;
  auto event = events_.takeUntil(deadline ? std::min(*deadline, look) : look);
  if (interrupts_.count() > 0) engine_->cancel();
  return event;
}

Result<void> TerminalChat::load() {
  engine_->post(commandFor(options_.model));
  for (;;) {
    const auto event = nextEvent({});
    if (!event) continue;
    if (const auto* failed = std::get_if<LoadFailed>(&*event)) return Error(failed->cause);
    output_.event(*event);
    if (const auto* loaded = std::get_if<ModelLoaded>(&*event)) {
      modelName_ = loaded->name;
      return {};
    }
  }
}

Result<storage::Message> TerminalChat::commit(const std::string& text) {
  std::optional<int64_t> parent;
  if (conversation_) {
    const auto branch = store_->activeBranch(conversation_->id);
    if (!branch) return branch.error();
    if (!branch->empty()) parent = branch->back().id;
  } else {
    auto created = store_->createConversation(std::nullopt, options_.model.path);
    if (!created) return std::move(created).error();
    conversation_ = std::move(*created);
    if (options_.system) {
      if (auto set = store_->setSystemPrompt(conversation_->id, *options_.system); !set)
        return std::move(set).error();
      conversation_->systemPrompt = *options_.system;
    }
    if (auto named = store_->rename(conversation_->id, chat::automaticTitle(text), true); !named) {
      return std::move(named).error();
    }
  }
  auto message = store_->addMessage(conversation_->id, parent, storage::Role::User, text,
                                    storage::MessageState::Finished);
  if (message) output_.stored(*message);
  return message;
}

Result<std::vector<ChatMessage>> TerminalChat::historyUpTo(const storage::Message& question) {
  auto branch = store_->activeBranch(conversation_->id);
  if (!branch) return std::move(branch).error();
  const auto last =
      std::find_if(branch->begin(), branch->end(), [&](const auto& m) { return m.id == question.id; });
  if (last != branch->end()) branch->erase(last + 1, branch->end());
  return chat::historyOf(*conversation_, *branch);
}

Result<PromptMeasured> TerminalChat::measure(const std::vector<ChatMessage>& history) {
  engine_->post(MeasurePrompt{++lastRequest_, history});
  for (;;) {
    const auto event = nextEvent({});
    if (!event) continue;
    output_.event(*event);
    const auto* measured = std::get_if<PromptMeasured>(&*event);
    if (measured == nullptr || measured->request != lastRequest_) continue;
    if (!measured->problem.empty()) return Error(measured->problem);
    return *measured;
  }
}

void TerminalChat::announceDropping(const PromptMeasured& measured) {
  if (measured.dropped.empty()) return;
  output_.notice("The conversation has " + std::to_string(measured.tokens) +
                 " tokens and does not fit the context of " + std::to_string(measured.contextLength) +
                 " with room for an answer: the oldest " + std::to_string(measured.dropped.size()) +
                 " messages are left out of what the model sees. "
                 "They stay in the conversation.");
}

Result<Event> TerminalChat::followAnswer(chat::AnswerWriter& writer) {
  Result<void> written;
  for (;;) {
    const auto event = nextEvent(writer.dueAt());
    const auto now = Clock::now();
    if (event) {
      output_.event(*event);
      if (const auto* delta = std::get_if<Delta>(&*event)) writer.append(*delta, now);
      if (std::holds_alternative<Done>(*event) || std::holds_alternative<Failed>(*event)) {
        if (!written) return written.error();
        return *event;
      }
    }
    if (auto flushed = writer.flushIfDue(now); !flushed && written) {
      // What cannot be kept is not worth computing; the answer's end is still awaited.
      written = std::move(flushed);
      engine_->cancel();
    }
  }
}

Result<void> TerminalChat::answer(const storage::Message& question) {
  const auto history = historyUpTo(question);
  if (!history) return history.error();
  const auto measured = measure(*history);
  if (!measured) return measured.error();
  announceDropping(*measured);

  auto writer = chat::AnswerWriter::begin(*store_, conversation_->id, question.id, modelName_);
  if (!writer) return std::move(writer).error();
  Generate command;
  command.request = ++lastRequest_;
  command.messages = *history;
  command.sampling = options_.sampling;
  command.sampling.seed = options_.seed ? *options_.seed : std::random_device{}();
  command.maxTokens = options_.maxTokens;
  command.overflow = Overflow::DropOldest;
  command.ignoreEnd = options_.ignoreEnd;
  engine_->post(std::move(command));
  const auto end = followAnswer(*writer);
  if (!end) return end.error();
  if (const auto* done = std::get_if<Done>(&*end)) return writer->finish(*done);
  const std::string& cause = std::get<Failed>(*end).cause;
  if (auto kept = writer->fail(cause); !kept) return kept;
  return Error(cause);
}

Result<void> TerminalChat::regenerate() {
  if (!conversation_) return Error("there is no conversation yet");
  const auto branch = store_->activeBranch(conversation_->id);
  if (!branch) return branch.error();
  const auto question = std::find_if(branch->rbegin(), branch->rend(),
                                     [](const auto& m) { return m.role == storage::Role::User; });
  if (question == branch->rend()) return Error("there is no question to answer again");
  return answer(*question);
}

Result<void> TerminalChat::openConversation(const std::string& id) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc{} || end != id.data() + id.size()) return Error("/open needs a number from /list");
  auto opened = store_->conversation(number);
  if (!opened) return std::move(opened).error();
  const auto branch = store_->activeBranch(number);
  if (!branch) return branch.error();
  conversation_ = std::move(*opened);
  output_.branch(*branch);
  return {};
}

Result<TerminalChat::Next> TerminalChat::obey(const std::string& command) {
  Result<void> done;
  if (command == "/quit") return Next::Quit;
  if (command == "/new") {
    conversation_.reset();
  } else if (command == "/list") {
    const auto list = store_->conversations(kListed);
    if (!list) return list.error();
    output_.conversations(*list);
  } else if (command.starts_with("/open ")) {
    done = openConversation(command.substr(6));
  } else if (command == "/regen") {
    done = regenerate();
  } else {
    output_.notice(kCommands);
  }
  if (!done) return std::move(done).error();
  return Next::GoOn;
}

Result<void> TerminalChat::answerOne(const std::string& message) {
  const auto question = commit(message);
  if (!question) return question.error();
  if (auto loaded = load(); !loaded) return loaded;
  return answer(*question);
}

Result<void> TerminalChat::converse() {
  if (auto loaded = load(); !loaded) return loaded;
  output_.notice(kCommands);
  LineReader reader;
  std::string line;
  for (;;) {
    if (interrupts_.count() > 1) return {};
    output_.invite();
    switch (reader.next(line)) {
      case LineReader::End::EndOfInput:
        return {};
      case LineReader::End::Interrupted:
        continue;
      case LineReader::End::Line:
        break;
    }
    interrupts_.reset();
    if (line.empty()) continue;
    Result<void> done;
    if (line.front() == '/') {
      const auto next = obey(line);
      if (!next) {
        done = next.error();
      } else if (*next == Next::Quit) {
        return {};
      }
    } else if (const auto question = commit(line); question) {
      done = answer(*question);
    } else {
      done = question.error();
    }
    if (!done) output_.notice(done.error().what());
  }
}

}  // namespace hearth::cli
