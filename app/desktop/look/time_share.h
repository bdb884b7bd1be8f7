// Tells how long to go on with work that can wait, so that the window looks at its input in between.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QtQmlIntegration>

namespace hearth::desktop {

class TimeShare : public QObject {
  Q_OBJECT
  QML_ELEMENT
 public:
  using QObject::QObject;
  // Whether another piece may be done now. The time begins with the first piece after an event.
  Q_INVOKABLE bool take();

 private:
  QElapsedTimer begun_;
};

}  // namespace hearth::desktop
