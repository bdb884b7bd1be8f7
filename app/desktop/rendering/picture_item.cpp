#include "app/desktop/rendering/picture_item.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QNetworkReply>
#include <QPainter>
#include <QThreadPool>
#include <QUrl>

namespace hearth::desktop {
namespace {

constexpr int kTimeoutMs = 30'000;
constexpr double kTallest = 900;  // pixels on the screen
constexpr int kDecodedWide = 2000;

QUrl urlOf(const QString& address) {
  return address.startsWith(u'/') ? QUrl::fromLocalFile(address) : QUrl(address, QUrl::StrictMode);
}

bool isWeb(const QUrl& url) {
  return (url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http")) &&
         !url.host().isEmpty();
}

QByteArray bytesOfFile(const QString& path) {
  QFile file(path);
  if (!QFileInfo(path).isFile() || file.size() > kPictureBytesMax || !file.open(QIODevice::ReadOnly))
    return {};
  return file.read(kPictureBytesMax);
}

}  // namespace

PictureItem::PictureItem(QQuickItem* parent) : QQuickPaintedItem(parent) {}

PictureItem::~PictureItem() = default;

void PictureItem::setAddress(const QString& address) {
  if (address_ == address) return;
  address_ = address;
  if (isComponentComplete()) begin();
}

void PictureItem::componentComplete() {
  QQuickPaintedItem::componentComplete();
  begin();
}

void PictureItem::setWidest(double pixels) {
  widest_ = pixels;
  measure();
}

void PictureItem::setPixelRatio(double ratio) {
  pixelRatio_ = ratio;
  measure();
}

bool PictureItem::elsewhere() const { return !address_.startsWith(QStringLiteral("data:")); }

QString PictureItem::note() const {
  if (state_ == Failed) return problem_;
  if (state_ == Loading) return tr("Loading…");
  const QUrl url = urlOf(address_);
  if (isWeb(url)) return tr("A picture at %1. It is not fetched unless you ask.").arg(url.host());
  return tr("A picture in the file %1. It is not read unless you ask.").arg(url.toLocalFile());
}

void PictureItem::begin() {
  ++asked_;
  picture_ = {};
  state_ = Waiting;
  measure();
  if (!elsewhere()) {
    state_ = Loading;
    decode([address = address_] { return bytesOfDataAddress(address); });
  }
  Q_EMIT stateChanged();
}

void PictureItem::load() {
  if (!canLoad()) return;
  const QUrl url = urlOf(address_);
  if (!isWeb(url) && !(url.isLocalFile() && url.host().isEmpty()))
    return fail(tr("This is no address of a picture."));
  ++asked_;
  state_ = Loading;
  if (isWeb(url)) {
    fetch(url);
  } else {
    decode([path = url.toLocalFile()] { return bytesOfFile(path); });
  }
  Q_EMIT stateChanged();
}

void PictureItem::decode(std::function<QByteArray()> read) {
  const int wide = std::clamp(static_cast<int>(std::lround(widest_ * pixelRatio_)), 1, kDecodedWide);
  QThreadPool::globalInstance()->start([guard = QPointer<PictureItem>(this), wide, asked = asked_,
                                        read = std::move(read)] {
    Picture picture;
    if (QByteArray bytes = read(); !bytes.isEmpty()) {
      picture = readPicture(std::move(bytes), wide);
    } else {
      picture.problem = tr("There is nothing to be read: no file, an empty one, or one of more than 32 MB.");
    }
    // By way of an object of the window's thread: this one may go while it waits.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [guard, asked, picture] {
          if (!guard || guard->asked_ != asked) return;
          if (picture.image.isNull()) return guard->fail(picture.problem);
          guard->picture_ = picture;
          guard->state_ = Shown;
          guard->measure();
          Q_EMIT guard->stateChanged();
        },
        Qt::QueuedConnection);
  });
}

// Sends no cookies and no address of where it was asked from; follows redirects, never from https to http.
void PictureItem::fetch(const QUrl& url) {
  if (!network_) network_ = std::make_unique<QNetworkAccessManager>();
  QNetworkRequest request(url);
  request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
  request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Hearth"));
  request.setTransferTimeout(kTimeoutMs);
  QNetworkReply* reply = network_->get(request);
  connect(reply, &QNetworkReply::downloadProgress, this, [reply](qint64 received, qint64 total) {
    if (received > kPictureBytesMax || total > kPictureBytesMax) reply->abort();
  });
  connect(reply, &QNetworkReply::finished, this, [this, reply, asked = asked_] {
    reply->deleteLater();
    if (asked != asked_) return;
    if (reply->error() == QNetworkReply::OperationCanceledError)
      return fail(tr("The picture did not arrive: it is larger than 32 MB, or %1 was silent for too long.")
                      .arg(reply->url().host()));
    if (reply->error() != QNetworkReply::NoError)
      return fail(tr("The picture could not be loaded: %1").arg(reply->errorString()));
    decode([bytes = reply->readAll()] { return bytes; });
  });
}

void PictureItem::fail(const QString& problem) {
  problem_ = problem;
  state_ = Failed;
  Q_EMIT stateChanged();
}

// As large as it is, at most as wide as the column.
void PictureItem::measure() {
  QSizeF size(0, 0);
  if (!picture_.image.isNull()) {
    size = picture_.natural;
    const QSizeF bounds(std::max(widest_, 1.0), kTallest);
    if (size.width() > bounds.width() || size.height() > bounds.height())
      size.scale(bounds, Qt::KeepAspectRatio);
  }
  setImplicitSize(std::ceil(size.width()), std::ceil(size.height()));
  update();
}

void PictureItem::paint(QPainter* painter) {
  if (picture_.image.isNull()) return;
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(QRectF(QPointF(), size()), picture_.image);
}

}  // namespace hearth::desktop
