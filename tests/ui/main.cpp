#include <gtest/gtest.h>
#include <QAccessible>
#include <QGuiApplication>
#include <QQuickStyle>
#include <QQuickWindow>

#include "app/desktop/application.h"

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  testing::InitGoogleTest(&argc, argv);
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  QGuiApplication app(argc, argv);
  QAccessible::setActive(true);
  hearth::desktop::installFonts();
  QQuickStyle::setStyle(QStringLiteral("Basic"));
  return RUN_ALL_TESTS();
}
