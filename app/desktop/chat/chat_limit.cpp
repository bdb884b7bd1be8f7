// What a ChatController does when a turn does not fit the model's context: the user's choice, told in the
// open.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr qsizetype kExcerptCharacters = 40;

QString shortened(const QString& text, qsizetype characters) {
  const QString line = text.simplified();
  if (line.size() <= characters) return line;
  const qsizetype space = line.lastIndexOf(QChar(' '), characters);
  return line.left(space > characters / 2 ? space : characters) + QStringLiteral("…");
}

QString tooMuch(const PromptMeasured& measured) {
  return ChatController::tr("This does not fit: %1 tokens, and the model can hold %2.")
      .arg(QLocale().toString(measured.tokens), QLocale().toString(measured.contextLength));
}

// "3 messages would be left out, from “…” to “…”"
QString overflowQuestion(const PromptMeasured& measured, const Turn& turn) {
  QStringList excerpts;
  for (const int64_t id : measured.dropped) {
    for (const ChatMessage& message : turn.messages) {
      if (message.id == id) excerpts << shortened(QString::fromStdString(message.text), kExcerptCharacters);
    }
  }
  const auto count = static_cast<qsizetype>(turn.unread) + excerpts.size();
  if (turn.unread > 0) {
    return ChatController::tr(
               "This does not fit: more than %1 tokens, and the model can hold %2. The %3 oldest "
               "messages would be left out.")
        .arg(QLocale().toString(measured.tokens), QLocale().toString(measured.contextLength))
        .arg(count);
  }
  const QString head = tooMuch(measured);
  if (excerpts.isEmpty()) return head;
  if (count == 1) {
    return head + ChatController::tr(" The oldest message would be left out: “%1”.").arg(excerpts.first());
  }
  return head + ChatController::tr(" The %1 oldest messages would be left out, from “%2” to “%3”.")
                    .arg(count)
                    .arg(excerpts.first(), excerpts.last());
}

}  // namespace

void ChatController::doesNotFit(const PromptMeasured& measured) {
  notFitting_ = measured;
  // What was summarised once and still does not fit is the user's to decide.
  const AtLimit wish = turn_->parameters.atLimit.value_or(AtLimit::Ask);
  switch (turn_->summarised ? AtLimit::Ask : wish) {
    case AtLimit::Ask:
      return setOverflow(overflowQuestion(measured, *turn_));
    case AtLimit::DropOldest:
      return dropOldest();
    case AtLimit::Summarise:
      return summarise();
    case AtLimit::Stop:
      return abandonTurn(
          tooMuch(measured) + QChar(' ') +
          tr("Nothing was sent. Shorten your message, begin a new chat, or choose in the inspector what "
             "shall happen when the context is full."));
  }
}

void ChatController::sendWithoutOldest() {
  if (!turn_ || overflow_.isEmpty()) return;
  setOverflow({});
  dropOldest();
}

void ChatController::dropOldest() {
  turn_->overflow = Overflow::DropOldest;
  turn_->leftOut = turn_->unread + static_cast<uint32_t>(notFitting_.dropped.size());
  commit();
}

void ChatController::cancelOverflow() {
  if (turn_ && !overflow_.isEmpty()) abandonTurn({});
}

// ---- Summaries

void ChatController::summariseOldest() {
  if (!turn_ || overflow_.isEmpty()) return;
  setOverflow({});
  summarise();
}

void ChatController::summarise() {
  turn_->summarised = true;
  const auto messages = toSummarise(turn_->messages, notFitting_);
  if (messages.empty()) return setOverflow(overflowQuestion(notFitting_, *turn_));
  summarisedThrough_ = messages.back().id;
  setSummarising(tr("Summarising %1…").arg(countOf(messages.size(), tr("message"), tr("messages"))));
  Generate like;
  turn_->parameters.applyTo(like);
  // Thinking would take the room of the summary.
  if (const TemplateVariable* thinking = thinkingSwitch(models_.loaded()))
    like.templateValues[thinking->name] = false;
  summariser_.start(messages, summaryIn(turn_->messages), notFitting_.contextLength, std::move(like));
}

void ChatController::keepSummary(const std::string& text) {
  setSummarising({});
  if (!turn_) return;
  const int64_t through = summarisedThrough_;
  const storage::Summary summary{through, 0, models_.name().toStdString(), text};
  storage_.run([summary](storage::Store& store) {
    return store.setSummary(summary.messageId, summary.text, summary.modelName);
  });
  if (turn_->conversationId == conversation_.id) {
    std::erase_if(summaries_, [&](const storage::Summary& one) { return one.messageId == through; });
    summaries_.push_back(summary);
    messages_.setSummaries(summaries_);
  }
  turn_->messages = withSummary(std::move(turn_->messages), std::span(&summary, 1));
  measureTurn();
}

void ChatController::summaryFailed(const QString& cause) {
  setSummarising({});
  if (!turn_) return;
  setProblem(tr("The oldest messages could not be summarised: %1").arg(cause));
  setOverflow(overflowQuestion(notFitting_, *turn_));
}

void ChatController::removeSummary(qint64 messageId) {
  storage_.run([messageId](storage::Store& store) { return store.removeSummary(messageId); });
  std::erase_if(summaries_, [&](const storage::Summary& one) { return one.messageId == messageId; });
  messages_.setSummaries(summaries_);
  measureSoon();
}

void ChatController::setSummarising(const QString& what) {
  if (summarising_ == what) return;
  summarising_ = what;
  Q_EMIT summarisingChanged();
}

}  // namespace hearth::desktop
