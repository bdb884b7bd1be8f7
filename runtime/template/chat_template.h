// Chat templates: a Jinja engine of our own, bounded in time, depth and memory.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "runtime/base/result.h"

namespace hearth {

struct TemplateLimits {
  uint64_t steps = 5'000'000;              // evaluated nodes and loop turns
  uint32_t depth = 200;                    // nested expressions, blocks and macro calls
  size_t memoryBytes = size_t{64} << 20;   // strings and lists alive or made
};

// A compiled template. Immutable; render() may be called from several threads.
class ChatTemplate {
 public:
  static Result<ChatTemplate> compile(std::string_view source, const TemplateLimits& limits = {});
  ChatTemplate(ChatTemplate&&) noexcept;
  ChatTemplate& operator=(ChatTemplate&&) noexcept;
  ~ChatTemplate();

  // `variables` is the template's context (messages, tools, add_generation_prompt, bos_token, …) as a JSON
  // object; order of keys is kept. `now` is what strftime_now sees. Errors carry Jinja's line number and
  // the text of raise_exception.
  Result<std::string> render(const nlohmann::ordered_json& variables,
                             std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) const;

 private:
  struct Program;
  explicit ChatTemplate(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

}  // namespace hearth
