#include "app/desktop/library/memory_plan.h"

#include <algorithm>

#include <QCoreApplication>
#include <QVariantMap>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(MemoryPlan)
};

enum Tint { Weights, Experts, Cache, Work, Disk };

struct Part {
  QString name;
  uint64_t bytes;
  Tint tint;
};

// `room` 0: the bar is as long as what lies there.
void addBar(QVariantList& bars, const QString& title, uint64_t room, const QList<Part>& parts) {
  uint64_t sum = 0;
  for (const Part& part : parts) sum += part.bytes;
  if (sum == 0) return;
  const uint64_t whole = std::max(sum, room);
  QVariantList shown;
  QStringList words;
  for (const Part& part : parts) {
    if (part.bytes == 0) continue;
    const QString amount = memoryText(part.bytes);
    shown << QVariantMap{{"name", part.name},
                         {"amount", amount},
                         {"share", static_cast<double>(part.bytes) / static_cast<double>(whole)},
                         {"tint", static_cast<int>(part.tint)}};
    words << Words::tr("%1 %2").arg(part.name, amount);
  }
  const QString aside =
      room > 0 ? Words::tr("%1 of %2").arg(memoryText(sum), memoryText(room)) : memoryText(sum);
  bars << QVariantMap{{"title", title},
                      {"aside", aside},
                      {"words", Words::tr("%1, %2: %3").arg(title, aside, words.join(QStringLiteral(", ")))},
                      {"parts", shown}};
}

}  // namespace

QVariantList memoryPlan(const Fit& fit, const FitComputer& computer) {
  QVariantList bars;
  if (fit.kind == FitKind::No) return bars;
  const Fit::Plan& plan = fit.plan;
  addBar(bars, Words::tr("On the graphics card"), fit.gpuBudget,
         {{Words::tr("Weights"), plan.gpuWeights, Weights},
          {Words::tr("Experts"), plan.gpuExperts, Experts},
          {Words::tr("Context"), plan.gpuCache, Cache},
          {Words::tr("Working memory"), plan.gpuWork, Work}});
  addBar(
      bars, Words::tr("In main memory"), computer.memoryAvailable,
      {{Words::tr("Weights"), plan.memoryWeights, Weights}, {Words::tr("Context"), plan.memoryCache, Cache}});
  addBar(bars, Words::tr("Read from the disk"), 0, {{Words::tr("Experts"), plan.diskExperts, Disk}});
  return bars;
}

}  // namespace hearth::desktop
