#include "app/cli/terminal.h"

#include <cerrno>
#include <csignal>

#include <unistd.h>

namespace hearth::cli {
namespace {

// A signal handler can reach nothing but a global; this is the only one.
volatile std::sig_atomic_t interruptCount = 0;

void countInterrupt(int) { interruptCount = interruptCount + 1; }

void setHandler(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // no SA_RESTART: waiting for a line must end
  sigaction(SIGINT, &action, nullptr);
}

void changeMask(int how) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(how, &signals, nullptr);
}

}  // namespace

Interrupts::Interrupts() {
  reset();
  setHandler(countInterrupt);
}
Interrupts::~Interrupts() { setHandler(SIG_DFL); }
uint32_t Interrupts::count() const { return static_cast<uint32_t>(interruptCount); }
void Interrupts::reset() { interruptCount = 0; }

InterruptsBlocked::InterruptsBlocked() { changeMask(SIG_BLOCK); }
InterruptsBlocked::~InterruptsBlocked() { changeMask(SIG_UNBLOCK); }

bool inputIsTerminal() { return isatty(STDIN_FILENO) == 1; }
bool outputIsTerminal() { return isatty(STDOUT_FILENO) == 1; }

LineReader::End LineReader::next(std::string& line) {
  for (;;) {
    if (const size_t newline = buffer_.find('\n'); newline != std::string::npos) {
      line = buffer_.substr(0, newline);
      buffer_.erase(0, newline + 1);
      return End::Line;
    }
    char chunk[4096];
    const ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) return End::Interrupted;
    if (got <= 0) {
      line = std::move(buffer_);
      buffer_.clear();
      return line.empty() ? End::EndOfInput : End::Line;
    }
    buffer_.append(chunk, static_cast<size_t>(got));
  }
}

}  // namespace hearth::cli
