#include "app/desktop/look/appearance.h"

#include <algorithm>
#include <cmath>

namespace hearth::desktop {
namespace {

const QString kLight = QStringLiteral("light");
const QString kDark = QStringLiteral("dark");
const QString kSystem = QStringLiteral("system");
const QString kOn = QStringLiteral("on");
const QString kOff = QStringLiteral("off");

Appearance::Wish wishOf(const QString& stored) {
  return stored == kOn ? Appearance::On : stored == kOff ? Appearance::Off : Appearance::AsSystem;
}

QString textOf(Appearance::Wish wish) {
  return wish == Appearance::On ? kOn : wish == Appearance::Off ? kOff : kSystem;
}

bool granted(Appearance::Wish wish, bool system) {
  return wish == Appearance::AsSystem ? system : wish == Appearance::On;
}

int nearestZoom(int percent) {
  const int steps = static_cast<int>(std::lround(static_cast<double>(percent) / Appearance::kZoomStep));
  return std::clamp(steps * Appearance::kZoomStep, Appearance::kSmallestZoom, Appearance::kLargestZoom);
}

}  // namespace

Appearance::Appearance(Settings& settings, SystemLook& system) : settings_(settings), system_(system) {
  const QString stored = settings_.value(kSettingTheme);
  if (stored == kLight) mode_ = Light;
  if (stored == kDark) mode_ = Dark;
  contrast_ = wishOf(settings_.value(kSettingContrast));
  reducedMotion_ = wishOf(settings_.value(kSettingReducedMotion));
  if (const int percent = settings_.value(kSettingZoom).toInt(); percent != 0) zoom_ = nearestZoom(percent);
  connect(&system_, &SystemLook::changed, this, &Appearance::changed);
}

void Appearance::setMode(Mode mode) {
  if (mode_ == mode) return;
  mode_ = mode;
  settings_.set(kSettingTheme, mode == Light ? kLight : mode == Dark ? kDark : kSystem);
  Q_EMIT changed();
}

void Appearance::setContrast(Wish wish) {
  if (contrast_ == wish) return;
  contrast_ = wish;
  settings_.set(kSettingContrast, textOf(wish));
  Q_EMIT changed();
}

void Appearance::setReducedMotion(Wish wish) {
  if (reducedMotion_ == wish) return;
  reducedMotion_ = wish;
  settings_.set(kSettingReducedMotion, textOf(wish));
  Q_EMIT changed();
}

void Appearance::setZoom(int percent) {
  percent = nearestZoom(percent);
  if (zoom_ == percent) return;
  zoom_ = percent;
  settings_.set(kSettingZoom, QString::number(percent));
  Q_EMIT changed();
}

bool Appearance::dark() const { return mode_ == System ? system_.dark() : mode_ == Dark; }

bool Appearance::highContrast() const { return granted(contrast_, system_.highContrast()); }

bool Appearance::motion() const { return !granted(reducedMotion_, system_.reducedMotion()); }

void Appearance::toggle() { setMode(dark() ? Light : Dark); }

void Appearance::zoomBy(int steps) { setZoom(steps == 0 ? 100 : zoom_ + steps * kZoomStep); }

}  // namespace hearth::desktop
