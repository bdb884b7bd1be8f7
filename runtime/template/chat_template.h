// Chat templates: a Jinja engine of our own, bounded in time, depth and memory.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"

namespace hearth {

struct TemplateLimits {
  uint64_t steps = 5'000'000;  // evaluated nodes, loop turns, and a step for every 128 bytes of text handled
  // Levels of nesting of the source's expressions and blocks (CPython, which Jinja2 compiles to, also stops
  // at 200 brackets), of macro calls, and of filters chained lazily. Rendering needs up to 512 KiB of stack.
  uint32_t depth = 200;
  size_t memoryBytes = size_t{64} << 20;  // strings alive, and lists and dicts made
};

// A compiled template. Immutable; render() may be called from several threads.
class ChatTemplate {
 public:
  static Result<ChatTemplate> compile(std::string_view source, const TemplateLimits& limits = {});
  ChatTemplate(ChatTemplate&&) noexcept;
  ChatTemplate& operator=(ChatTemplate&&) noexcept;
  ~ChatTemplate();

  // Every name that the source mentions, once each: what it reads, sets and calls.
  const std::vector<std::string>& names() const;

  // `variables` is the template's context (messages, tools, add_generation_prompt, bos_token, …) as a JSON
  // object; order of keys is kept. `now` is what strftime_now shows, in local time. An error reads
  // "line N: …" with Jinja2's message, or the text of raise_exception.
  Result<std::string> render(
      const nlohmann::ordered_json& variables,
      std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) const;

 private:
  struct Program;
  explicit ChatTemplate(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

}  // namespace hearth
