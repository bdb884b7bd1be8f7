#include "app/desktop/hardware/hardware_controller.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr uint64_t kGiga = uint64_t{1} << 30;
constexpr std::chrono::milliseconds kMemorySettles{250};
// Models smaller than this answer quickly anywhere.
constexpr uint64_t kSmallModel = 200'000'000;

QString count(uint64_t value) { return QLocale().toString(static_cast<qulonglong>(value)); }

// "8.2 of 12.0 GB"
QString memoryOf(uint64_t part, uint64_t whole) {
  const QString partText = memoryText(part), wholeText = memoryText(whole);
  const QString unit = wholeText.section(QChar(' '), 1);
  const bool sameUnit = partText.section(QChar(' '), 1) == unit;
  return HardwareController::tr("%1 of %2")
      .arg(sameUnit ? partText.section(QChar(' '), 0, 0) : partText, wholeText);
}

QVariantMap tile(const QString& label, const QString& value, const QString& note) {
  return {{"label", label}, {"value", value}, {"note", note}, {"known", true}};
}

QVariantMap unknownTile(const QString& label, const QString& why) {
  return {{"label", label}, {"value", QStringLiteral("–")}, {"note", why}, {"known", false}};
}

uint64_t ours(const GpuMemory& m) { return m.weights + m.experts + m.kvCache + m.compute; }

}  // namespace

HardwareController::HardwareController(EngineWorker& engine, Settings& settings, ModelController& models)
    : engine_(engine), settings_(settings), models_(models), choice_(readDeviceChoice(settings)) {
  memoryTimer_.setSingleShot(true);
  memoryTimer_.setInterval(kMemorySettles);
  connect(&memoryTimer_, &QTimer::timeout, this, &HardwareController::tellEngine);
  connect(&engine_, &EngineWorker::hardwareReport, this, [this](const HardwareReport& report) {
    // A report of a model that is being replaced says nothing any more.
    if (models_.state() == ModelController::Ready) take(report.hardware);
  });
  connect(&engine_, &EngineWorker::graphicsCardsFound, this, [this](const GraphicsCardsFound& found) {
    search_ = Search::Done;
    cards_ = found.cards;
    cardsProblem_ = QString::fromStdString(found.problem);
    followChosenCard();
    Q_EMIT chosen();
  });
  connect(&models_, &ModelController::stateChanged, this, [this] {
    if (models_.state() != ModelController::Ready) report_.reset();
    Q_EMIT reported();
    Q_EMIT chosen();
  });
}

void HardwareController::take(const Hardware& hardware) {
  const uint64_t budgetBefore = report_ ? report_->memory.budget : 0;
  const bool first = !report_;
  report_ = hardware;
  tierCounts_ = {};
  useFollowed_ = false;
  for (const ExpertHeat& cell : hardware.cells) {
    if (cell.tier != ExpertTier::None) ++tierCounts_[static_cast<size_t>(cell.tier)];
    useFollowed_ = useFollowed_ || cell.heat > 0;
  }
  const GpuMemory& m = hardware.memory;
  // Drivers round, and their numbers are a moment apart: the bar never becomes longer than it is.
  const uint64_t whole = std::max(m.total, ours(m) + m.others + m.free);
  memoryParts_.clear();
  const auto part = [&](const QString& name, uint64_t bytes) {
    const double fraction = whole == 0 ? 0 : static_cast<double>(bytes) / static_cast<double>(whole);
    memoryParts_ << QVariantMap{
        {"name", name}, {"amount", memoryText(bytes)}, {"fraction", fraction}, {"shown", bytes > 0}};
  };
  part(tr("Weights"), m.weights);
  part(tr("Experts"), m.experts);
  part(tr("Conversation cache"), m.kvCache);
  part(tr("Compute"), m.compute);
  part(tr("Other programs"), m.others);
  part(m.othersUnknown ? tr("Free, at most") : tr("Free"), m.free);
  if (m.othersUnknown && m.others == 0) {
    auto others = memoryParts_[Others].toMap();
    others["amount"] = tr("the driver does not tell");
    others["shown"] = true;
    memoryParts_[Others] = others;
  }
  tiers_.clear();
  const auto tier = [&](const QString& name, uint64_t experts) {
    tiers_ << QVariantMap{{"name", name}, {"count", count(experts)}, {"shown", experts > 0}};
  };
  tier(tr("on the graphics card"), tierCounts_[OnCard]);
  tier(tr("in memory"), tierCounts_[InMemory]);
  tier(tr("on disk"), tierCounts_[OnDisk]);
  tiles_ = {speedTile(), hitTile(), readTile(), placeTile()};
  Q_EMIT reported();
  if (first || budgetBefore != m.budget) Q_EMIT chosen();
}

void HardwareController::retranslate() {
  if (report_) take(Hardware(*report_));
}

QVariantMap HardwareController::speedTile() const {
  if (report_->tokensPerSecond <= 0)
    return unknownTile(tr("Now"), tr("no answer yet since the model was loaded"));
  const double bound = report_->tokensPerSecondBound;
  const QString limit = bound > 0 ? tr("limit of this computer: %1").arg(tokensPerSecond(bound))
                                  : tr("the limit of this computer is not measured yet");
  return tile(tr("Now"), tokensPerSecond(report_->tokensPerSecond), limit);
}

QVariantMap HardwareController::hitTile() const {
  const QString label = tr("Expert hits");
  if (report_->expertLayers == 0) return unknownTile(label, tr("this model has no experts"));
  if (!onCard()) return unknownTile(label, tr("no graphics card is in use"));
  if (tierCounts_[OnCard] == 0) return unknownTile(label, tr("no experts are on the card"));
  if (!report_->hitRateKnown) return unknownTile(label, tr("no answer yet since the model was loaded"));
  return tile(label, percentText(report_->hitRate), tr("of the last %1 tokens").arg(kHitRateTokens));
}

QVariantMap HardwareController::readTile() const {
  const QString label = tr("Read per token");
  const double card = report_->gpuBytesPerToken, memory = report_->memoryBytesPerToken,
               disk = report_->diskBytesPerToken;
  const double all = card + memory + disk;
  if (all <= 0) return unknownTile(label, tr("no answer yet since the model was loaded"));
  if (onCard() && report_->expertLayers > 0 && !report_->hitRateKnown) {
    return tile(label, perTokenText(all), tr("the first answer shows who reads how much"));
  }
  QStringList parts;
  if (card > 0) parts << tr("%1 by the card").arg(perTokenText(card));
  if (memory > 0) parts << tr("%1 by the processor").arg(perTokenText(memory));
  if (disk > 0) parts << tr("%1 from disk").arg(perTokenText(disk));
  QString note = parts.join(QStringLiteral(", "));
  if (parts.size() == 1 && card > 0) note = tr("all of it on the graphics card");
  if (parts.size() == 1 && memory > 0) note = tr("all of it by the processor");
  return tile(label, perTokenText(all), note);
}

QVariantMap HardwareController::placeTile() const {
  const uint64_t experts = tierCounts_[OnCard] + tierCounts_[InMemory] + tierCounts_[OnDisk];
  if (!onCard()) {
    if (experts == 0)
      return tile(tr("On a graphics card"), tr("Nothing"), tr("the processor does all the work"));
    const QString note = tierCounts_[OnDisk] == 0 ? tr("none wait on disk")
                                                  : tr("%1 wait on disk").arg(count(tierCounts_[OnDisk]));
    return tile(tr("Experts in memory"), tr("%1 of %2").arg(count(tierCounts_[InMemory]), count(experts)),
                note);
  }
  const uint32_t elsewhere = report_->layers - std::min(report_->gpuLayers, report_->layers);
  if (experts == 0) {
    return tile(
        tr("Layers on the card"), tr("%1 of %2").arg(count(report_->gpuLayers), count(report_->layers)),
        elsewhere == 0 ? tr("the whole model") : tr("the processor computes %1").arg(count(elsewhere)));
  }
  return tile(tr("Experts on the card"), tr("%1 of %2").arg(count(tierCounts_[OnCard]), count(experts)),
              elsewhere == 0
                  ? tr("and all other weights")
                  : tr("with %1 of %2 layers").arg(count(report_->gpuLayers), count(report_->layers)));
}

QString HardwareController::sentenceText() const {
  switch (models_.state()) {
    case ModelController::None:
      return tr("No model is loaded, so there is nothing to show yet.");
    case ModelController::Failed:
      return models_.failure();
    case ModelController::Loading:
      return tr("%1 is being loaded.").arg(models_.name());
    case ModelController::Ready:
      break;
  }
  return models_.placement().isEmpty() ? tr("%1 runs on %2.").arg(models_.name(), models_.device())
                                       : models_.placement();
}

QString HardwareController::advice() const {
  if (!report_) return {};
  if (onCard()) {
    if (report_->expertLayers > 0) return {};
    return tr(
        "This model has no experts: every token reads all of its weights, so there is no map of hot and cold "
        "ones.");
  }
  if (models_.loadedWith().wish == DeviceWish::Cpu) {
    return tr("You chose the processor for it below.");
  }
  if (models_.fileBytes() < kSmallModel) {
    return tr("This model is so small (%1) that the processor is enough for it.")
        .arg(bytesText(models_.fileBytes()));
  }
  // The file, a tenth for the conversation, and what a desktop and the driver take.
  const uint64_t whole = models_.fileBytes() + models_.fileBytes() / 10 + kGiga;
  const QString size = tr("%1 GB").arg((whole + kGiga - 1) / kGiga);
  return report_->expertLayers > 0
             ? tr("A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; "
                  "with less, "
                  "the experts your conversation is using go on the card, and the others stay in memory.")
                   .arg(size)
             : tr("A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; "
                  "with less, "
                  "as many layers as fit go on the card.")
                   .arg(size);
}

QString HardwareController::memoryTitle() const {
  return onCard() ? tr("Graphics memory · %1").arg(memoryText(report_->memory.total)) : QString();
}

QString HardwareController::memoryLimit() const {
  if (!onCard() || report_->memory.budget == 0) return {};
  return tr("Hearth uses %1 and may use %2")
      .arg(memoryText(ours(report_->memory)), memoryText(report_->memory.budget));
}

double HardwareController::memoryLimitFraction() const {
  if (!onCard() || report_->memory.total == 0) return 0;
  return std::min(1.0,
                  static_cast<double>(report_->memory.budget) / static_cast<double>(report_->memory.total));
}

QString HardwareController::memorySummary() const {
  QStringList parts;
  for (const QVariant& part : memoryParts_) {
    if (part.toMap()["shown"].toBool())
      parts << tr("%1: %2").arg(part.toMap()["name"].toString(), part.toMap()["amount"].toString());
  }
  return memoryTitle() + QStringLiteral(". ") + parts.join(QStringLiteral(", "));
}

QString HardwareController::layersTitle() const {
  return tr("Layers · %1 of %2 on the graphics card")
      .arg(count(static_cast<uint64_t>(cardLayers())), count(static_cast<uint64_t>(layers())));
}

// Without a card and with all of them in one place, a map would be an empty grid.
bool HardwareController::hasMap() const {
  return hasExperts() && (onCard() || useFollowed_ || (tierCounts_[InMemory] > 0 && tierCounts_[OnDisk] > 0));
}

QString HardwareController::expertsTitle() const {
  if (!hasExperts()) return {};
  return tr("Experts · %1 of %2")
      .arg(countOf(report_->expertLayers, tr("layer"), tr("layers")), count(report_->expertsPerLayer));
}

QString HardwareController::expertsAside() const {
  if (useFollowed_) return tr("the stronger the colour, the more recently used");
  return onCard() ? tr("the first answer shows which are used")
                  : tr("which are used is followed on a graphics card");
}

QString HardwareController::expertsSummary() const {
  if (!hasExperts()) return {};
  QStringList parts;
  for (const QVariant& tier : tiers_) {
    if (tier.toMap()["shown"].toBool())
      parts << tr("%1 %2").arg(tier.toMap()["count"].toString(), tier.toMap()["name"].toString());
  }
  return tr("Map of the experts, %1 of %2: %3")
      .arg(countOf(report_->expertLayers, tr("layer"), tr("layers")), count(report_->expertsPerLayer),
           parts.join(QStringLiteral(", ")));
}

QString HardwareController::statusText() const {
  if (!onCard()) return {};
  const QString name = shortGpuName(QString::fromStdString(report_->gpu));
  return tr("%1 · %2").arg(name, memoryOf(ours(report_->memory), report_->memory.total));
}

QString HardwareController::hitText() const {
  return hitRate() < 0 ? QString() : tr("%1 hits").arg(percentText(hitRate()));
}

}  // namespace hearth::desktop
