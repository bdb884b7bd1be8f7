// Ctrl+C and lines from a terminal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hearth::cli {

// While it lives, Ctrl+C is counted instead of ending the program. One at a time.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  uint32_t count() const;
  void reset();
};

// While it lives, this thread and the threads it starts do not receive Ctrl+C: the main thread shall, because it
// is the one that waits for input.
class InterruptsBlocked {
 public:
  InterruptsBlocked();
  ~InterruptsBlocked();
  InterruptsBlocked(const InterruptsBlocked&) = delete;
  InterruptsBlocked& operator=(const InterruptsBlocked&) = delete;
};

bool inputIsTerminal();
bool outputIsTerminal();

// Standard input, line by line.
class LineReader {
 public:
  enum class End { Line, Interrupted, EndOfInput };
  // `line` is without its newline.
  End next(std::string& line);

 private:
  std::string buffer_;
};

}  // namespace hearth::cli
