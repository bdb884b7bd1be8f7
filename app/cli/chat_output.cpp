#include "app/cli/chat_output.h"

#include <cstdio>
#include <variant>

#include "app/cli/common.h"
#include "app/cli/terminal.h"
#include "runtime/base/overloaded.h"

namespace hearth::cli {
namespace {

using nlohmann::ordered_json;

constexpr const char* kDim = "\x1b[2m";
constexpr const char* kPlain = "\x1b[22m";

const char* roleName(storage::Role role) {
  switch (role) {
    case storage::Role::System:
      return "system";
    case storage::Role::User:
      return "user";
    case storage::Role::Assistant:
      return "assistant";
  }
  return "";
}

ordered_json asJson(const GenerationStats& stats) {
  return {{"prompt_tokens", stats.promptTokens},       {"reused_tokens", stats.reusedTokens},
          {"generated_tokens", stats.generatedTokens}, {"prompt_seconds", stats.promptSeconds},
          {"generate_seconds", stats.generateSeconds}, {"first_token_seconds", stats.firstTokenSeconds},
          {"thinking_seconds", stats.thinkingSeconds}, {"drafting", draftingJson(stats)}};
}

ordered_json asJson(const Event& event) {
  return std::visit(
      Overloaded{
          [](const LoadProgress& e) -> ordered_json {
            return {{"event", "load_progress"}, {"phase", e.phase}, {"fraction", e.fraction}};
          },
          [](const ModelLoaded& e) -> ordered_json {
            return {{"event", "model_loaded"},
                    {"path", e.path},
                    {"name", e.name},
                    {"architecture", e.architecture},
                    {"format", e.format},
                    {"device", e.device},
                    {"placement", e.placement},
                    {"context_length", e.contextLength},
                    {"warning", e.templateWarning}};
          },
          [](const ModelUnloaded&) -> ordered_json {
            return {{"event", "model_unloaded"}};
          },
          [](const LoadFailed& e) -> ordered_json {
            return {{"event", "load_failed"}, {"cause", e.cause}};
          },
          [](const PromptMeasured& e) -> ordered_json {
            return {{"event", "prompt_measured"},
                    {"tokens", e.tokens},
                    {"context_length", e.contextLength},
                    {"dropped", e.dropped},
                    {"tokens_after_dropping", e.tokensAfterDropping},
                    {"problem", e.problem}};
          },
          [](const PromptProgress& e) -> ordered_json {
            return {{"event", "prompt_progress"}, {"done", e.done}, {"total", e.total}, {"reused", e.reused}};
          },
          [](const Delta& e) -> ordered_json {
            ordered_json delta = {{"event", "delta"},
                                  {"kind", e.kind == TextKind::Thinking ? "thinking" : "answer"},
                                  {"text", e.text}};
            if (e.earlierWasThinking) delta["earlier_was_thinking"] = true;
            return delta;
          },
          [](const Stats& e) -> ordered_json {
            return {{"event", "stats"}, {"stats", asJson(e.stats)}, {"context_used", e.contextUsed}};
          },
          [](const Done& e) -> ordered_json {
            return {{"event", "done"}, {"reason", nameOf(e.reason)}, {"stats", asJson(e.stats)}};
          },
          [](const Failed& e) -> ordered_json {
            return {{"event", "failed"}, {"cause", e.cause}};
          },
          [](const HardwareReport& e) -> ordered_json {
            return {{"event", "hardware"}, {"hardware", hardwareJson(e.hardware)}};
          },
          [](const ExpertsUsed& e) -> ordered_json {
            return {{"event", "experts_used"}, {"bytes", e.profile.size()}};
          },
          [](const DeviceChanged& e) -> ordered_json {
            return {{"event", "device_changed"},
                    {"what", e.what},
                    {"device", e.device},
                    {"placement", e.placement}};
          },
          [](const ChatsOnDisk& e) -> ordered_json {
            return {
                {"event", "chats_on_disk"}, {"bytes", e.bytes}, {"chats", e.chats}, {"problem", e.problem}};
          },
          [](const GraphicsCardsFound& e) -> ordered_json {
            ordered_json cards = ordered_json::array();
            for (const GraphicsCard& card : e.cards) {
              cards.push_back({{"index", card.index}, {"name", card.name}, {"memory", card.memoryBytes}});
            }
            return {{"event", "graphics_cards"}, {"cards", cards}, {"problem", e.problem}};
          },
      },
      event);
}

}  // namespace

ChatOutput::ChatOutput(Form form) : form_(form), terminal_(form == Form::Text && outputIsTerminal()) {}

void ChatOutput::write(TextKind kind, const std::string& piece) {
  if (kind == TextKind::Thinking && !terminal_) return;
  if (terminal_ && kind != kind_) {
    if (kind == TextKind::Answer && !atLineStart_) std::fputc('\n', stdout);
    std::fputs(kind == TextKind::Thinking ? kDim : kPlain, stdout);
  }
  kind_ = kind;
  std::fwrite(piece.data(), 1, piece.size(), stdout);
  atLineStart_ = piece.ends_with('\n');
}

void ChatOutput::text(const Event& event) {
  std::visit(Overloaded{[&](const Delta& e) { write(e.kind, e.text); },
                        [&](const Done& e) {
                          write(TextKind::Answer, "\n");
                          if (terminal_ && e.stats.drafted > 0) notice(draftingText(e.stats));
                          if (e.reason == DoneReason::ContextFull)
                            notice("The context is full: the answer ends here.");
                          if (e.reason == DoneReason::Cancelled) notice("Stopped.");
                        },
                        [&](const Failed& e) {
                          write(TextKind::Answer, "\n");
                          notice(e.cause);
                        },
                        [&](const LoadFailed& e) { notice(e.cause); },
                        [&](const DeviceChanged& e) { notice(e.what + " " + e.placement); },
                        [&](const ModelLoaded& e) {
                          if (!e.templateWarning.empty()) notice(e.templateWarning);
                          if (terminal_) notice(e.name + " (" + e.format + "), " + e.device);
                        },
                        [](const auto&) {}},
             event);
}

void ChatOutput::event(const Event& event) {
  if (form_ == Form::Json) {
    printJson(asJson(event));
  } else {
    text(event);
  }
  std::fflush(stdout);
}

void ChatOutput::stored(const storage::Message& message) {
  if (form_ == Form::Text) return;
  printJson({{"event", "message"},
             {"role", roleName(message.role)},
             {"id", message.id},
             {"conversation", message.conversationId}});
  std::fflush(stdout);
}

void ChatOutput::notice(const std::string& text) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", text.c_str());
}

void ChatOutput::conversations(std::span<const storage::Conversation> list) {
  for (const storage::Conversation& conversation : list) {
    std::printf("%6lld  %s\n", static_cast<long long>(conversation.id), conversation.title.c_str());
  }
  std::fflush(stdout);
}

void ChatOutput::branch(std::span<const storage::Message> messages) {
  for (const storage::Message& message : messages) {
    std::printf("%s%s\n\n", message.role == storage::Role::User ? "> " : "", message.text.c_str());
  }
  std::fflush(stdout);
}

void ChatOutput::invite() {
  if (form_ == Form::Json) return;
  std::fputs("> ", stdout);
  std::fflush(stdout);
}

}  // namespace hearth::cli
