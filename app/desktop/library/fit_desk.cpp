#include "app/desktop/library/fit_desk.h"

#include <array>
#include <cmath>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "app/desktop/hardware/device_choice.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr std::array<quint32, 7> kContexts = {0, 4096, 8192, 16384, 32768, 65536, 131072};
constexpr uint64_t kGiga = uint64_t{1} << 30;

// Speeds are measured once for a machine: they belong to it, not to the day.
FitComputer speedsFrom(const QString& text) {
  const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
  FitComputer known;
  known.machine = json.value(QStringLiteral("machine")).toString().toStdString();
  known.diskFolder = json.value(QStringLiteral("diskFolder")).toString().toStdString();
  known.gpuBytesPerSecond = json.value(QStringLiteral("gpu")).toDouble();
  known.memoryBytesPerSecond = json.value(QStringLiteral("memory")).toDouble();
  known.diskBytesPerSecond = json.value(QStringLiteral("disk")).toDouble();
  return known;
}

QString textOf(const FitComputer& computer) {
  const QJsonObject json{{QStringLiteral("machine"), QString::fromStdString(computer.machine)},
                         {QStringLiteral("diskFolder"), QString::fromStdString(computer.diskFolder)},
                         {QStringLiteral("gpu"), computer.gpuBytesPerSecond},
                         {QStringLiteral("memory"), computer.memoryBytesPerSecond},
                         {QStringLiteral("disk"), computer.diskBytesPerSecond}};
  return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

}  // namespace

FitDesk::FitDesk(const LibraryOptions& options, Settings& settings) : options_(options), settings_(settings) {
  pool_.setMaxThreadCount(1);
  const quint32 kept = settings_.value(kSettingLibraryContext).toUInt();
  for (size_t i = 0; i < kContexts.size(); ++i) {
    if (kContexts[i] == kept) contextIndex_ = static_cast<int>(i);
  }
}

FitDesk::~FitDesk() {
  pool_.clear();
  pool_.waitForDone();
}

void FitDesk::measure(const QString& fileOnDisk) {
  if (computer_ || measuring_ || !options_.measure) return;
  measuring_ = true;
  Q_EMIT changed();
  const DeviceChoice choice = readDeviceChoice(settings_);
  const std::string file = QFile::encodeName(fileOnDisk).toStdString();
  runQuietly(
      this,
      [choice, file, known = speedsFrom(settings_.value(kSettingLibrarySpeeds)), measure = options_.measure] {
        return measure(choice.gpuMemoryBytes, file, known);
      },
      [this, choice](const FitComputer& computer) {
        settings_.set(kSettingLibrarySpeeds, textOf(computer));
        computer_ = computer;
        if (choice.wish == DeviceWish::Cpu) {
          computer_->gpu.clear();
          computer_->gpuTotal = computer_->gpuOthers = 0;
          computer_->gpuBytesPerSecond = 0;
        }
        measuring_ = false;
        Q_EMIT changed();
      });
}

QString FitDesk::computerText() const {
  if (!computer_) return {};
  const QString memory = tr("%1 of free memory").arg(memoryText(computer_->memoryAvailable));
  if (computer_->gpu.empty()) return tr("No graphics card in use · %1").arg(memory);
  return tr("%1 with %2 · %3")
      .arg(shortGpuName(QString::fromStdString(computer_->gpu)), memoryText(computer_->gpuTotal), memory);
}

// Four-bit weights take about 0.6 bytes each with all that belongs to them; a quarter stays for the rest.
QString FitDesk::computerAdvice() const {
  if (!computer_) return {};
  const auto billions = [](uint64_t bytes) {
    const double count = static_cast<double>(bytes) * 0.75 / 0.6 / 1e9;
    return QLocale().toString(count, 'f', count < 10 ? 1 : 0);
  };
  const uint64_t whole = computer_->memoryAvailable + (computer_->gpuUnified ? 0 : computer_->gpuTotal);
  if (computer_->gpu.empty() || computer_->gpuTotal < kGiga) {
    return tr("Models of up to about %1 billion parameters run on the processor; the smaller, the faster.")
        .arg(billions(computer_->memoryAvailable));
  }
  return tr("Models of up to about %1 billion parameters fit on the graphics card, and those made of experts "
            "up to about "
            "%2 billion together with the memory.")
      .arg(billions(computer_->gpuTotal), billions(whole));
}

QStringList FitDesk::contextChoices() const {
  QStringList choices{tr("Automatic")};
  for (size_t i = 1; i < kContexts.size(); ++i) choices << tr("%1k").arg(kContexts[i] / 1024);
  return choices;
}

void FitDesk::setContextIndex(int index) {
  if (index == contextIndex_ || index < 0 || index >= static_cast<int>(kContexts.size())) return;
  contextIndex_ = index;
  settings_.set(kSettingLibraryContext, QString::number(contextLength()));
  verdicts_.clear();
  Q_EMIT changed();
}

quint32 FitDesk::contextLength() const { return kContexts[static_cast<size_t>(contextIndex_)]; }

library::FitWish FitDesk::wish() const {
  const DeviceChoice choice = readDeviceChoice(settings_);
  return {.contextLength = contextLength(),
          .ahead = choice.drafting == Drafting::Off ? GuessesAhead::No : GuessesAhead::Yes,
          .cacheForm = choice.cacheForm};
}

void FitDesk::ofFile(const QString& path, QObject* receiver, const Answer& answer) {
  if (!computer_) return;
  const library::FitWish now = wish();
  if (!(now == verdictsWish_)) verdicts_.clear();
  verdictsWish_ = now;
  if (const auto known = verdicts_.constFind(path); known != verdicts_.constEnd()) return answer(*known);
  runQuietly(
      receiver, [path, computer = *computer_, now] { return library::verdictOfFile(path, computer, now); },
      [this, path, now, answer](const Result<library::FitVerdict>& verdict) {
        if (now.contextLength != contextLength()) return;  // asked again since
        if (!(now == verdictsWish_)) return answer(verdict);
        verdicts_.insert(path, verdict);
        answer(verdict);
      });
}

void FitDesk::ofHeaders(const QList<library::RemoteHeader>& headers, QObject* receiver,
                        const Answer& answer) {
  if (!computer_) return;
  runQuietly(
      receiver,
      [headers, computer = *computer_, now = wish()] {
        return library::verdictOfHeaders(headers, computer, now);
      },
      answer);
}

Result<library::FitVerdict> FitDesk::ofEntry(const library::CatalogueModel& model,
                                             const library::CatalogueFile& file) const {
  if (!computer_) return Error("This computer was not measured yet.");
  return library::verdictOfEntry(model, file, *computer_, wish());
}

QString FitDesk::toneOf(const library::FitVerdict& verdict) {
  switch (verdict.fit.kind) {
    case FitKind::Gpu:
      return QStringLiteral("fits");
    case FitKind::GpuAndRam:
    case FitKind::PartlyGpu:
    case FitKind::Cpu:
      return QStringLiteral("partly");
    case FitKind::Disk:
      return QStringLiteral("slow");
    case FitKind::No:
      return QStringLiteral("no");
  }
  return {};
}

QString FitDesk::speedOf(const library::FitVerdict& verdict) {
  const double low = verdict.fit.tokensPerSecondLow;
  if (low >= kTokensPerSecondSaid) return tr("over %1").arg(tokensPerSecond(kTokensPerSecondSaid));
  return low <= 0 ? QString() : tr("about %1").arg(tokensPerSecond(low < 10 ? low : std::round(low)));
}

}  // namespace hearth::desktop
