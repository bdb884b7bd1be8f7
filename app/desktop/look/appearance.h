// Light or dark: as chosen, or as the system's palette is. Follows the system while running.
#pragma once

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/settings.h"

namespace hearth::desktop {

class Appearance : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(Mode mode READ mode WRITE setMode NOTIFY changed)
  Q_PROPERTY(bool dark READ dark NOTIFY changed)
 public:
  enum Mode { System, Light, Dark };
  Q_ENUM(Mode)

  explicit Appearance(Settings& settings);
  Mode mode() const { return mode_; }
  void setMode(Mode mode);
  bool dark() const;
  Q_INVOKABLE void toggle();  // to the other of light and dark

  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void changed();

 private:
  Settings& settings_;
  Mode mode_ = System;
};

}  // namespace hearth::desktop
