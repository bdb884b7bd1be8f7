// What all answers amount to, by day and by model, in the numbers and words of the statistics page. GUI
// thread.
#pragma once

#include <vector>

#include <QDate>
#include <QObject>
#include <QtQmlIntegration>
#include <QVariant>

#include "app/desktop/settings.h"
#include "app/desktop/statistics/energy_watch.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class StatisticsController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(int range READ range WRITE setRange NOTIFY changed)
  Q_PROPERTY(bool empty READ empty NOTIFY changed)
  Q_PROPERTY(QVariantList tiles READ tiles NOTIFY changed)
  Q_PROPERTY(QVariantList days READ days NOTIFY changed)
  Q_PROPERTY(QVariantList models READ models NOTIFY changed)
  Q_PROPERTY(QString energyLine READ energyLine NOTIFY changed)
  Q_PROPERTY(QString costLine READ costLine NOTIFY changed)
  Q_PROPERTY(QString priceRead READ priceRead NOTIFY changed)
  Q_PROPERTY(QString priceWritten READ priceWritten NOTIFY changed)
  Q_PROPERTY(QString priceEnergy READ priceEnergy NOTIFY changed)
  Q_PROPERTY(QString currency READ currency CONSTANT)
  Q_PROPERTY(bool pinned READ pinned WRITE setPinned NOTIFY changed)
 public:
  enum Range { Week, Month, Year, Always };
  enum Price { Read, Written, Energy };
  Q_ENUM(Price)

  StatisticsController(StorageWorker& storage, Settings& settings, const EnergyWatch& energy);

  int range() const { return range_; }
  void setRange(int range);
  bool empty() const { return totals_.empty(); }
  QVariantList tiles() const;  // {name, value, detail}
  QVariantList days()
      const;  // {label, share (of the busiest), text, name}, oldest first; days without answers too
  QVariantList models() const;  // {name, share, text}
  QString energyLine() const;
  QString costLine() const;  // what the tokens would have cost elsewhere
  QString currency() const;  // "€"
  QString priceRead() const { return settings_.value(kSettingPriceRead); }
  QString priceWritten() const { return settings_.value(kSettingPriceWritten); }
  QString priceEnergy() const { return settings_.value(kSettingPriceEnergy); }
  bool pinned() const { return settings_.value(kSettingStatisticsPinned) == QStringLiteral("yes"); }
  void setPinned(bool pinned);

  // As typed, per million tokens or per kilowatt-hour; empty: none. False: it is no price.
  Q_INVOKABLE bool setPrice(Price which, const QString& text);
  Q_INVOKABLE void refresh();

 Q_SIGNALS:
  void changed();

 private:
  storage::UsageTotal sum() const;
  std::optional<double> price(const QString& text) const;
  QDate firstDay() const;  // invalid: of all times

  StorageWorker& storage_;
  Settings& settings_;
  const EnergyWatch& energy_;
  int range_ = Month;
  std::vector<storage::UsageTotal> totals_;  // newest day first
};

}  // namespace hearth::desktop
