// A scripted engine: records what it is asked, and says what the test tells it to. Everything happens on the
// GUI thread, so a test is in full control of the order.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "app/desktop/engine_face.h"

namespace hearth::desktop {

struct FakeEngine {
  std::function<void(Event)> say;  // the engine's voice
  std::vector<Command> commands;
  int cancels = 0;
  uint32_t contextLength = 4096;
  uint32_t tokensPerMessage = 20;
  uint32_t bytesPerToken = 0;                       // of the messages' texts, besides; 0: they do not count
  std::string loadFailure;                          // not empty: the next load fails with it
  bool answersLoads = true;
  std::function<void(const Generate&)> onGenerate;  // called when an answer is asked for
  bool answersMeasures = true;
  std::string device = "CPU, AVX-512 VNNI, 4 threads", placement;
  uint64_t fileBytes = 8'258'240;
  std::string modelName = "Scripted 1B";
  std::vector<TemplateVariable> templateVariables;
  std::optional<Hardware> hardware;         // reported after a load
  std::optional<GraphicsCardsFound> cards;  // the answer when it is asked for them

  template <class Asked>
  std::vector<Asked> all() const {
    std::vector<Asked> found;
    for (const Command& command : commands) {
      if (const auto* asked = std::get_if<Asked>(&command)) found.push_back(*asked);
    }
    return found;
  }
  template <class Asked>
  Asked last() const {
    return all<Asked>().back();
  }

  void think(const std::string& text) { say(Delta{last<Generate>().request, TextKind::Thinking, text}); }
  void write(const std::string& text) { say(Delta{last<Generate>().request, TextKind::Answer, text}); }
  void useExperts(const std::string& profile) { say(ExpertsUsed{last<Generate>().request, profile}); }
  void finish(DoneReason reason = DoneReason::EndOfText) {
    Done done{last<Generate>().request, reason, {}, 120};
    done.stats = {.promptTokens = 80,
                  .reusedTokens = 20,
                  .generatedTokens = 40,
                  .promptSeconds = 0.5,
                  .generateSeconds = 1,
                  .firstTokenSeconds = 0.4,
                  .thinkingSeconds = 6.2,
                  .expertHits = 30,
                  .expertUses = 40,
                  .drafted = 30,
                  .accepted = 24,
                  .steps = 15};
    say(done);
  }

  void receive(const Command& command) {
    commands.push_back(command);
    if (const auto* load = std::get_if<LoadModel>(&command); load && answersLoads) return answer(*load);
    if (const auto* measure = std::get_if<MeasurePrompt>(&command); measure && answersMeasures)
      return answer(*measure);
    if (std::holds_alternative<FindGraphicsCards>(command) && cards) say(*cards);
    if (const auto* generate = std::get_if<Generate>(&command); generate && onGenerate) onGenerate(*generate);
  }

  // A factory for the application; `fake` outlives it.
  static EngineFactory factory(FakeEngine& fake) {
    struct Face final : EngineFace {
      explicit Face(FakeEngine& target) : engine(target) {}
      void post(Command command) override { engine.receive(command); }
      void cancel() override { ++engine.cancels; }
      FakeEngine& engine;
    };
    return [&fake](std::function<void(Event)> sink) {
      fake.say = std::move(sink);
      return std::make_unique<Face>(fake);
    };
  }

 private:
  void answer(const LoadModel& load) {
    if (!loadFailure.empty()) return say(LoadFailed{std::exchange(loadFailure, {})});
    ModelLoaded model;
    model.path = load.path;
    model.name = modelName;
    model.templateVariables = templateVariables;
    model.architecture = "deepseek2";
    model.format = "Q4_K";
    model.fileBytes = fileBytes;
    model.parameters = 11'211'128;
    model.contextLength = contextLength;
    model.trainedContext = contextLength;
    model.threads = 4;
    model.device = device;
    model.placement = placement;
    say(model);
    if (hardware) say(HardwareReport{*hardware});
  }
  // Every message counts the same; the oldest ones go first.
  void answer(const MeasurePrompt& measure) {
    PromptMeasured measured;
    measured.request = measure.request;
    measured.contextLength = contextLength;
    measured.tokens = static_cast<uint32_t>(measure.messages.size()) * tokensPerMessage;
    for (const ChatMessage& message : measure.messages) {
      if (bytesPerToken != 0) measured.tokens += static_cast<uint32_t>(message.text.size()) / bytesPerToken;
    }
    measured.tokensAfterDropping = measured.tokens;
    measured.room = 100;
    // Five of a message's tokens are the template's.
    if (measure.perMessage) measured.perMessage.assign(measure.messages.size(), tokensPerMessage - 5);
    for (size_t i = 0; i + 1 < measure.messages.size() && measured.tokensAfterDropping > contextLength; ++i) {
      if (measure.messages[i].role == Role::System) continue;
      measured.dropped.push_back(measure.messages[i].id);
      measured.tokensAfterDropping -= tokensPerMessage;
    }
    if (bytesPerToken != 0 && measured.tokensAfterDropping > contextLength)
      measured.problem = "This message alone is too long.";
    say(measured);
  }
};

}  // namespace hearth::desktop
