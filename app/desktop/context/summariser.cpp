#include "app/desktop/context/summariser.h"

#include <algorithm>
#include <utility>

namespace hearth::desktop {
namespace {

constexpr float kTemperatureMost = 0.3f;  // a summary shall be true rather than surprising

std::string trimmed(const std::string& text) {
  constexpr const char* kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  return first == std::string::npos ? std::string()
                                    : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

Summariser::Summariser(EngineWorker& engine) : engine_(engine) {
  connect(&engine_, &EngineWorker::delta, this, [this](const Delta& delta) {
    if (!active() || delta.request != request_) return;
    if (delta.earlierWasThinking) text_.clear();
    if (delta.kind == TextKind::Answer) text_ += delta.text;
  });
  connect(&engine_, &EngineWorker::done, this, [this](const Done& done) {
    if (!active() || done.request != request_) return;
    text_ = trimmed(text_);
    if (done.reason == DoneReason::Cancelled || text_.empty()) {
      end();
      Q_EMIT failed(tr("The model wrote no summary."));
      return;
    }
    ask();
  });
  connect(&engine_, &EngineWorker::failed, this, [this](const Failed& failure) {
    if (!active() || failure.request != request_) return;
    end();
    Q_EMIT failed(QString::fromStdString(failure.cause));
  });
}

void Summariser::start(std::span<const ChatMessage> messages, const std::string& earlier,
                       uint32_t contextLength, Generate like) {
  questions_ = std::make_unique<SummaryQuestions>(messages, earlier, contextLength);
  like_ = std::move(like);
  text_.clear();
  ask();
}

void Summariser::ask() {
  auto question = questions_->next(text_);
  if (!question) {
    const std::string summary = std::exchange(text_, {});
    end();
    Q_EMIT finished(summary);
    return;
  }
  text_.clear();
  request_ = engine_.nextRequest();
  Generate generate;
  generate.request = request_;
  generate.messages = {std::move(*question)};
  generate.sampling = like_.sampling;
  generate.sampling.temperature = std::min(generate.sampling.temperature, kTemperatureMost);
  generate.templateValues = like_.templateValues;
  generate.maxTokens = questions_->answerTokensMost();
  engine_.post(std::move(generate));
}

void Summariser::stop() {
  if (!active()) return;
  end();
  engine_.cancel();
}

void Summariser::end() {
  questions_.reset();
  request_ = 0;
}

}  // namespace hearth::desktop
