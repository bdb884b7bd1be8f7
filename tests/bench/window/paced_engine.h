// An engine of words without a model: writes words at a given number of tokens a second, or a given answer in
// one piece, from a thread of its own, as the real one does.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "app/desktop/engine_face.h"

namespace hearth::bench {

class PacedEngine final : public desktop::EngineFace {
 public:
  PacedEngine(std::function<void(Event)> sink, double tokensPerSecond, std::string answer)
      : sink_(std::move(sink)),
        interval_(std::chrono::duration<double>(1 / tokensPerSecond)),
        answer_(std::move(answer)) {}
  ~PacedEngine() override {
    cancel();
    if (writer_.joinable()) writer_.join();
  }

  void post(Command command) override {
    if (const auto* load = std::get_if<LoadModel>(&command)) {
      ModelLoaded model;
      model.path = load->path;
      model.name = "Paced";
      model.contextLength = model.trainedContext = 1u << 20;
      sink_(model);
    } else if (const auto* measure = std::get_if<MeasurePrompt>(&command)) {
      PromptMeasured measured;
      measured.request = measure->request;
      measured.tokens = measured.tokensAfterDropping = static_cast<uint32_t>(measure->messages.size());
      measured.contextLength = 1u << 20;
      sink_(measured);
    } else if (const auto* generate = std::get_if<Generate>(&command)) {
      if (writer_.joinable()) writer_.join();
      cancelled_ = false;
      writer_ = std::thread([this, request = generate->request] { write(request); });
    }
  }
  void cancel() override { cancelled_ = true; }

 private:
  void write(uint64_t request) {
    if (!answer_.empty()) {
      sink_(Delta{request, TextKind::Answer, answer_});
      finish(request, DoneReason::EndOfText, 1);
      return;
    }
    // A token is a short word; every 120th ends a paragraph, and some paragraphs are code or a list.
    auto next = std::chrono::steady_clock::now();
    uint32_t token = 0;
    bool inFence = false;
    for (; !cancelled_; ++token) {
      std::string text = token % 9 == 4 ? " **bold**" : token % 7 == 3 ? " `code`" : " words";
      if (token % 120 == 119) {
        text = inFence              ? "\n```\n\n"
               : token % 480 == 479 ? "\n\n```cpp\n"
               : token % 240 == 239 ? "\n\n- item"
                                    : "\n\n";
        inFence = text.ends_with("cpp\n");
      } else if (inFence && token % 12 == 0) {
        text = ";\n";
      }
      sink_(Delta{request, TextKind::Answer, std::move(text)});
      next += std::chrono::duration_cast<std::chrono::steady_clock::duration>(interval_);
      std::this_thread::sleep_until(next);
    }
    finish(request, DoneReason::Cancelled, token);
  }

  void finish(uint64_t request, DoneReason reason, uint32_t tokens) {
    Done done{request, reason, {}, tokens};
    done.stats.generatedTokens = tokens;
    sink_(done);
  }

  std::function<void(Event)> sink_;
  std::chrono::duration<double> interval_;
  const std::string answer_;
  std::atomic<bool> cancelled_{false};
  std::thread writer_;
};

}  // namespace hearth::bench
