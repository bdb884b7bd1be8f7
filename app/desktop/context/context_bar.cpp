#include "app/desktop/context/context_bar.h"

#include <algorithm>
#include <vector>

#include <QLocale>

#include "app/desktop/context/summary_prompt.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr size_t kTurnsMost = 30;  // more are shown as one
constexpr qsizetype kNameMost = 60;

struct Turn {
  QString name;
  uint64_t tokens = 0;
  bool dropped = false;
  size_t count = 1;
};

std::vector<Turn> turnsOf(const PromptMeasured& measured, std::span<const ChatMessage> messages) {
  std::vector<Turn> turns;
  for (size_t i = 0; i < messages.size(); ++i) {
    const ChatMessage& message = messages[i];
    if (message.role == Role::System) continue;
    if (message.role == Role::User || turns.empty()) {
      const bool draft = message.id == 0;
      QString name = QString::fromStdString(message.text).simplified();
      if (name.size() > kNameMost) name = name.left(kNameMost) + QChar(0x2026);
      turns.push_back({draft ? ContextBar::tr("What you are writing") : name});
      turns.back().dropped =
          std::find(measured.dropped.begin(), measured.dropped.end(), message.id) != measured.dropped.end() &&
          !draft;
    }
    turns.back().tokens += measured.perMessage[i];
  }
  return turns;
}

// The oldest ones as one part for those that do not fit, and one for those that do.
std::vector<Turn> shortened(std::vector<Turn> turns) {
  if (turns.size() <= kTurnsMost) return turns;
  std::vector<Turn> result;
  const size_t merged = turns.size() - kTurnsMost + 2;
  for (size_t i = 0; i < merged; ++i) {
    if (result.empty() || result.back().dropped != turns[i].dropped) {
      result.push_back(turns[i]);
      continue;
    }
    result.back().tokens += turns[i].tokens;
    ++result.back().count;
    result.back().name = ContextBar::tr("%1 earlier turns")
                             .arg(QLocale().toString(static_cast<qulonglong>(result.back().count)));
  }
  result.insert(result.end(), turns.begin() + static_cast<std::ptrdiff_t>(merged), turns.end());
  return result;
}

}  // namespace

void ContextBar::setWanted(bool wanted) {
  if (wanted_ == wanted) return;
  wanted_ = wanted;
  Q_EMIT wantedChanged();
}

void ContextBar::clear() {
  parts_.clear();
  sentence_.clear();
  Q_EMIT changed();
}

void ContextBar::show(const PromptMeasured& measured, std::span<const ChatMessage> messages) {
  if (measured.perMessage.size() != messages.size() || measured.contextLength == 0) return;
  uint64_t instructions = 0, texts = 0;
  for (size_t i = 0; i < messages.size(); ++i) {
    texts += measured.perMessage[i];
    if (messages[i].role == Role::System) instructions += measured.perMessage[i];
  }
  const bool fits = measured.dropped.empty();
  const uint64_t marks = measured.tokens > texts ? measured.tokens - texts : 0;
  const uint64_t taken = uint64_t{measured.tokens} + measured.room;
  // What does not fit has a place in the picture as well.
  const auto whole = static_cast<double>(std::max<uint64_t>(taken, measured.contextLength));

  parts_.clear();
  const auto part = [&](Kind kind, const QString& name, uint64_t tokens, bool dropped = false,
                        bool first = false) {
    if (tokens == 0) return;
    parts_ << QVariantMap{{"kind", kind},
                          {"name", name},
                          {"amount", QLocale().toString(static_cast<qulonglong>(tokens))},
                          {"share", static_cast<double>(tokens) / whole},
                          {"dropped", dropped},
                          {"first", first}};
  };
  const bool summarised = !summaryIn(messages).empty();
  part(Instructions, summarised ? tr("Instructions and summary") : tr("Instructions"), instructions);
  const std::vector<Turn> turns = shortened(turnsOf(measured, messages));
  for (size_t i = 0; i < turns.size(); ++i) {
    part(Turns, turns[i].name, turns[i].tokens, turns[i].dropped, fits && i == 0 && turns.size() > 1);
  }
  part(Marks, tr("Marks of the chat template"), marks);
  part(Answer, tr("Kept free for the answer"), measured.room);
  part(Free, tr("Free"), measured.contextLength > taken ? measured.contextLength - taken : 0);

  const QString limit = QLocale().toString(measured.contextLength);
  sentence_ = fits ? tr("%1 of %2 tokens, and %3 kept free for the answer.")
                         .arg(QLocale().toString(measured.tokens), limit, QLocale().toString(measured.room))
                   : tr("%1 tokens, and %2 for the answer: more than the model's %3.")
                         .arg(QLocale().toString(measured.tokens), QLocale().toString(measured.room), limit);
  Q_EMIT changed();
}

}  // namespace hearth::desktop
