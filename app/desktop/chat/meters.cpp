#include "app/desktop/chat/meters.h"

#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr double kAmberFraction = 0.8;

QVariantMap fact(const QString& label, const QString& value) { return {{"label", label}, {"value", value}}; }

QString tokens(uint32_t count) { return QLocale().toString(count); }

QString seconds(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

}  // namespace

double ContextMeter::fraction() const { return limit_ == 0 ? 0 : static_cast<double>(used_) / limit_; }

bool ContextMeter::amber() const { return known() && fraction() >= kAmberFraction; }

QString ContextMeter::text() const {
  return known() ? tr("%1 of %2").arg(compactTokens(used_), compactTokens(limit_)) : QString();
}

QString ContextMeter::draftText() const {
  return withDraft_ && used_ > 0 ? countOf(used_, tr("token"), tr("tokens")) : QString();
}

QVariantList ContextMeter::facts() const {
  if (!known()) return {};
  return {fact(withDraft_ ? tr("With what you are writing") : tr("This conversation"),
               tr("%1 tokens").arg(tokens(used_))),
          fact(tr("The model can hold"), tr("%1 tokens").arg(tokens(limit_))),
          fact(tr("Left for answers"), tr("%1 tokens").arg(tokens(used_ < limit_ ? limit_ - used_ : 0)))};
}

void ContextMeter::setLimit(uint32_t limit) {
  if (limit_ == limit) return;
  limit_ = limit;
  Q_EMIT changed();
}

void ContextMeter::setUsed(uint32_t used, bool withDraft) {
  used_ = used;
  withDraft_ = withDraft;
  Q_EMIT changed();
}

void ContextMeter::clear() { setUsed(0, false); }

QString SpeedMeter::text() const {
  if (stats_.generatedTokens == 0 || stats_.generateSeconds <= 0) return {};
  return tokensPerSecond(stats_.generatedTokens / stats_.generateSeconds);
}

QVariantList SpeedMeter::facts() const {
  if (stats_.generatedTokens == 0) return {};
  QVariantList facts{fact(
      tr("Written"),
      tr("%1 tokens in %2 s").arg(tokens(stats_.generatedTokens)).arg(seconds(stats_.generateSeconds, 1)))};
  const uint32_t read = stats_.promptTokens - std::min(stats_.reusedTokens, stats_.promptTokens);
  QString reading = tr("%1 tokens in %2 s").arg(tokens(read)).arg(seconds(stats_.promptSeconds, 1));
  if (stats_.promptSeconds > 0 && read > 0)
    reading += tr(" (%1)").arg(tokensPerSecond(read / stats_.promptSeconds));
  facts << fact(tr("Read"), reading);
  if (stats_.reusedTokens > 0)
    facts << fact(tr("Remembered from before"), tr("%1 tokens").arg(tokens(stats_.reusedTokens)));
  if (stats_.drafted > 0) {
    facts << fact(tr("Guessed ahead"), tr("%1 of %2 kept, %3 tokens a step")
                                           .arg(tokens(stats_.accepted), tokens(stats_.drafted),
                                                QLocale().toString(stats_.tokensPerStep(), 'f', 1)));
  }
  facts << fact(tr("First word after"), tr("%1 s").arg(seconds(stats_.firstTokenSeconds, 2)));
  return facts;
}

void SpeedMeter::set(const GenerationStats& stats) {
  stats_ = stats;
  Q_EMIT changed();
}

void SpeedMeter::clear() { set({}); }

}  // namespace hearth::desktop
