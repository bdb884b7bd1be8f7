// The real window over a database of its own, driven frame by frame, with the times of all events taken.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>

#include "app/desktop/application.h"
#include "tests/bench/window/event_clock.h"

namespace hearth::bench {

class DrivenWindow {
 public:
  // The engine writes `answer` in one piece or, when it is empty, words at a pace for as long as it may.
  DrivenWindow(EventClock& clock, double tokensPerSecond, std::string answer = {})
      : clock_(clock), tokensPerSecond_(tokensPerSecond), answer_(std::move(answer)) {}

  std::string databasePath() const;
  // Shows the window; false when it cannot be shown.
  bool start();
  desktop::ChatController& chat() { return *app_->chat(); }

  void waitFor(const std::function<bool()>& condition);
  void waitMs(int ms);
  // Until what was asked for is on the screen.
  void waitForPaint();
  // `step` runs once a frame at 60 Hz, `frames` times.
  void everyFrame(const char* what, int frames, const std::function<void(int)>& step);
  void scroll(const char* what, double pixels, int frames);  // upwards
  void beginTimes() { clock_.begin(); }
  void printTimes(const char* what);

  QQuickItem* view() const { return view_; }  // the ListView of the messages
  double number(const char* property) const { return view_->property(property).toDouble(); }
  double lowest() const { return number("originY") + number("contentHeight") - view_->height(); }

 private:
  EventClock& clock_;
  double tokensPerSecond_;
  std::string answer_;
  QTemporaryDir folder_;
  std::unique_ptr<desktop::Application> app_;
  QQmlApplicationEngine engine_;
  QQuickWindow* window_ = nullptr;
  QQuickItem* view_ = nullptr;
};

}  // namespace hearth::bench
