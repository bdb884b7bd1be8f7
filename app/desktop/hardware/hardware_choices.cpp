// The part of HardwareController that a user decides: which device, how much of its memory, how finely a
// model keeps what it read, guessing ahead.
#include <algorithm>

#include "app/desktop/hardware/hardware_controller.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr uint64_t kGiga = uint64_t{1} << 30;

QVariantMap row(const QString& name, const QString& detail, bool usable, bool chosen) {
  return {{"name", name}, {"detail", detail}, {"usable", usable}, {"chosen", chosen}};
}

}  // namespace

void HardwareController::findCards() {
  if (search_ != Search::NotYet) return;
  search_ = Search::Running;
  engine_.post(FindGraphicsCards{});
  Q_EMIT chosen();
}

// A card that was added or taken away moves the others' indices; the user chose a name.
void HardwareController::followChosenCard() {
  if (choice_.wish != DeviceWish::Gpu) return;
  const auto named = [&](const GraphicsCard& card) {
    return QString::fromStdString(card.name) == choice_.gpuName;
  };
  const auto same = [&](const GraphicsCard& card) { return named(card) && card.index == choice_.gpuIndex; };
  if (std::any_of(cards_.begin(), cards_.end(), same)) return;
  if (const auto moved = std::find_if(cards_.begin(), cards_.end(), named); moved != cards_.end()) {
    choice_.gpuIndex = moved->index;
    writeDeviceChoice(settings_, choice_);
  }
}

QVariantList HardwareController::devices() const {
  QVariantList rows;
  rows << row(tr("Automatic"), tr("the best graphics card, where there is one"), true,
              choice_.wish == DeviceWish::Auto);
  bool chosenListed = choice_.wish != DeviceWish::Gpu;
  for (const GraphicsCard& card : cards_) {
    const bool chosen = choice_.wish == DeviceWish::Gpu && choice_.gpuIndex == card.index &&
                        choice_.gpuName == QString::fromStdString(card.name);
    chosenListed = chosenListed || chosen;
    QString detail = memoryText(card.memoryBytes);
    if (card.software) detail = tr("computes on the processor, slower than “Processor only”; for tests");
    if (!card.unusable.empty()) detail = tr("cannot be used: %1").arg(QString::fromStdString(card.unusable));
    rows << row(QString::fromStdString(card.name), detail, card.unusable.empty(), chosen);
  }
  if (!chosenListed) {
    const QString detail = search_ == Search::Done ? tr("not found on this computer now") : tr("your choice");
    rows << row(choice_.gpuName, detail, search_ != Search::Done, true);
  }
  rows << row(tr("Processor only"), tr("nothing is put on a graphics card"), true,
              choice_.wish == DeviceWish::Cpu);
  return rows;
}

QString HardwareController::cardsNote() const {
  if (search_ == Search::Running) return tr("Looking for graphics cards…");
  if (search_ == Search::NotYet || !cards_.empty()) return {};
  if (!cardsProblem_.isEmpty()) return tr("No graphics card was found: %1.").arg(cardsProblem_);
  return tr("No graphics card with Vulkan was found on this computer.");
}

void HardwareController::chooseDevice(int row) {
  DeviceChoice choice;
  choice.gpuMemoryBytes = choice_.gpuMemoryBytes;
  choice.drafting = choice_.drafting;
  choice.cacheForm = choice_.cacheForm;
  const int cards = static_cast<int>(cards_.size());
  if (row >= 1 && row <= cards) {
    const GraphicsCard& card = cards_[static_cast<size_t>(row - 1)];
    if (!card.unusable.empty()) return;
    choice.wish = DeviceWish::Gpu;
    choice.gpuIndex = card.index;
    choice.gpuName = QString::fromStdString(card.name);
  } else if (row == devices().size() - 1) {
    choice.wish = DeviceWish::Cpu;
  } else if (row != 0) {
    return;  // the card that was chosen before and is not listed: it is the choice already
  }
  choice_ = choice;
  keepChoice();
}

bool HardwareController::reloadNeeded() const {
  return models_.state() == ModelController::Ready && !choice_.sameLoad(models_.loadedWith());
}

void HardwareController::reload() {
  memoryTimer_.stop();  // the load is told itself
  models_.retry();
}

uint64_t HardwareController::cardBytes() const {
  if (onCard()) return report_->memory.total;
  uint64_t bytes = 0;
  for (const GraphicsCard& card : cards_) {
    if (!card.unusable.empty()) continue;
    if (choice_.wish == DeviceWish::Gpu && choice_.gpuIndex == card.index) return card.memoryBytes;
    if (!card.software) bytes = std::max(bytes, card.memoryBytes);
  }
  return bytes;
}

// Fine enough to choose well, coarse enough to hit with the arrow keys.
uint64_t HardwareController::stepBytes() const {
  const uint64_t bytes = cardBytes();
  if (bytes <= 4 * kGiga) return kGiga / 8;
  return bytes <= 24 * kGiga ? kGiga / 4 : kGiga;
}

int HardwareController::memorySteps() const { return static_cast<int>(cardBytes() / stepBytes()); }

int HardwareController::memoryStep() const {
  uint64_t bytes = choice_.gpuMemoryBytes;
  if (bytes == 0) bytes = onCard() ? report_->memory.budget : cardBytes();
  return std::clamp(static_cast<int>(bytes / stepBytes()), std::min(1, memorySteps()), memorySteps());
}

QString HardwareController::memoryChoice() const {
  if (memorySteps() == 0) return {};
  if (!memoryAutomatic())
    return tr("%1 of %2").arg(memoryText(choice_.gpuMemoryBytes), memoryText(cardBytes()));
  return onCard() && report_->memory.budget > 0
             ? tr("now %1 of %2").arg(memoryText(report_->memory.budget), memoryText(cardBytes()))
             : QString();
}

QString HardwareController::memoryChoiceNote() const {
  if (memorySteps() == 0) return tr("There is no graphics card to choose for.");
  if (!onCard()) return tr("Holds when a model runs on the graphics card.");
  return memoryAutomatic()
             ? tr("When other programs need more of it, experts make room; when it is free again, they come "
                  "back.")
             : tr("Holds at once: experts leave the card or come back, and the model stays loaded.");
}

void HardwareController::chooseMemoryAutomatic(bool automatic) {
  if (automatic == memoryAutomatic()) return;
  choice_.gpuMemoryBytes = automatic ? 0 : static_cast<uint64_t>(memoryStep()) * stepBytes();
  keepChoice();
  memoryTimer_.start();
}

void HardwareController::chooseMemory(int step) {
  if (memorySteps() == 0) return;
  const auto bytes = static_cast<uint64_t>(std::clamp(step, 1, memorySteps())) * stepBytes();
  if (bytes == choice_.gpuMemoryBytes) return;
  choice_.gpuMemoryBytes = bytes;
  keepChoice();
  memoryTimer_.start();
}

void HardwareController::chooseDraftAhead(bool on) {
  if (on == draftAhead()) return;
  choice_.drafting = on ? Drafting::Auto : Drafting::Off;
  keepChoice();
}

int HardwareController::cacheForm() const {
  return static_cast<int>(std::find(kOfferedForms.begin(), kOfferedForms.end(), choice_.cacheForm) -
                          kOfferedForms.begin());
}

void HardwareController::chooseCacheForm(int row) {
  if (row == cacheForm() || row < 0 || row >= static_cast<int>(kOfferedForms.size())) return;
  choice_.cacheForm = kOfferedForms[static_cast<size_t>(row)];
  keepChoice();
}

void HardwareController::keepChoice() {
  writeDeviceChoice(settings_, choice_);
  Q_EMIT chosen();
}

void HardwareController::tellEngine() {
  if (models_.state() == ModelController::Ready) engine_.post(SetGpuMemory{choice_.gpuMemoryBytes});
}

}  // namespace hearth::desktop
