#include "app/desktop/look/system_look.h"

#include <utility>

#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

namespace hearth::desktop {

SystemLook::SystemLook() { qGuiApp->installEventFilter(this); }

void SystemLook::setDark(std::optional<bool> dark) {
  if (std::exchange(dark_, dark) != dark) Q_EMIT changed();
}

void SystemLook::setHighContrast(bool high) {
  if (std::exchange(highContrast_, high) != high) Q_EMIT changed();
}

void SystemLook::setReducedMotion(bool reduced) {
  if (std::exchange(reducedMotion_, reduced) != reduced) Q_EMIT changed();
}

bool SystemLook::dark() const {
  return dark_.value_or(QGuiApplication::palette().color(QPalette::Window).lightness() < 128);
}

bool SystemLook::eventFilter(QObject* watched, QEvent* event) {
  if (watched == qGuiApp && event->type() == QEvent::ApplicationPaletteChange) Q_EMIT changed();
  return false;
}

}  // namespace hearth::desktop
