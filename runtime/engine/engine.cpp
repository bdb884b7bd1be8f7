#include "runtime/engine/engine.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include "runtime/base/overloaded.h"
#include "runtime/engine/answer_stream.h"
#include "runtime/engine/chat_keeper.h"
#include "runtime/engine/context_plan.h"
#include "runtime/engine/graphics_cards.h"
#include "runtime/engine/loaded_model.h"
#include "runtime/engine/sentence.h"
#include "runtime/generate/generation.h"

namespace hearth {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStatsInterval{250};
constexpr std::chrono::milliseconds kHardwareInterval{500};
// How often other programs' use of the card's memory is looked at while nothing is to be done.
constexpr std::chrono::milliseconds kIdleInterval{1000};

Error noModel() { return Error("no model is loaded; choose a model first"); }

}  // namespace

// Everything but the queue belongs to the engine's thread.
struct Engine::State {
  struct Queued {
    Command command;
    bool cancelled = false;
  };

  explicit State(std::function<void(Event)> eventSink) : sink(std::move(eventSink)) {}

  void serve();
  std::chrono::milliseconds workWhileIdle(Clock::time_point& breathAt);
  void perform(Queued& queued);
  void load(const LoadModel& command);
  void unload();
  void obeyGpuMemory();
  void reportHardware();
  void generateAnswer(const Generate& command);
  Result<void> tryGenerate(const Generate& command);
  uint64_t goOnFromCut(const Generate& command, std::vector<TokenId>& prompt);
  void measure(const MeasurePrompt& command);
  ChatCache* chats() { return loaded ? &loaded->chats() : nullptr; }
  uint32_t roomFor(uint32_t maxTokens) const;
  Result<ContextPlan> plan(std::span<const ChatMessage> messages, const TemplateValues& values, uint32_t room,
                           PromptEnd end) const;

  std::function<void(Event)> sink;
  ChatKeeper keeper{sink};
  std::unique_ptr<LoadedModel> loaded;
  double tokensPerSecond = 0;  // of the newest answer
  std::string expertProfile;   // after the newest answer; empty: unknown

  static constexpr int64_t kNoWish = -1;
  std::atomic<int64_t> gpuMemory{kNoWish};  // the newest SetGpuMemory that was not obeyed yet

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Queued> queue;         // guarded by mutex
  bool closing = false;             // guarded by mutex
  std::atomic<bool> cancel{false};  // of the command being performed; changed under mutex
  std::thread thread;               // last: it uses all of the above
};

void Engine::State::serve() {
  for (;;) {
    std::optional<Queued> next;
    {
      std::unique_lock lock(mutex);
      const auto called = [&] { return closing || !queue.empty(); };
      std::chrono::milliseconds pause{0};
      Clock::time_point breathAt = Clock::now() + kIdleInterval;
      while (loaded && !changed.wait_for(lock, pause, called)) {
        lock.unlock();
        pause = workWhileIdle(breathAt);
        lock.lock();
      }
      changed.wait(lock, called);
      if (queue.empty()) break;
      next = std::move(queue.front());
      queue.pop_front();
      cancel = closing || next->cancelled;
    }
    perform(*next);
  }
  ChatKeeper::putAside(chats());
  loaded.reset();
}

// A little of what can wait, while no command does; returns when it should be called again.
std::chrono::milliseconds Engine::State::workWhileIdle(Clock::time_point& breathAt) {
  if (const auto soon = keeper.step(loaded->chats())) return *soon;
  if (Clock::now() >= breathAt) {
    breathAt = Clock::now() + kIdleInterval;
    if (loaded->breathe()) reportHardware();
  }
  return kIdleInterval;
}

void Engine::State::perform(Queued& queued) {
  // Exceptions end here: running out of memory is told like any other failure, and the thread lives on.
  const auto tellFailure = [&](const std::string& cause) {
    std::visit(Overloaded{[&](const LoadModel&) { sink(LoadFailed{cause}); },
                          [&](const UnloadModel&) { sink(ModelUnloaded{}); }, [&](const SetGpuMemory&) {},
                          [&](const KeepChatsOnDisk&) {
                            sink(ChatsOnDisk{0, 0, cause});
                          },
                          [&](const ForgetOtherChats&) {},
                          [&](const FindGraphicsCards&) {
                            sink(GraphicsCardsFound{{}, cause});
                          },
                          [&](const Generate& command) {
                            sink(Failed{command.request, cause});
                          },
                          [&](const MeasurePrompt& command) {
                            PromptMeasured measured;
                            measured.request = command.request;
                            measured.problem = cause;
                            sink(measured);
                          }},
               queued.command);
  };
  try {
    std::visit(
        Overloaded{[&](const LoadModel& command) { load(command); }, [&](const UnloadModel&) { unload(); },
                   [&](const SetGpuMemory&) { obeyGpuMemory(); },
                   [&](const Generate& command) { generateAnswer(command); },
                   [&](const MeasurePrompt& command) { measure(command); },
                   [&](const KeepChatsOnDisk& command) { keeper.useFolder(command, chats()); },
                   [&](const ForgetOtherChats& command) { keeper.forgetOthers(command, chats()); },
                   [&](const FindGraphicsCards&) { sink(findGraphicsCards()); }},
        queued.command);
  } catch (const std::bad_alloc&) {
    tellFailure(
        "There is not enough memory for this; close other programs, choose a smaller model, or load it with "
        "a smaller context.");
  } catch (const std::exception& exception) {
    tellFailure(asSentence(exception.what()));
  }
}

void Engine::State::unload() {
  ChatKeeper::putAside(chats());
  loaded.reset();
  expertProfile.clear();
  sink(ModelUnloaded{});
}

// Between commands, and between the tokens of an answer: the newest wish, if there is one.
void Engine::State::obeyGpuMemory() {
  const int64_t bytes = gpuMemory.exchange(kNoWish);
  if (bytes == kNoWish || !loaded) return;
  loaded->setGpuMemory(static_cast<uint64_t>(bytes));
  reportHardware();
}

void Engine::State::reportHardware() {
  Hardware hardware = loaded->hardware();
  hardware.tokensPerSecond = tokensPerSecond;
  sink(HardwareReport{std::move(hardware)});
}

void Engine::State::load(const LoadModel& command) {
  if (loaded && !cancel) unload();
  auto result = LoadedModel::load(
      command, [&](const LoadProgress& progress) { sink(progress); }, &cancel);
  if (!result) {
    sink(LoadFailed{asSentence(result.error().what())});
    return;
  }
  loaded = std::move(*result);
  keeper.take(loaded->chats());
  tokensPerSecond = 0;
  loaded->onDeviceChanged([this](const DeviceChanged& change) { sink(change); });
  sink(loaded->description());
  reportHardware();
}

uint32_t Engine::State::roomFor(uint32_t maxTokens) const {
  const uint32_t room = roomForAnswer(loaded->session().contextLength());
  return maxTokens > 0 ? std::min(room, maxTokens) : room;
}

Result<ContextPlan> Engine::State::plan(std::span<const ChatMessage> messages, const TemplateValues& values,
                                        uint32_t room, PromptEnd end) const {
  return planContext(messages, loaded->session().contextLength(), room,
                     [&](std::span<const ChatMessage> some) -> Result<uint32_t> {
                       const auto prompt = loaded->prompts().build(some, values, end);
                       if (!prompt) return prompt.error();
                       return static_cast<uint32_t>(prompt->tokens.size());
                     });
}

void Engine::State::measure(const MeasurePrompt& command) {
  PromptMeasured measured;
  measured.request = command.request;
  if (!loaded) {
    measured.problem = asSentence(noModel().what());
    sink(measured);
    return;
  }
  measured.contextLength = loaded->session().contextLength();
  measured.room = roomFor(command.maxTokens);
  auto planned = plan(command.messages, command.templateValues, measured.room, PromptEnd::NewAnswer);
  if (command.perMessage) {
    for (const ChatMessage& message : command.messages)
      measured.perMessage.push_back(loaded->prompts().countText(message.text));
  }
  if (planned) {
    measured.tokens = planned->tokens;
    measured.tokensAfterDropping = planned->tokensAfterDropping;
    measured.dropped = std::move(planned->dropped);
    if (!planned->fits) measured.problem = asSentence(doesNotFit(*planned, measured.contextLength).what());
  } else {
    measured.problem = asSentence(planned.error().what());
  }
  sink(measured);
}

void Engine::State::generateAnswer(const Generate& command) {
  if (auto done = tryGenerate(command); !done) sink(Failed{command.request, asSentence(done.error().what())});
}

// The answer's own tokens in place of how its text reads, when nobody changed that. Returns how many of the
// seed's random numbers they used: without them, or with another seed, it begins anew.
uint64_t Engine::State::goOnFromCut(const Generate& command, std::vector<TokenId>& prompt) {
  auto cut = loaded->chats().cutAnswer(command.conversation);
  if (!cut || !sameText(loaded->tokenizer(), prompt, cut->tokens)) return 0;
  if (cut->tokens.size() > loaded->session().contextLength()) return 0;
  prompt = std::move(cut->tokens);
  return cut->seed == command.sampling.seed ? cut->draws : 0;
}

Result<void> Engine::State::tryGenerate(const Generate& command) {
  if (cancel) {
    sink(Done{command.request, DoneReason::Cancelled, {}, loaded ? loaded->session().used() : 0});
    return {};
  }
  if (!loaded) return noModel();
  Session& session = loaded->session();
  const uint32_t contextLength = session.contextLength();
  const PromptEnd end = command.continueLast ? PromptEnd::InsideLast : PromptEnd::NewAnswer;
  const auto planned = plan(command.messages, command.templateValues, roomFor(command.maxTokens), end);
  if (!planned) return planned.error();
  if (!planned->fits) return doesNotFit(*planned, contextLength);
  if (!planned->dropped.empty() && command.overflow == Overflow::Refuse)
    return wouldDrop(*planned, contextLength);
  auto prompt = loaded->prompts().build(planned->kept, command.templateValues, end);
  if (!prompt) return std::move(prompt).error();
  const uint64_t drawsBefore = command.continueLast ? goOnFromCut(command, prompt->tokens) : 0;

  std::vector<std::string> stops = command.stop;
  stops.insert(stops.end(), loaded->prompts().stops().begin(), loaded->prompts().stops().end());
  AnswerStream stream(loaded->tokenizer(), prompt->split, std::move(stops), [&](StreamedText piece) {
    sink(Delta{command.request, piece.kind, std::move(piece.text), piece.earlierWasThinking});
  });
  const auto total = static_cast<uint32_t>(prompt->tokens.size());
  const Clock::time_point opening = Clock::now();
  loaded->chats().open(command.conversation, prompt->tokens, session);
  const double openSeconds = std::chrono::duration<double>(Clock::now() - opening).count();
  const uint32_t reused = session.reusable(prompt->tokens);
  sink(PromptProgress{command.request, reused, total, reused});
  // When no other conversation came in between, its experts are where it left them.
  if (!command.expertProfile.empty() && command.expertProfile != expertProfile) {
    loaded->warmExperts(command.expertProfile);
  }
  expertProfile.clear();

  CutAnswer written{prompt->tokens, command.sampling.seed, 0};
  double thinkingSeconds = 0;
  HitCount hitsBefore;  // when the first token was chosen
  Clock::time_point lastStats = Clock::now(), lastHardware = lastStats;
  GenerationCallbacks callbacks;
  callbacks.onPrompt = [&](uint32_t done) {
    sink(PromptProgress{command.request, done, total, reused});
    ChatKeeper::keepPrompt(loaded->chats());
  };
  callbacks.onToken = [&](TokenId token, const GenerationStats& sofar) {
    written.tokens.push_back(token);
    const auto state = stream.push(token);
    if (stream.thinking()) thinkingSeconds = sofar.generateSeconds;
    if (sofar.generatedTokens == 1) hitsBefore = loaded->expertHits();
    if (const auto now = Clock::now(); now - lastStats >= kStatsInterval) {
      lastStats = now;
      GenerationStats stats = sofar;
      stats.thinkingSeconds = thinkingSeconds;
      sink(Stats{command.request, stats, session.used(), contextLength});
    }
    obeyGpuMemory();
    ChatKeeper::keepAnswer(loaded->chats());
    if (sofar.generatedTokens > 1) tokensPerSecond = (sofar.generatedTokens - 1) / sofar.generateSeconds;
    if (const auto now = Clock::now(); now - lastHardware >= kHardwareInterval) {
      lastHardware = now;
      reportHardware();
    }
    return state == AnswerStream::State::Stopped ? Continue::StopHere : Continue::Yes;
  };
  auto outcome =
      generate(session, loaded->tokenizer(), prompt->tokens,
               {command.sampling, command.maxTokens, command.ignoreEnd, drawsBefore, loaded->draftAhead()},
               callbacks, &cancel);
  if (!outcome) return std::move(outcome).error();
  if (outcome->reason != DoneReason::StopString) stream.finish();
  written.draws = outcome->draws;
  const bool cut = outcome->reason != DoneReason::EndOfText && outcome->reason != DoneReason::StopString;
  loaded->chats().keepCutAnswer(cut ? std::optional(std::move(written)) : std::nullopt);
  outcome->stats.thinkingSeconds = thinkingSeconds;
  outcome->stats.promptSeconds += openSeconds;
  if (outcome->stats.generatedTokens > 0) outcome->stats.firstTokenSeconds += openSeconds;
  // The counts begin anew when the card is started again.
  if (const HitCount hits = loaded->expertHits();
      hits.hits >= hitsBefore.hits && hits.misses >= hitsBefore.misses) {
    outcome->stats.expertHits = hits.hits - hitsBefore.hits;
    outcome->stats.expertUses = outcome->stats.expertHits + hits.misses - hitsBefore.misses;
  }
  expertProfile = loaded->expertProfile();
  if (!expertProfile.empty()) sink(ExpertsUsed{command.request, expertProfile});
  keeper.answered();
  sink(Done{command.request, outcome->reason, outcome->stats, session.used()});
  reportHardware();
  return {};
}

Engine::Engine(std::function<void(Event)> sink) : state_(std::make_unique<State>(std::move(sink))) {
  state_->thread = std::thread([state = state_.get()] { state->serve(); });
}

Engine::~Engine() {
  cancel();
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
    state_->cancel = true;
  }
  state_->changed.notify_one();
  state_->thread.join();
}

void Engine::post(Command command) {
  // Obeyed in the middle of an answer as well; in the queue it only wakes the thread.
  if (const auto* wish = std::get_if<SetGpuMemory>(&command)) {
    state_->gpuMemory = static_cast<int64_t>(wish->bytes);
  }
  {
    const std::lock_guard lock(state_->mutex);
    state_->queue.push_back({std::move(command)});
  }
  state_->changed.notify_one();
}

void Engine::cancel() {
  const std::lock_guard lock(state_->mutex);
  state_->cancel = true;
  for (auto& queued : state_->queue) {
    if (std::holds_alternative<Generate>(queued.command) ||
        std::holds_alternative<LoadModel>(queued.command)) {
      queued.cancelled = true;
    }
  }
}

}  // namespace hearth
