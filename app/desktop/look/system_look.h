// What the desktop says of the looks it wants. From Qt's palette, unless somebody knows more
// (PortalSettings).
#pragma once

#include <optional>

#include <QObject>

namespace hearth::desktop {

class SystemLook : public QObject {
  Q_OBJECT
 public:
  SystemLook();

  bool dark() const;
  bool highContrast() const { return highContrast_; }
  bool reducedMotion() const { return reducedMotion_; }
  void setDark(std::optional<bool> dark);  // none: the desktop has no preference, the palette decides
  void setHighContrast(bool high);
  void setReducedMotion(bool reduced);

  bool eventFilter(QObject* watched, QEvent* event) override;

 Q_SIGNALS:
  void changed();

 private:
  std::optional<bool> dark_;
  bool highContrast_ = false, reducedMotion_ = false;
};

}  // namespace hearth::desktop
