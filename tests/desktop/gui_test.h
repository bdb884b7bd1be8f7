// A Qt application without a screen, a fresh data folder for each test, and waiting without sleeping longer
// than needed.
#pragma once

#include <functional>

#include <gtest/gtest.h>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/application.h"
#include "tests/desktop/fake_engine.h"

namespace hearth::desktop {

// True as soon as `condition` holds; false after a time that no machine needs, however busy.
inline bool eventually(const std::function<bool()>& condition) {
  QElapsedTimer clock;
  clock.start();
  while (!condition()) {
    if (clock.elapsed() > 60'000) return false;
    QTest::qWait(5);
  }
  return true;
}

class GuiTest : public testing::Test {
 protected:
  // The application on this test's data; call again for a second start.
  Application& start() {
    application_.reset();
    ApplicationOptions options;
    options.dataFolder = folder_.path();
    options.bundledModel = QStringLiteral(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
    options.powerFolder = powerFolder_;
    prepare(options);
    application_ = std::make_unique<Application>(options, engineFactory());
    application_->start();
    EXPECT_TRUE(eventually([this] { return app().models()->state() != ModelController::Loading; }));
    return *application_;
  }
  // By default the library looks nowhere, measures nothing and shows no first steps.
  virtual void prepare(ApplicationOptions&) {}
  virtual EngineFactory engineFactory() { return FakeEngine::factory(engine_); }
  Application& app() { return *application_; }
  ChatController& chat() { return *application_->chat(); }
  std::string databasePath() const { return folder_.filePath(QStringLiteral("hearth.db")).toStdString(); }

  // Sends `text` and waits until the engine is asked for an answer.
  void send(const QString& text) {
    const size_t asked = engine_.all<Generate>().size();
    chat().setDraft(text);
    chat().send();
    ASSERT_TRUE(eventually([&] { return engine_.all<Generate>().size() > asked; }));
  }
  void answer(const std::string& text) {
    engine_.write(text);
    engine_.finish();
    ASSERT_TRUE(eventually([this] { return !chat().busy(); }));
  }

  // Waits until the list beside the chat shows only `title`: it is filled after the answer is saved.
  bool listShows(const QString& title) {
    return eventually([&] {
      const auto& list = *application_->conversations();
      return list.count() == 1 &&
             list.data(list.index(0), ConversationListModel::TitleRole).toString() == title;
    });
  }

  QTemporaryDir folder_;
  QString powerFolder_ = folder_.filePath(QStringLiteral("sys"));  // there is none unless a test makes it
  FakeEngine engine_;
  std::unique_ptr<Application> application_;
};

}  // namespace hearth::desktop
