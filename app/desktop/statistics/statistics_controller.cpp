#include "app/desktop/statistics/statistics_controller.h"

#include <algorithm>
#include <map>

#include <QDateTime>
#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr double kJoulesPerWattHour = 3600, kTokensPerPrice = 1e6;
constexpr int kBarsMost = 31;  // bars; longer ranges show months

void addTo(storage::UsageTotal& sum, const storage::UsageTotal& one) {
  sum.answers += one.answers;
  sum.promptTokens += one.promptTokens;
  sum.reusedTokens += one.reusedTokens;
  sum.generatedTokens += one.generatedTokens;
  sum.promptSeconds += one.promptSeconds;
  sum.generateSeconds += one.generateSeconds;
  sum.expertHits += one.expertHits;
  sum.expertUses += one.expertUses;
  sum.energyJoules += one.energyJoules;
  sum.answersWithEnergy += one.answersWithEnergy;
}

QString tokensText(uint64_t tokens) {
  return countOf(tokens, StatisticsController::tr("token"), StatisticsController::tr("tokens"));
}
QString answersText(uint64_t answers) {
  return countOf(answers, StatisticsController::tr("answer"), StatisticsController::tr("answers"));
}

double share(uint64_t part, uint64_t most) {
  return most == 0 ? 0 : static_cast<double>(part) / static_cast<double>(most);
}

QString energyText(double joules) {
  const double wattHours = joules / kJoulesPerWattHour;
  if (wattHours < 1000)
    return StatisticsController::tr("%1 Wh").arg(QLocale().toString(wattHours, 'f', wattHours < 10 ? 2 : 0));
  return StatisticsController::tr("%1 kWh").arg(QLocale().toString(wattHours / 1000, 'f', 2));
}

// Where the language is of no country, as "C" is, prices are in what most of them are published in.
QString currencySymbol() {
  const QString own = QLocale().currencySymbol();
  return own.isEmpty() ? QStringLiteral("$") : own;
}

// Cheap things cost less than a cent: two figures that say something.
QString moneyText(double amount) {
  return QLocale().toCurrencyString(amount, currencySymbol(), amount > 0 && amount < 0.1 ? 4 : 2);
}

}  // namespace

StatisticsController::StatisticsController(StorageWorker& storage, Settings& settings,
                                           const EnergyWatch& energy)
    : storage_(storage), settings_(settings), energy_(energy) {}

void StatisticsController::setRange(int range) {
  if (range < Week || range > Always || range == range_) return;
  range_ = range;
  Q_EMIT changed();
  refresh();
}

QDate StatisticsController::firstDay() const {
  const QDate today = QDate::currentDate();
  switch (range_) {
    case Week:
      return today.addDays(-6);
    case Month:
      return today.addDays(-29);
    case Year:
      return QDate(today.year(), today.month(), 1).addMonths(-11);
    default:
      return {};
  }
}

void StatisticsController::refresh() {
  const QDate first = firstDay();
  const int64_t from = first.isValid() ? first.startOfDay().toMSecsSinceEpoch() : 0;
  const int64_t until = QDate::currentDate().addDays(1).startOfDay().toMSecsSinceEpoch();
  storage_.run([from, until](storage::Store& store) { return store.usage(from, until); }, this,
               [this, range = range_](Result<std::vector<storage::UsageTotal>> totals) {
                 if (!totals || range != range_) return;
                 totals_ = std::move(*totals);
                 Q_EMIT changed();
               });
}

storage::UsageTotal StatisticsController::sum() const {
  storage::UsageTotal sum;
  for (const storage::UsageTotal& one : totals_) addTo(sum, one);
  return sum;
}

QVariantList StatisticsController::tiles() const {
  const storage::UsageTotal all = sum();
  const auto tile = [](const QString& name, const QString& value, const QString& detail) {
    return QVariantMap{{"name", name}, {"value", value}, {"detail", detail}};
  };
  const double speed =
      all.generateSeconds > 0 ? static_cast<double>(all.generatedTokens) / all.generateSeconds : 0;
  QVariantList tiles{
      tile(tr("Answers"), QLocale().toString(static_cast<qulonglong>(all.answers)), {}),
      tile(tr("Written"), tokensText(all.generatedTokens), tr("on average %1").arg(tokensPerSecond(speed))),
      tile(tr("Read"), tokensText(all.promptTokens),
           tr("%1 of them remembered").arg(percentText(share(all.reusedTokens, all.promptTokens)))),
  };
  if (all.expertUses > 0) {
    tiles << tile(tr("Expert hits"), percentText(share(all.expertHits, all.expertUses)),
                  tr("found on the graphics card"));
  }
  return tiles;
}

QVariantList StatisticsController::days() const {
  if (totals_.empty()) return {};
  const QDate today = QDate::currentDate();
  const QDate first = range_ == Always
                          ? QDate::fromString(QString::fromStdString(totals_.back().day), Qt::ISODate)
                          : firstDay();
  const bool months = first.daysTo(today) >= kBarsMost;
  const auto barOf = [&](const QDate& day) { return months ? QDate(day.year(), day.month(), 1) : day; };
  std::map<QDate, storage::UsageTotal> bars;
  for (QDate day = barOf(first); day <= today; day = months ? day.addMonths(1) : day.addDays(1))
    bars[day] = {};
  for (const storage::UsageTotal& one : totals_) {
    addTo(bars[barOf(QDate::fromString(QString::fromStdString(one.day), Qt::ISODate))], one);
  }
  uint64_t most = 0;
  for (const auto& [day, total] : bars) most = std::max(most, total.generatedTokens);
  QVariantList result;
  for (const auto& [day, total] : bars) {
    const QString name = months ? QLocale().toString(day, QStringLiteral("MMMM yyyy"))
                                : QLocale().toString(day, QLocale::LongFormat);
    result << QVariantMap{
        {"label", QLocale().toString(day, months ? QStringLiteral("MMM") : QStringLiteral("d"))},
        {"share", share(total.generatedTokens, most)},
        {"name", name},
        {"text",
         tr("%1: %2 in %3").arg(name, tokensText(total.generatedTokens), answersText(total.answers))}};
  }
  return result;
}

QVariantList StatisticsController::models() const {
  std::map<std::string, storage::UsageTotal> byName;
  for (const storage::UsageTotal& one : totals_) addTo(byName[one.modelName], one);
  std::vector<std::pair<std::string, storage::UsageTotal>> sorted(byName.begin(), byName.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.generatedTokens > b.second.generatedTokens;
  });
  QVariantList result;
  for (const auto& [name, total] : sorted) {
    QStringList parts{tokensText(total.generatedTokens), answersText(total.answers)};
    if (total.generateSeconds > 0) {
      parts << tokensPerSecond(static_cast<double>(total.generatedTokens) / total.generateSeconds);
    }
    if (total.expertUses > 0)
      parts << tr("%1 hits").arg(percentText(share(total.expertHits, total.expertUses)));
    result << QVariantMap{{"name", name.empty() ? tr("Unknown model") : QString::fromStdString(name)},
                          {"share", share(total.generatedTokens, sorted.front().second.generatedTokens)},
                          {"text", parts.join(QStringLiteral(" · "))}};
  }
  return result;
}

QString StatisticsController::energyLine() const {
  const storage::UsageTotal all = sum();
  if (all.answersWithEnergy == 0) {
    return energy_.readable() ? tr("No answer was measured yet in this time.")
                              : tr("How much power this computer draws is not readable here: its kernel "
                                   "tells it to root only, or not at all.");
  }
  QString line =
      tr("About %1 of electricity, measured for %2 of %3.")
          .arg(energyText(all.energyJoules),
               QLocale().toString(static_cast<qulonglong>(all.answersWithEnergy)), answersText(all.answers));
  if (const auto each = price(priceEnergy())) {
    line +=
        QChar(' ') + tr("That is %1.").arg(moneyText(all.energyJoules / kJoulesPerWattHour / 1000 * *each));
  }
  if (energy_.readable())
    line += QChar(' ') + tr("It counts all that the %1 drew meanwhile.").arg(energy_.sources());
  return line;
}

QString StatisticsController::costLine() const {
  const auto read = price(priceRead()), written = price(priceWritten());
  if (!read && !written) return {};
  const storage::UsageTotal all = sum();
  const double cost = (static_cast<double>(all.promptTokens) * read.value_or(0) +
                       static_cast<double>(all.generatedTokens) * written.value_or(0)) /
                      kTokensPerPrice;
  return tr("At the prices you set, this would have cost %1 elsewhere.").arg(moneyText(cost));
}

QString StatisticsController::currency() const { return currencySymbol(); }

std::optional<double> StatisticsController::price(const QString& text) const {
  constexpr double kPriceMost = 1e6;
  bool isNumber = false;
  double value = QLocale().toDouble(text.trimmed(), &isNumber);
  if (!isNumber) value = QLocale::c().toDouble(text.trimmed(), &isNumber);
  return isNumber && value >= 0 && value <= kPriceMost ? std::optional(value) : std::nullopt;
}

bool StatisticsController::setPrice(Price which, const QString& text) {
  const QString plain = text.trimmed();
  if (!plain.isEmpty() && !price(plain)) return false;
  settings_.set(which == Read      ? kSettingPriceRead
                : which == Written ? kSettingPriceWritten
                                   : kSettingPriceEnergy,
                plain);
  Q_EMIT changed();
  return true;
}

void StatisticsController::setPinned(bool pinned) {
  if (pinned == this->pinned()) return;
  settings_.set(kSettingStatisticsPinned, pinned ? QStringLiteral("yes") : QStringLiteral("no"));
  Q_EMIT changed();
}

}  // namespace hearth::desktop
