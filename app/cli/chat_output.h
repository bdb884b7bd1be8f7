// What the terminal chat shows: text for people, or events as JSON lines for scripts.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "runtime/engine/engine.h"
#include "storage/records.h"

namespace hearth::cli {

class ChatOutput {
 public:
  enum class Form { Text, Json };
  // In a terminal thinking is dimmed; in a pipe it is left out, and the answer stands alone.
  explicit ChatOutput(Form form);

  // A message that is in the database now.
  void stored(const storage::Message& message);
  void event(const Event& event);
  // For people; goes to standard error.
  void notice(const std::string& text);
  void conversations(std::span<const storage::Conversation> list);
  void branch(std::span<const storage::Message> messages);
  // The invitation to type.
  void invite();

 private:
  void text(const Event& event);
  void json(const Event& event);
  void write(TextKind kind, const std::string& piece);

  Form form_;
  bool terminal_;
  TextKind kind_ = TextKind::Answer;  // of the last piece written
  bool atLineStart_ = true;
};

}  // namespace hearth::cli
