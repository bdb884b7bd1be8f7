#include "tests/cli/process.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/base/check.h"

namespace hearth::test {
namespace {

// An unnamed temporary file that holds `content`.
int fileHolding(const std::string& content) {
  std::FILE* file = std::tmpfile();
  CHECK(file != nullptr);
  CHECK(std::fwrite(content.data(), 1, content.size(), file) == content.size());
  std::rewind(file);
  const int descriptor = dup(fileno(file));
  std::fclose(file);
  return descriptor;
}

std::string contentOf(int descriptor) {
  lseek(descriptor, 0, SEEK_SET);
  std::string content;
  char buffer[4096];
  for (ssize_t got; (got = read(descriptor, buffer, sizeof buffer)) > 0;) content.append(buffer, static_cast<size_t>(got));
  close(descriptor);
  return content;
}

pid_t start(const std::vector<std::string>& arguments, int in, int out, int err) {
  std::vector<char*> words = {const_cast<char*>(HEARTH_CLI)};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const pid_t pid = fork();
  CHECK(pid >= 0);
  if (pid == 0) {
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(HEARTH_CLI, words.data());
    _exit(127);
  }
  return pid;
}

int exitCodeOf(pid_t pid) {
  int status = 0;
  CHECK(waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Finished runCli(const std::vector<std::string>& arguments, const std::string& input) {
  const int in = fileHolding(input), out = fileHolding(""), err = fileHolding("");
  Finished finished;
  finished.exitCode = exitCodeOf(start(arguments, in, out, err));
  close(in);
  finished.out = contentOf(out);
  finished.err = contentOf(err);
  return finished;
}

RunningCli::RunningCli(const std::vector<std::string>& arguments, const std::string& input) {
  int ends[2];
  CHECK(pipe2(ends, O_CLOEXEC) == 0);
  const int in = fileHolding(input);
  pid_ = start(arguments, in, ends[1], STDERR_FILENO);
  close(in);
  close(ends[1]);
  out_ = ends[0];
}

RunningCli::~RunningCli() {
  if (pid_ < 0) return;
  send(SIGKILL);
  wait();
}

bool RunningCli::readUntil(Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting = {out_, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(std::max<int64_t>(left, 0)));
    if (ready == 0) return true;
    char buffer[65536];
    const ssize_t got = read(out_, buffer, sizeof buffer);
    if (got <= 0) return false;
    chunks_.push_back({Clock::now(), std::string(buffer, static_cast<size_t>(got))});
  }
}

void RunningCli::send(int signal) { kill(pid_, signal); }

int RunningCli::wait() {
  const int code = exitCodeOf(pid_);
  close(out_);
  pid_ = -1;
  return code;
}

}  // namespace hearth::test
