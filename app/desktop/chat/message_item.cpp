#include "app/desktop/chat/message_item.h"

#include <algorithm>
#include <utility>

#include <QDateTime>
#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {

static_assert(MessageItem::Writing == static_cast<int>(storage::MessageState::Writing) &&
              MessageItem::Failed == static_cast<int>(storage::MessageState::Failed));

MessageItem::MessageItem(storage::Message message, uint32_t missingBytes)
    : message_(std::move(message)), missingBytes_(missingBytes) {
  connect(&blocks_, &BlockListModel::readingEnded, this, &MessageItem::becomeReady);
  if (loaded()) showTexts();
}

void MessageItem::becomeReady() {
  if (ready_ || !loaded() || blocks_.reading()) return;
  ready_ = true;
  Q_EMIT readyChanged();
}

void MessageItem::load(const storage::Message& message) {
  if (loaded()) return;
  message_ = message;
  missingBytes_ = 0;
  showTexts();
  Q_EMIT loadedChanged();
  Q_EMIT textChanged();
  Q_EMIT stateChanged();
}

void MessageItem::detach() {
  if (--delegates_ == 0 && abandoned_) deleteLater();
}

void MessageItem::abandon(std::unique_ptr<MessageItem> item) {
  MessageItem* left = item.release();  // owned by its delegates now, or by the event loop
  left->abandoned_ = true;
  if (!left->seen()) left->deleteLater();
}

int MessageItem::estimatedLines() const {
  constexpr uint32_t kBytesPerLine = 70;
  const size_t bytes = loaded() ? message_.text.size() : missingBytes_;
  return static_cast<int>(std::min<size_t>(bytes / kBytesPerLine + 2, 400));
}

bool MessageItem::canContinue() const {
  if (fromUser() || (message_.text.empty() && message_.thinking.empty())) return false;
  const bool cutByLength = message_.state == storage::MessageState::Finished && !message_.error.empty();
  return cutByLength || message_.state == storage::MessageState::Stopped ||
         message_.state == storage::MessageState::Interrupted;
}

void MessageItem::showTexts() {
  if (fromUser()) return becomeReady();
  if (message_.state == storage::MessageState::Writing) {
    blocks_.append(message_.text);
  } else {
    blocks_.setFinished(message_.text);
  }
  becomeReady();
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
  parts << tr("%1 s to first").arg(QLocale().toString(stats.firstTokenSeconds, 'f', 1));
  if (stats.expertUses > 0) {
    parts << tr("%1 hits").arg(
        percentText(static_cast<double>(stats.expertHits) / static_cast<double>(stats.expertUses)));
  }
  if (stats.draftedTokens > 0) {
    parts << tr("%1 guessed")
                 .arg(percentText(static_cast<double>(stats.acceptedTokens) / stats.generatedTokens));
  }
  if (!message_.modelName.empty()) parts << QString::fromStdString(message_.modelName);
  return parts.join(QStringLiteral(" · "));
}

QString MessageItem::leftOut() const {
  const uint32_t messages = message_.stats ? message_.stats->leftOutMessages : 0;
  if (messages == 0) return {};
  return messages == 1
             ? tr("The model did not read the oldest message: it did not fit any more.")
             : tr("The model did not read the %1 oldest messages: they did not fit any more.").arg(messages);
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
  blocks_.finish();
  message_.stats = stats;
  message_.error = error;
  std::optional<double> seconds;
  if (stats && stats->thinkingSeconds > 0) seconds = stats->thinkingSeconds;
  if (thinking_.present()) thinking_.finish(seconds);
  setProgress({});
  Q_EMIT stateChanged();
}

}  // namespace hearth::desktop
