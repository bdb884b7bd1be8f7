// The real window on the real database with a scripted engine, driven by mouse and keyboard without a screen.
#pragma once

#include <QDir>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {

class WindowTest : public GuiTest {
 protected:
  void open(QSize size = {1280, 800}) {
    start();
    engineOfQml_ = std::make_unique<QQmlApplicationEngine>();
    // A binding that fails shows nothing and says so only here.
    QObject::connect(engineOfQml_.get(), &QQmlEngine::warnings, engineOfQml_.get(),
                     [](const QList<QQmlError>& warnings) {
                       for (const QQmlError& warning : warnings) ADD_FAILURE() << warning.toString().toStdString();
                     });
    engineOfQml_->addImportPath(QStringLiteral("qrc:/qt/qml"));
    engineOfQml_->setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(application_.get())}});
    QObject::connect(app().language(), &Language::wordsChanged, engineOfQml_.get(), &QQmlEngine::retranslate);
    engineOfQml_->load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Main.qml")));
    ASSERT_FALSE(engineOfQml_->rootObjects().isEmpty());
    window_ = qobject_cast<QQuickWindow*>(engineOfQml_->rootObjects().first());
    window_->resize(size);
    window_->requestActivate();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_));
    settle();
  }
  void TearDown() override { engineOfQml_.reset(); }

  // Lets animations and deferred layout come to rest.
  static void settle() { QTest::qWait(350); }

  void screenshot(const QString& name) {
    settle();
    const QString path = QStringLiteral(HEARTH_SCREENSHOTS "/%1.png").arg(name);
    QDir().mkpath(QFileInfo(path).absolutePath());
    const QImage image = window_->grabWindow();
    ASSERT_FALSE(image.isNull());
    ASSERT_TRUE(image.save(path));
  }

  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window_, key, modifiers);
    QTest::qWait(10);
  }

  // The items below `root` that are on screen, found by a predicate.
  static std::vector<QQuickItem*> itemsWhere(QQuickItem* root, const std::function<bool(QQuickItem*)>& wanted) {
    std::vector<QQuickItem*> found;
    if (!root->isVisible()) return found;
    if (wanted(root)) found.push_back(root);
    for (QQuickItem* child : root->childItems()) {
      const auto below = itemsWhere(child, wanted);
      found.insert(found.end(), below.begin(), below.end());
    }
    return found;
  }
  std::vector<QQuickItem*> buttons(const QString& text) {
    return itemsWhere(window_->contentItem(), [&](QQuickItem* item) {
      return item->inherits("QQuickAbstractButton") && item->property("text").toString() == text;
    });
  }
  void click(QQuickItem* item) {
    const QPointF centre = item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
    QTest::mouseClick(window_, Qt::LeftButton, {}, centre.toPoint());
    QTest::qWait(10);
  }
  QQuickItem* conversationView() {
    return window_->findChild<QQuickItem*>(QStringLiteral("conversation"));
  }
  QQuickItem* composerField() {
    return itemsWhere(window_->contentItem(), [](QQuickItem* item) { return item->inherits("QQuickTextArea"); }).at(0);
  }

  std::unique_ptr<QQmlApplicationEngine> engineOfQml_;
  QQuickWindow* window_ = nullptr;
};

}  // namespace hearth::desktop
