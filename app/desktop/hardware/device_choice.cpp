#include "app/desktop/hardware/device_choice.h"

namespace hearth::desktop {
namespace {

const QString kCpu = QStringLiteral("cpu");
const QString kOff = QStringLiteral("off");
const QString kGpu = QStringLiteral("gpu:");  // then the index, a space and the name

QString wordOf(KvForm form) {
  const std::string_view name = nameOf(form);
  return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

DeviceChoice readDeviceChoice(const Settings& settings) {
  DeviceChoice choice;
  choice.gpuMemoryBytes = settings.value(kSettingGpuMemory).toULongLong();
  if (settings.value(kSettingDraftAhead) == kOff) choice.drafting = Drafting::Off;
  const QString form = settings.value(kSettingCacheForm);
  for (const KvForm known : kOfferedForms) {
    if (form == wordOf(known)) choice.cacheForm = known;
  }
  const QString device = settings.value(kSettingDevice);
  if (device == kCpu) choice.wish = DeviceWish::Cpu;
  if (!device.startsWith(kGpu)) return choice;
  const QString card = device.mid(kGpu.size());
  bool number = false;
  const int32_t index = card.section(QChar(' '), 0, 0).toInt(&number);
  if (!number) return choice;
  choice.wish = DeviceWish::Gpu;
  choice.gpuIndex = index;
  choice.gpuName = card.section(QChar(' '), 1);
  return choice;
}

void writeDeviceChoice(Settings& settings, const DeviceChoice& choice) {
  QString device;
  if (choice.wish == DeviceWish::Cpu) device = kCpu;
  if (choice.wish == DeviceWish::Gpu)
    device = kGpu + QString::number(choice.gpuIndex) + QChar(' ') + choice.gpuName;
  settings.set(kSettingDevice, device);
  settings.set(kSettingDraftAhead, choice.drafting == Drafting::Off ? kOff : QString());
  settings.set(kSettingCacheForm, choice.cacheForm == KvForm::Half ? QString() : wordOf(choice.cacheForm));
  settings.set(kSettingGpuMemory,
               choice.gpuMemoryBytes == 0 ? QString() : QString::number(choice.gpuMemoryBytes));
}

}  // namespace hearth::desktop
