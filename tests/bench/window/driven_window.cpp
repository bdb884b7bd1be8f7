#include "tests/bench/window/driven_window.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <QDir>
#include <QElapsedTimer>
#include <QQuickStyle>
#include <QTimer>

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

}  // namespace

std::string DrivenWindow::databasePath() const {
  return QDir(folder_.path()).filePath(QStringLiteral("hearth.db")).toStdString();
}

bool DrivenWindow::start() {
  const double begun = wallMs();
  clock_.begin();
  desktop::installFonts();
  QQuickStyle::setStyle(QStringLiteral("Basic"));
  desktop::ApplicationOptions options;
  options.dataFolder = folder_.path();
  options.modelPath = QStringLiteral("/paced.gguf");
  app_ = std::make_unique<desktop::Application>(options, [this](std::function<void(Event)> sink) {
    return std::make_unique<PacedEngine>(std::move(sink), tokensPerSecond_, answer_);
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
  printTimes("start, first half second");
  return view_ != nullptr;
}

void DrivenWindow::waitFor(const std::function<bool()>& condition) {
  QElapsedTimer patience;
  patience.start();
  while (!condition()) {
    if (patience.elapsed() > 30'000) {
      std::fprintf(stderr, "Gave up waiting.\n");
      std::exit(1);
    }
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
  }
}

void DrivenWindow::waitMs(int ms) {
  QElapsedTimer passed;
  passed.start();
  waitFor([&] { return passed.elapsed() >= ms; });
}

void DrivenWindow::waitForPaint() {
  bool painted = false;
  const auto connection =
      QObject::connect(window_, &QQuickWindow::frameSwapped, window_, [&painted] { painted = true; });
  window_->update();
  waitFor([&] { return painted; });
  QObject::disconnect(connection);
}

void DrivenWindow::everyFrame(const char* what, int frames, const std::function<void(int)>& step) {
  clock_.begin();
  QTimer timer;
  timer.setTimerType(Qt::PreciseTimer);
  int done = 0;
  QObject::connect(&timer, &QTimer::timeout, window_, [&] { step(done++); });
  timer.start(kFrameMs);
  waitFor([&] { return done >= frames; });
  timer.stop();
  printTimes(what);
}

void DrivenWindow::scroll(const char* what, double pixels, int frames) {
  view_->setProperty("following", false);
  everyFrame(what, frames, [&](int) {
    view_->setProperty("contentY", std::max(number("originY"), number("contentY") - pixels));
  });
}

void DrivenWindow::printTimes(const char* what) { print(what, clock_.end()); }

}  // namespace hearth::bench
