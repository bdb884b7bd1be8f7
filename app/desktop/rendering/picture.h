// Reads a picture from bytes of unknown origin, within bounds.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

namespace hearth::desktop {

inline constexpr qsizetype kPictureBytesMax = 32 << 20;  // as it is stored

struct Picture {
  QImage image;   // null: `problem` says why
  QSize natural;  // before it was made smaller
  QString problem;
};

// Formats of pixels only: PNG, JPEG, GIF, WebP, BMP, whatever the sender called it. `pixelsWide` bounds what
// is decoded. Any thread.
Picture readPicture(QByteArray bytes, int pixelsWide);

// The bytes of "data:image/…;base64,…"; empty when it is none.
QByteArray bytesOfDataAddress(const QString& address);

}  // namespace hearth::desktop
