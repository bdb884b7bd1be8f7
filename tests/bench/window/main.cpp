// Drives the real window and prints how long it keeps its user waiting: start, opening a long conversation,
// scrolling it, and both while an answer streams in. Usage: window_bench [messages=10000] [tokens a
// second=200] Without QT_QPA_PLATFORM it runs offscreen with the software renderer, which paints on the
// measured thread: figures are an upper bound for a machine with graphics.

#include <algorithm>
#include <cstdio>
#include <functional>

#include <QDir>
#include <QElapsedTimer>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>

#include "app/desktop/application.h"
#include "tests/bench/window/event_clock.h"
#include "tests/bench/window/long_chat.h"
#include "tests/bench/window/paced_engine.h"

namespace hearth::bench {
namespace {

constexpr int kFrameMs = 16;  // 60 Hz, rounded down to the timer's grain

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

void print(const char* what, const EventTimes& times) {
  const auto over =
      std::count_if(times.eventCpu.begin(), times.eventCpu.end(), [](double ms) { return ms > 16; });
  std::printf(
      "%-34s %5zu frames %5.1f/s  frame median %4.1f p95 %4.1f p99 %4.1f  longest event %5.1f (wall %5.1f) %s"
      "  over 16 ms: %td\n",
      what, times.frameCpu.size(), static_cast<double>(times.frameCpu.size()) / times.seconds,
      quantile(times.frameCpu, 0.5), quantile(times.frameCpu, 0.95), quantile(times.frameCpu, 0.99),
      times.longestCpu, times.longestWall, times.longestName.c_str(), over);
  std::fflush(stdout);
}

class WindowBench {
 public:
  WindowBench(EventClock& clock, int messages, double tokensPerSecond)
      : clock_(clock), messages_(messages), tokensPerSecond_(tokensPerSecond) {}

  int run() {
    const std::string database = QDir(folder_.path()).filePath(QStringLiteral("hearth.db")).toStdString();
    long_ = makeLongChat(database, messages_);
    if (!start()) return 1;
    open();
    scroll("scroll, 60 px a frame", 60, 600);
    scroll("scroll, 600 px a frame", 600, 300);
    drag();
    toEnd();
    send();
    follow("stream, at the end", 8);
    scroll("stream and scroll, 60 px a frame", 60, 600);
    readAbove("stream, reading above", 4);
    app_->chat()->stop();
    waitFor([this] { return !app_->chat()->busy(); });
    return 0;
  }

 private:
  bool waitFor(const std::function<bool()>& condition) {
    QElapsedTimer patience;
    patience.start();
    while (!condition()) {
      if (patience.elapsed() > 30'000) {
        std::fprintf(stderr, "Gave up waiting.\n");
        std::exit(1);
      }
      QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
    }
    return true;
  }
  void waitMs(int ms) {
    QElapsedTimer passed;
    passed.start();
    waitFor([&] { return passed.elapsed() >= ms; });
  }
  // Until what was asked for is on the screen.
  void waitForPaint() {
    bool painted = false;
    const auto connection =
        QObject::connect(window_, &QQuickWindow::frameSwapped, window_, [&painted] { painted = true; });
    window_->update();
    waitFor([&] { return painted; });
    QObject::disconnect(connection);
  }

  bool start() {
    const double begun = wallMs();
    clock_.begin();
    desktop::installFonts();
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    desktop::ApplicationOptions options;
    options.dataFolder = folder_.path();
    options.modelPath = QStringLiteral("/paced.gguf");
    app_ = std::make_unique<desktop::Application>(options, [this](std::function<void(Event)> sink) {
      return std::make_unique<PacedEngine>(std::move(sink), tokensPerSecond_);
    });
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_.setInitialProperties({{QStringLiteral("app"), QVariant::fromValue(app_.get())}});
    engine_.load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Main.qml")));
    if (engine_.rootObjects().isEmpty()) return false;
    window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().first());
    app_->start();
    waitForPaint();
    std::printf("start to first paint               %.0f ms\n", wallMs() - begun);
    view_ = window_->findChild<QQuickItem*>(QStringLiteral("conversation"));
    waitMs(500);
    print("start, first half second", clock_.end());
    return view_ != nullptr;
  }

  void open() {
    for (int round = 0; round < 3; ++round) {
      app_->chat()->startNew();
      waitMs(300);
      clock_.begin();
      const double begun = wallMs();
      app_->chat()->open(long_.conversationId);
      waitFor([this] { return app_->chat()->messages()->count() == messages_; });
      waitForPaint();
      std::printf("open %d messages, painted       %.0f ms\n", messages_, wallMs() - begun);
      waitMs(300);
      print("open", clock_.end());
    }
    if (!number("atYEnd")) std::printf("NOT at the end after opening\n");
  }

  double number(const char* property) const { return view_->property(property).toDouble(); }
  double lowest() const { return number("originY") + number("contentHeight") - view_->height(); }

  // `step` runs once a frame at 60 Hz, `frames` times.
  void everyFrame(const char* what, int frames, const std::function<void(int)>& step) {
    clock_.begin();
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    int done = 0;
    QObject::connect(&timer, &QTimer::timeout, window_, [&] { step(done++); });
    timer.start(kFrameMs);
    waitFor([&] { return done >= frames; });
    timer.stop();
    print(what, clock_.end());
  }

  void scroll(const char* what, double pixels, int frames) {
    view_->setProperty("following", false);
    everyFrame(what, frames, [&](int) {
      view_->setProperty("contentY", std::max(number("originY"), number("contentY") - pixels));
    });
  }

  // As one who pulls the scroll bar from end to end.
  void drag() {
    constexpr int kSteps = 200;
    everyFrame("pull the scroll bar through", kSteps, [&](int done) {
      const double from = number("originY");
      view_->setProperty("contentY", from + (lowest() - from) * (1 - static_cast<double>(done) / kSteps));
    });
  }

  void toEnd() {
    QMetaObject::invokeMethod(view_, "follow");
    waitMs(300);
  }

  void send() {
    clock_.begin();
    const double begun = wallMs();
    app_->chat()->setDraft(QStringLiteral("Go on writing until you are stopped."));
    app_->chat()->send();
    waitFor([this] { return app_->chat()->answeringHere(); });
    waitForPaint();
    std::printf("send in it, question painted       %.0f ms\n", wallMs() - begun);
    print("send", clock_.end());
  }

  void follow(const char* what, int seconds) {
    everyFrame(what, seconds * 1000 / kFrameMs, [](int) {});
    if (number("contentY") + 1 < lowest()) std::printf("NOT at the end while streaming\n");
  }

  // What is read must stay where it is while the answer grows below.
  void readAbove(const char* what, int seconds) {
    const double place = number("contentY");
    double moved = 0;
    everyFrame(what, seconds * 1000 / kFrameMs,
               [&](int) { moved = std::max(moved, std::abs(number("contentY") - place)); });
    std::printf("  what is read moved by %.1f px\n", moved);
  }

  EventClock& clock_;
  int messages_;
  double tokensPerSecond_;
  QTemporaryDir folder_;
  LongChat long_;
  std::unique_ptr<desktop::Application> app_;
  QQmlApplicationEngine engine_;
  QQuickWindow* window_ = nullptr;
  QQuickItem* view_ = nullptr;
};

}  // namespace
}  // namespace hearth::bench

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
  }
  hearth::bench::EventClock clock(argc, argv);
  const int messages = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const double tokensPerSecond = argc > 2 ? std::atof(argv[2]) : 200;
  hearth::bench::WindowBench bench(clock, messages, tokensPerSecond);
  return bench.run();
}
