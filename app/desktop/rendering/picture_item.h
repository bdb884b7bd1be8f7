// A picture by its address. Bytes that came with the text are shown by themselves; nothing else is read or
// fetched until load() is called, which the user does. Decoding is done on another thread.
#pragma once

#include <functional>
#include <memory>

#include <QNetworkAccessManager>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQmlIntegration>

#include "app/desktop/rendering/picture.h"

namespace hearth::desktop {

class PictureItem : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString address MEMBER address_ WRITE setAddress)
  Q_PROPERTY(double widest MEMBER widest_ WRITE setWidest)              // of the column, in pixels
  Q_PROPERTY(double pixelRatio MEMBER pixelRatio_ WRITE setPixelRatio)  // of the screen
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(bool elsewhere READ elsewhere NOTIFY stateChanged)  // not in the text itself
  Q_PROPERTY(bool canLoad READ canLoad NOTIFY stateChanged)
  Q_PROPERTY(
      QString note READ note NOTIFY stateChanged)  // where it is, what is being done, or what went wrong
 public:
  enum State { Waiting, Loading, Shown, Failed };
  Q_ENUM(State)

  explicit PictureItem(QQuickItem* parent = nullptr);
  ~PictureItem() override;
  void setAddress(const QString& address);
  void setWidest(double pixels);
  void setPixelRatio(double ratio);
  State state() const { return state_; }
  bool elsewhere() const;
  bool canLoad() const { return elsewhere() && (state_ == Waiting || state_ == Failed); }
  QString note() const;
  Q_INVOKABLE void load();
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void stateChanged();

 protected:
  void componentComplete() override;

 private:
  void begin();
  void decode(std::function<QByteArray()> read);
  void fetch(const QUrl& url);
  void fail(const QString& problem);
  void measure();

  QString address_;
  double widest_ = 0;
  double pixelRatio_ = 1;
  State state_ = Waiting;
  QString problem_;
  Picture picture_;
  std::unique_ptr<QNetworkAccessManager> network_;
  uint64_t asked_ = 0;  // answers to earlier questions are dropped
};

}  // namespace hearth::desktop
