// How the window looks: light or dark, contrast, size of the text, motion. Each as chosen, or as the system
// says, which is followed while running.
#pragma once

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/look/system_look.h"
#include "app/desktop/settings.h"

namespace hearth::desktop {

class Appearance : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(Mode mode READ mode WRITE setMode NOTIFY changed)
  Q_PROPERTY(Wish contrast READ contrast WRITE setContrast NOTIFY changed)
  Q_PROPERTY(Wish reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)
  Q_PROPERTY(int zoom READ zoom WRITE setZoom NOTIFY changed)
  Q_PROPERTY(bool dark READ dark NOTIFY changed)
  Q_PROPERTY(bool highContrast READ highContrast NOTIFY changed)
  Q_PROPERTY(bool motion READ motion NOTIFY changed)
 public:
  enum Mode { System, Light, Dark };
  Q_ENUM(Mode)
  enum Wish { AsSystem, Off, On };
  Q_ENUM(Wish)

  static constexpr int kSmallestZoom = 80, kLargestZoom = 200, kZoomStep = 10;  // per cent

  Appearance(Settings& settings, SystemLook& system);
  Mode mode() const { return mode_; }
  void setMode(Mode mode);
  Wish contrast() const { return contrast_; }
  void setContrast(Wish wish);
  Wish reducedMotion() const { return reducedMotion_; }
  void setReducedMotion(Wish wish);
  int zoom() const { return zoom_; }
  void setZoom(int percent);  // the nearest that is possible

  bool dark() const;
  bool highContrast() const;
  bool motion() const;
  Q_INVOKABLE void toggle();           // to the other of light and dark
  Q_INVOKABLE void zoomBy(int steps);  // 0: back to 100 %

 Q_SIGNALS:
  void changed();

 private:
  Settings& settings_;
  SystemLook& system_;
  Mode mode_ = System;
  Wish contrast_ = AsSystem, reducedMotion_ = AsSystem;
  int zoom_ = 100;
};

}  // namespace hearth::desktop
