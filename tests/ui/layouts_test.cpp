// Rows that come and go do not stand in Qt's layouts: until it is polished, a layout of Qt 6.4 keeps pointers
// to the rows that went, and a resize in between, shown or hidden, ends in freed memory.
#include <QQmlContext>

#include "tests/ui/tour.h"

namespace hearth::desktop {
namespace {

class LayoutsTest : public TourTest {
 protected:
  // The files in which rows of a Repeater are children of a layout, of all that exists, seen or not.
  void look() {
    walk(window_->contentItem());
    for (const QObject* object : window_->findChildren<QObject*>()) {
      if (!object->inherits("QQuickPopup")) continue;
      if (const auto* content = object->property("contentItem").value<QQuickItem*>()) walk(content);
    }
  }
  QSet<QString> files_;  // with such a Repeater
  int repeaters_ = 0;

 private:
  void walk(const QQuickItem* item) {
    for (const QQuickItem* child : item->childItems()) {
      walk(child);
      if (!child->inherits("QQuickRepeater")) continue;
      ++repeaters_;
      if (item->inherits("QQuickLayout")) files_ << qmlContext(child)->baseUrl().fileName();
    }
  }
};

TEST_F(LayoutsTest, HoldNoRowsThatComeAndGo) {
  furnish();
  app().inspector()->setOpen(true);
  for (const auto tab : {InspectorController::Model, InspectorController::Sampling,
                         InspectorController::Context, InspectorController::Stats}) {
    app().inspector()->setTab(tab);
    rest();
    look();
  }
  app().inspector()->setOpen(false);
  tour([this](const QString&) { look(); });
  EXPECT_GT(repeaters_, 100);  // it looked
  EXPECT_TRUE(files_.isEmpty()) << QStringList(files_.values()).join(QStringLiteral(", ")).toStdString();
}

// Deletes the rows of the old language at once, then moves everything before a frame is laid out.
TEST_F(LayoutsTest, SurviveAResizeBeforeTheyAreLaidOutAgain) {
  furnish();
  app().inspector()->setOpen(true);
  int width = 1280;
  const auto change = [&] {
    for (const int language : {2, 1}) {  // German, English
      app().language()->setChosen(language);
      QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
      window_->resize(width ^= 64, 800);
      QCoreApplication::sendPostedEvents(nullptr, 0);
      app().appearance()->setZoom(language == 2 ? 120 : 100);
      rest();
    }
  };
  for (const auto tab : {InspectorController::Model, InspectorController::Sampling,
                         InspectorController::Context, InspectorController::Stats}) {
    app().inspector()->setTab(tab);
    rest();
    change();
  }
  for (const char* page : {"settings.show", "library.show", "hardware.show", "statistics.show"}) {
    app().commands()->trigger(QString::fromLatin1(page));
    rest();
    change();
  }
}

}  // namespace
}  // namespace hearth::desktop
