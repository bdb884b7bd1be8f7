#include "app/desktop/rendering/picture.h"

#include <algorithm>
#include <array>

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QUrl>

namespace hearth::desktop {
namespace {

constexpr qint64 kPixelsMax = 64'000'000;  // a decoder may need four bytes for each
constexpr int kAllocationMiB = 300;
constexpr int kPixelsHigh = 4000;

QString words(const char* text) { return QCoreApplication::translate("hearth::desktop::PictureItem", text); }

}  // namespace

Picture readPicture(QByteArray bytes, int pixelsWide) {
  Picture picture;
  QBuffer buffer(&bytes);
  QImageReader reader(&buffer);
  reader.setDecideFormatFromContent(true);
  reader.setAllocationLimit(kAllocationMiB);
  reader.setAutoTransform(true);
  // A drawing such as SVG may refer to other files and addresses: only pixels are read.
  constexpr std::array kFormats = {"png", "jpeg", "gif", "webp", "bmp"};
  const QByteArray format = reader.format();
  if (std::none_of(kFormats.begin(), kFormats.end(), [&](const char* known) { return format == known; })) {
    picture.problem = words(
        QT_TRANSLATE_NOOP("hearth::desktop::PictureItem",
                          "This is no picture of a kind that Hearth shows (PNG, JPEG, GIF, WebP or BMP)."));
    return picture;
  }
  picture.natural = reader.size();
  const qint64 pixels = qint64{picture.natural.width()} * picture.natural.height();
  if (!picture.natural.isValid() || pixels <= 0 || pixels > kPixelsMax) {
    picture.problem =
        words(QT_TRANSLATE_NOOP("hearth::desktop::PictureItem", "This picture is too large to be shown."));
    return picture;
  }
  const QSize bounds(std::max(pixelsWide, 1), kPixelsHigh);
  const QSize fitting = picture.natural.scaled(bounds, Qt::KeepAspectRatio);
  if (fitting.width() < picture.natural.width()) reader.setScaledSize(fitting.expandedTo({1, 1}));
  picture.image = reader.read();
  if (picture.image.isNull())
    picture.problem =
        words(QT_TRANSLATE_NOOP("hearth::desktop::PictureItem", "This picture is damaged or incomplete."));
  return picture;
}

QByteArray bytesOfDataAddress(const QString& address) {
  const qsizetype comma = address.indexOf(u',');
  if (!address.startsWith(QStringLiteral("data:image/")) || comma < 0 ||
      address.size() > 2 * kPictureBytesMax)
    return {};
  const QByteArray data = address.mid(comma + 1).toLatin1();
  if (!address.left(comma).endsWith(QStringLiteral(";base64"))) return QByteArray::fromPercentEncoding(data);
  return QByteArray::fromBase64(QByteArray::fromPercentEncoding(data));
}

}  // namespace hearth::desktop
