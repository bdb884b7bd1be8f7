// Drives the real window and prints how long it keeps its user waiting: start, opening a long conversation,
// scrolling it, and both while an answer streams in; or the same for single long answers.
// Usage: window_bench [messages=10000] [tokens a second=200], or window_bench shapes [NAME]
// Without QT_QPA_PLATFORM it runs offscreen with the software renderer, which paints on the measured thread:
// figures are an upper bound for a machine with graphics.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "tests/bench/window/driven_window.h"
#include "tests/bench/window/long_chat.h"
#include "tests/bench/window/shapes.h"

namespace hearth::bench {
namespace {

constexpr int kFramesASecond = 62;  // of DrivenWindow::everyFrame

class WindowBench {
 public:
  WindowBench(EventClock& clock, int messages, double tokensPerSecond)
      : window_(clock, tokensPerSecond), messages_(messages) {}

  int run() {
    long_ = makeLongChat(window_.databasePath(), messages_);
    if (!window_.start()) return 1;
    open();
    window_.scroll("scroll, 60 px a frame", 60, 600);
    window_.scroll("scroll, 600 px a frame", 600, 300);
    drag();
    toEnd();
    send();
    follow("stream, at the end", 8);
    window_.scroll("stream and scroll, 60 px a frame", 60, 600);
    readAbove("stream, reading above", 4);
    window_.chat().stop();
    window_.waitFor([this] { return !window_.chat().busy(); });
    return 0;
  }

 private:
  void open() {
    for (int round = 0; round < 3; ++round) {
      window_.chat().startNew();
      window_.waitMs(300);
      window_.beginTimes();
      const double begun = wallMs();
      window_.chat().open(long_.conversationId);
      window_.waitFor([this] { return window_.chat().messages()->count() == messages_; });
      window_.waitForPaint();
      std::printf("open %d messages, painted       %.0f ms\n", messages_, wallMs() - begun);
      window_.waitMs(300);
      window_.printTimes("open");
    }
    if (!window_.view()->property("atYEnd").toBool()) std::printf("NOT at the end after opening\n");
  }

  // As one who pulls the scroll bar from end to end.
  void drag() {
    constexpr int kSteps = 200;
    window_.everyFrame("pull the scroll bar through", kSteps, [&](int done) {
      const double from = window_.number("originY");
      const double way = window_.lowest() - from;
      window_.view()->setProperty("contentY", from + way * (1 - static_cast<double>(done) / kSteps));
    });
  }

  void toEnd() {
    QMetaObject::invokeMethod(window_.view(), "follow");
    window_.waitMs(300);
  }

  void send() {
    window_.beginTimes();
    const double begun = wallMs();
    window_.chat().setDraft(QStringLiteral("Go on writing until you are stopped."));
    window_.chat().send();
    window_.waitFor([this] { return window_.chat().answeringHere(); });
    window_.waitForPaint();
    std::printf("send in it, question painted       %.0f ms\n", wallMs() - begun);
    window_.printTimes("send");
  }

  void follow(const char* what, int seconds) {
    window_.everyFrame(what, seconds * kFramesASecond, [](int) {});
    if (window_.number("contentY") + 1 < window_.lowest()) std::printf("NOT at the end while streaming\n");
  }

  // What is read must stay where it is while the answer grows below.
  void readAbove(const char* what, int seconds) {
    const double place = window_.number("contentY");
    double moved = 0;
    window_.everyFrame(what, seconds * kFramesASecond,
                       [&](int) { moved = std::max(moved, std::abs(window_.number("contentY") - place)); });
    std::printf("  what is read moved by %.1f px\n", moved);
  }

  DrivenWindow window_;
  int messages_;
  LongChat long_;
};

}  // namespace
}  // namespace hearth::bench

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  }
  hearth::bench::EventClock clock(argc, argv);
  if (argc > 1 && std::strcmp(argv[1], "shapes") == 0)
    return hearth::bench::measureShapes(clock, argc > 2 ? argv[2] : "");
  const int messages = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const double tokensPerSecond = argc > 2 ? std::atof(argv[2]) : 200;
  hearth::bench::WindowBench bench(clock, messages, tokensPerSecond);
  return bench.run();
}
