// The public face of the runtime: value-type commands in, value-type events out, so that it can later live in
// a process of its own and the same stream serves window, terminal and HTTP.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "runtime/engine/hardware.h"
#include "runtime/experts/cache_policy.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/generate/outcome.h"
#include "runtime/generate/sampler.h"
#include "runtime/template/reasoning_split.h"
#include "runtime/template/template_variables.h"

namespace hearth {

enum class Role { System, User, Assistant };

struct ChatMessage {
  Role role = Role::User;
  std::string text;
  std::string thinking;  // handed to the template as reasoning_content; most templates drop it
  int64_t id = 0;        // the caller's own id, echoed in PromptMeasured::dropped
};

// Whether next tokens are guessed ahead and checked together: faster where the guesses are good, and never
// another text. Auto guesses with the small model that was given, else with the model's own layer for it,
// else with what followed the same words before, and only while that pays.
enum class Drafting { Auto, Off };

// ---- Commands --------------------------------------------------------------------------------------------
// The model loaded before is unloaded first, also when the new one then fails to load.
struct LoadModel {
  std::string path;
  uint32_t contextLength =
      0;                 // 0: as trained, bounded by memory (context_size.h); more than trained is obeyed
  uint32_t threads = 0;  // 0: all physical cores
  DeviceWish device = DeviceWish::Auto;
  int32_t gpuIndex = -1;        // a device of `hearth-cli devices`; -1: the best one
  uint64_t gpuMemoryBytes = 0;  // 0: what the card has free, less a reserve
  uint64_t ramBytes = 0;        // for experts that come from disk; 0: automatic
  CachePolicy expertPolicy = kShippedPolicy;
  KvForm cacheForm = KvForm::Half;
  Drafting drafting = Drafting::Auto;
  uint32_t draftGuesses = 0;     // 0: as many as pay; else always so many, for measurements
  std::string draftModelPath{};  // a smaller model of the same vocabulary that guesses; empty: none
  std::string cacheFolder{};     // for compiled GPU programs; empty: they are compiled at every load
};
struct UnloadModel {};
// While a model is loaded: experts leave or return between tokens, without loading anew. 0: automatic.
struct SetGpuMemory {
  uint64_t bytes = 0;
};
// What happens when the conversation does not fit the context with room for an answer (context_plan.h).
enum class Overflow { Refuse, DropOldest };
struct Generate {
  uint64_t request = 0;  // the caller's id, echoed in every event of this answer
  // The caller's number for it. What was computed for it is known again at its next answer, also when others
  // came in between, or Hearth was closed or killed and keeps chats on the disk. 0: none.
  uint64_t conversation = 0;
  std::vector<ChatMessage> messages;  // the active branch, system first; last is the user's message
  // Last is an answer that was cut off: goes on where its text ends, with the same seed as if it had not been
  // cut, as long as what its conversation computed is still known.
  bool continueLast = false;
  SamplingOptions sampling;
  uint32_t maxTokens = 0;         // 0: until the model ends or the context is full
  std::vector<std::string> stop;  // looked for in the answer, not in the thinking
  Overflow overflow = Overflow::Refuse;
  TemplateValues templateValues;  // of ModelLoaded::templateVariables; others have no effect
  bool ignoreEnd = false;         // end-of-generation tokens are never chosen (benchmarks)
  std::string expertProfile;      // of the conversation, from its last ExpertsUsed; empty: none is known
};
// Renders and counts without generating: what the context meter shows before sending.
struct MeasurePrompt {
  uint64_t request = 0;
  std::vector<ChatMessage> messages;
  TemplateValues templateValues{};
  uint32_t maxTokens = 0;   // as in Generate: with less to write, less room is kept for it
  bool perMessage = false;  // fills PromptMeasured::perMessage, which takes as long again
};
// Where to keep conversations' part of the KV cache while others need the memory, or while Hearth is closed
// (runtime/chat_cache). Until this comes nothing is kept on the disk; a quota of 0 removes what is there.
struct KeepChatsOnDisk {
  std::string folder;
  uint64_t quotaBytes = 0;
};
// The conversations that exist: what is known of others is forgotten and removed.
struct ForgetOtherChats {
  std::vector<uint64_t> conversations;
};
// Which graphics cards there are; asks the drivers, which takes a moment.
struct FindGraphicsCards {};
using Command = std::variant<LoadModel, UnloadModel, SetGpuMemory, Generate, MeasurePrompt, KeepChatsOnDisk,
                             ForgetOtherChats, FindGraphicsCards>;

// ---- Events ----------------------------------------------------------------------------------------------
struct LoadProgress {
  std::string phase;  // "Reading", "Preparing", "Placing", "Warming up"
  float fraction = 0;
};
struct ModelLoaded {
  std::string path, name, architecture, format;  // format: "Q4_K", the commonest weight type
  uint64_t fileBytes = 0, parameters = 0;
  uint32_t contextLength = 0, trainedContext = 0, threads = 0;
  std::string device;           // "CPU, AVX-512 VNNI, 8 threads"; "RTX 4070 and CPU, …"
  std::string placement;        // one sentence: what is on which device, what is not, and why
  std::string templateWarning;  // not empty: the model's template could not be used, and what is used instead
  // What its publisher says of the model: the names of it and of the models it was made from, and sampling
  // numbers ("temp", "top_k", …: keys general.sampling.*, which converters copy from the publisher's files).
  std::vector<std::string> origins{};
  std::map<std::string, double> sampling{};
  std::vector<TemplateVariable> templateVariables{};  // what a user can set in the chat template
};
struct ModelUnloaded {};
struct LoadFailed {
  std::string cause;  // one sentence with a remedy
};
struct PromptMeasured {
  uint64_t request = 0;
  uint32_t tokens = 0;  // of everything, before dropping
  uint32_t contextLength = 0;
  std::vector<int64_t>
      dropped;  // ids of the messages that Overflow::DropOldest would leave out, oldest first
  uint32_t tokensAfterDropping = 0;
  uint32_t room = 0;  // kept free for the answer
  // Of each message's text alone, in order; the rest of `tokens` is what the template writes around them.
  // Empty unless it was asked for.
  std::vector<uint32_t> perMessage;
  std::string problem;  // not empty: the prompt cannot be rendered or cannot fit at all
};
struct PromptProgress {
  uint64_t request = 0;
  uint32_t done = 0, total = 0, reused = 0;  // tokens; reused: known from earlier
};
struct Delta {
  uint64_t request = 0;
  TextKind kind = TextKind::Answer;
  std::string text;  // whole UTF-8 characters
  // The answer's text so far was thinking after all: its end came without a beginning, because the model was
  // used to a template that opens it. Seldom.
  bool earlierWasThinking = false;
};
struct Stats {  // about four times a second while generating
  uint64_t request = 0;
  GenerationStats stats;
  uint32_t contextUsed = 0, contextLength = 0;
};
// Before Done: what to give to the conversation's next Generate, so that it starts with its experts on the
// graphics card (or, without one, in memory and not on the disk) also when others were answered in between,
// or Hearth was closed. Not sent where all experts lie in one place. Losing it costs speed, no word.
struct ExpertsUsed {
  uint64_t request = 0;
  std::string profile;  // bytes, of use with this model only
};
struct Done {
  uint64_t request = 0;
  DoneReason reason = DoneReason::EndOfText;
  GenerationStats stats;
  uint32_t contextUsed = 0;
};
struct Failed {
  uint64_t request = 0;
  std::string cause;
};
// After a load and about twice a second while something is generated.
struct HardwareReport {
  Hardware hardware;
};
// The graphics card stopped answering; the model goes on as told, and no word is lost.
struct DeviceChanged {
  std::string what;    // one sentence
  std::string device;  // as in ModelLoaded, from now on
  std::string placement;
};
// After the commands that concern them, and some time after Done, when the answer is on the disk.
struct ChatsOnDisk {
  uint64_t bytes = 0;
  uint32_t chats = 0;
  std::string problem;  // not empty: why nothing is kept, in one sentence
};
struct GraphicsCardsFound {
  std::vector<GraphicsCard> cards;
  std::string problem;  // not empty: why none can be found, as a clause
};
using Event = std::variant<LoadProgress, ModelLoaded, ModelUnloaded, LoadFailed, PromptMeasured,
                           PromptProgress, Delta, Stats, ExpertsUsed, Done, Failed, HardwareReport,
                           DeviceChanged, ChatsOnDisk, GraphicsCardsFound>;

// Owns the engine thread. post() and cancel() may be called from any thread; `sink` is called on the engine
// thread, in order. Commands run one after another; the destructor cancels, drains and joins.
class Engine {
 public:
  explicit Engine(std::function<void(Event)> sink);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void post(Command command);
  // Stops the running answer (within one token) or the load; answers still queued come back as Cancelled.
  void cancel();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hearth
