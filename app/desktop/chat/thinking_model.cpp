#include "app/desktop/chat/thinking_model.h"

#include <QLocale>

namespace hearth::desktop {
namespace {

constexpr qsizetype kPeekCharacters = 600;  // more than the peek's few lines can show
constexpr std::chrono::seconds kTick{1};
constexpr double kMomentSeconds = 2;

}  // namespace

ThinkingModel::ThinkingModel() {
  tick_.setInterval(kTick);
  connect(&tick_, &QTimer::timeout, this, &ThinkingModel::labelChanged);
}

QString ThinkingModel::label() const {
  if (live_) {
    const auto elapsed = clock_.elapsed() / 1000;
    return elapsed < 1 ? tr("Thinking…") : tr("Thinking… %1 s").arg(elapsed);
  }
  if (!seconds_) return tr("Thought");
  if (*seconds_ < kMomentSeconds) return tr("Thought for a moment");
  if (*seconds_ >= 90) return tr("Thought for %1 min").arg(QLocale().toString(*seconds_ / 60, 'f', 1));
  return tr("Thought for %1 s").arg(QLocale().toString(*seconds_, 'f', *seconds_ < 10 ? 1 : 0));
}

void ThinkingModel::setExpanded(bool expanded) {
  if (expanded_ == expanded) return;
  expanded_ = expanded;
  Q_EMIT expandedChanged();
}

QString ThinkingModel::peek() const { return text_.right(kPeekCharacters).trimmed(); }

BlockListModel* ThinkingModel::blocks() {
  if (blockBytes_ < utf8_.size()) {
    blocks_.append(std::string_view(utf8_).substr(blockBytes_));
    blockBytes_ = utf8_.size();
    if (!live_) blocks_.finish();
  }
  return &blocks_;
}

void ThinkingModel::setFinished(const std::string& utf8, std::optional<double> seconds) {
  utf8_ = utf8;
  text_ = QString::fromStdString(utf8);
  seconds_ = seconds;
  Q_EMIT changed();
  Q_EMIT labelChanged();
}

void ThinkingModel::append(const std::string& utf8) {
  utf8_ += utf8;
  text_ += QString::fromStdString(utf8);
  if (blockBytes_ > 0 || expanded_) blocks();
  if (!live_) {
    live_ = true;
    clock_.start();
    tick_.start();
    Q_EMIT changed();
    Q_EMIT labelChanged();
  }
  Q_EMIT peekChanged();
}

void ThinkingModel::finish(std::optional<double> measuredSeconds) {
  const bool wasLive = std::exchange(live_, false);
  tick_.stop();
  if (measuredSeconds) {
    seconds_ = measuredSeconds;
  } else if (wasLive) {
    seconds_ = static_cast<double>(clock_.elapsed()) / 1000.0;
  }
  Q_EMIT changed();
  Q_EMIT labelChanged();
}

}  // namespace hearth::desktop
