// Runs the built hearth-cli as scripts do.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

namespace hearth::test {

struct Finished {
  int exitCode = -1;  // 128 + signal when killed
  std::string out, err;
};

// Waits for the end. `input` goes to standard input.
Finished runCli(const std::vector<std::string>& arguments, const std::string& input = {});

// A running hearth-cli whose standard output arrives with times.
class RunningCli {
 public:
  RunningCli(const std::vector<std::string>& arguments, const std::string& input);
  ~RunningCli();
  RunningCli(const RunningCli&) = delete;
  RunningCli& operator=(const RunningCli&) = delete;

  using Clock = std::chrono::steady_clock;
  struct Chunk {
    Clock::time_point at;
    std::string text;
  };
  // Reads what comes until `deadline` or the end of the output; false at the end.
  bool readUntil(Clock::time_point deadline);
  const std::vector<Chunk>& chunks() const { return chunks_; }
  void send(int signal);
  // Closes everything and returns the exit code, or 128 + signal.
  int wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::vector<Chunk> chunks_;
};

}  // namespace hearth::test
