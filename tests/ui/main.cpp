#include <gtest/gtest.h>
#include <QAccessible>
#include <QGuiApplication>
#include <QQuickStyle>
#include <QQuickWindow>

#include "app/desktop/application.h"

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  qunsetenv("LANGUAGE");  // the words are compared: English, whatever this machine speaks
  qputenv("LC_ALL", "C.UTF-8");
  testing::InitGoogleTest(&argc, argv);
  QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  QGuiApplication app(argc, argv);
  QAccessible::setActive(true);
  hearth::desktop::installFonts();
  QQuickStyle::setStyle(QStringLiteral("Basic"));
  return RUN_ALL_TESTS();
}
