#include "app/desktop/chat/message_item.h"

#include <utility>

#include <QDateTime>
#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {

static_assert(MessageItem::Writing == static_cast<int>(storage::MessageState::Writing) &&
              MessageItem::Failed == static_cast<int>(storage::MessageState::Failed));

MessageItem::MessageItem(storage::Message message) : message_(std::move(message)) {
  if (fromUser()) return;
  blocks_.append(message_.text);
  std::optional<double> seconds;
  if (message_.stats) seconds = message_.stats->thinkingSeconds;
  if (message_.thinking.empty()) return;
  const bool stillThinking = message_.state == storage::MessageState::Writing && message_.text.empty();
  if (stillThinking) {
    thinking_.append(message_.thinking);
  } else {
    thinking_.setFinished(message_.thinking, seconds);
  }
}

QString MessageItem::statistics() const {
  if (!message_.stats || message_.stats->generatedTokens == 0) return {};
  const storage::MessageStats& stats = *message_.stats;
  QStringList parts{countOf(stats.generatedTokens, tr("token"), tr("tokens"))};
  if (stats.generateSeconds > 0) parts << tokensPerSecond(stats.generatedTokens / stats.generateSeconds);
  parts << tr("%1 s to first").arg(stats.firstTokenSeconds, 0, 'f', 1);
  if (stats.expertUses > 0) {
    parts << tr("%1 hits").arg(percentText(static_cast<double>(stats.expertHits) / static_cast<double>(stats.expertUses)));
  }
  if (!message_.modelName.empty()) parts << QString::fromStdString(message_.modelName);
  return parts.join(QStringLiteral(" · "));
}

QString MessageItem::time() const {
  const QDateTime when = QDateTime::fromMSecsSinceEpoch(message_.createdAt);
  return QLocale().toString(when, QLocale::ShortFormat);
}

void MessageItem::appendAnswer(const std::string& utf8) {
  if (message_.text.empty() && thinking_.live()) thinking_.finish({});
  message_.text += utf8;
  blocks_.append(utf8);
  setProgress({});
  Q_EMIT textChanged();
}

void MessageItem::appendThinking(const std::string& utf8) {
  message_.thinking += utf8;
  setProgress({});
  thinking_.append(utf8);
}

void MessageItem::answerWasThinking() {
  const std::string text = std::exchange(message_.text, {});
  blocks_.clear();
  appendThinking(text);
  Q_EMIT textChanged();
}

void MessageItem::setSummary(const QString& summary) {
  if (summary_ == summary) return;
  summary_ = summary;
  Q_EMIT summaryChanged();
}

void MessageItem::setProgress(const QString& progress) {
  if (progress_ == progress) return;
  progress_ = progress;
  Q_EMIT progressChanged();
}

void MessageItem::finish(storage::MessageState state, const std::optional<storage::MessageStats>& stats,
                         const std::string& error) {
  message_.state = state;
  message_.stats = stats;
  message_.error = error;
  std::optional<double> seconds;
  if (stats && stats->thinkingSeconds > 0) seconds = stats->thinkingSeconds;
  if (thinking_.present()) thinking_.finish(seconds);
  setProgress({});
  Q_EMIT stateChanged();
}

}  // namespace hearth::desktop
