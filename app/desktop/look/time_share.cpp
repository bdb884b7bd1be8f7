#include "app/desktop/look/time_share.h"

#include <QTimer>

namespace hearth::desktop {
namespace {

constexpr qint64 kShareMs = 4;  // and one more piece, which may have just begun: together well below a frame

}  // namespace

bool TimeShare::take() {
  if (!begun_.isValid()) {
    begun_.start();
    QTimer::singleShot(0, this, [this] { begun_.invalidate(); });
  }
  return begun_.elapsed() < kShareMs;
}

}  // namespace hearth::desktop
