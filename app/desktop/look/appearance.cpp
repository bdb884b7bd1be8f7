#include "app/desktop/look/appearance.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

namespace hearth::desktop {
namespace {

const QString kLight = QStringLiteral("light");
const QString kDark = QStringLiteral("dark");

}  // namespace

Appearance::Appearance(Settings& settings) : settings_(settings) {
  const QString stored = settings_.value(kSettingTheme);
  if (stored == kLight) mode_ = Light;
  if (stored == kDark) mode_ = Dark;
  qGuiApp->installEventFilter(this);
}

void Appearance::setMode(Mode mode) {
  if (mode_ == mode) return;
  mode_ = mode;
  settings_.set(kSettingTheme, mode == Light ? kLight : mode == Dark ? kDark : QStringLiteral("system"));
  Q_EMIT changed();
}

bool Appearance::dark() const {
  if (mode_ != System) return mode_ == Dark;
  return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Appearance::toggle() { setMode(dark() ? Light : Dark); }

bool Appearance::eventFilter(QObject* watched, QEvent* event) {
  if (watched == qGuiApp && event->type() == QEvent::ApplicationPaletteChange) Q_EMIT changed();
  return false;
}

}  // namespace hearth::desktop
