// Copies without a runtime: forms of a model that would take 16 GB, and figures as such models have them. The
// work waits where a test wants to look at it.
#pragma once

#include <atomic>
#include <thread>

#include <QDir>
#include <QFile>

#include "app/library/model_copies.h"

namespace hearth::desktop {

class SampleCopies final : public library::ModelCopies {
 public:
  std::atomic<bool> held = false;  // make() and measure() stay half way until they are stopped or this ends
  std::atomic<int> working = 0;    // calls under way
  std::string failure;             // of make(); set before
  QList<library::CopyForm> known{{QStringLiteral("q8_0"), 8'500'000'000},
                                 {QStringLiteral("q6_k"), 6'600'000'000},
                                 {QStringLiteral("q4_k"), 4'700'000'000},
                                 {QStringLiteral("q2_k"), 3'000'000'000}};

  Result<QList<library::CopyForm>> forms(const QString&) override { return known; }
  Result<void> make(const QString&, const QString& key, const QString& target,
                    const std::function<bool(double)>& progress) override {
    if (!failure.empty()) return Error(failure);
    if (!half(progress)) return Error("copying was stopped");
    QFile file(target);
    if (!file.open(QIODevice::NewOnly)) return Error("the copy cannot be written");
    file.write(key.toUtf8());
    return {};
  }
  Result<void> measure(const QString&, const QStringList& keys, const QString&,
                       const std::function<void(const library::CopyQuality&)>& onPoint,
                       const std::function<bool(double)>& progress) override {
    onPoint({{}, 16'000'000'000, 8.1, 0});
    double divergence = 0.002;
    for (const QString& key : keys) {
      if (key == keys.back() && !half(progress)) return Error("measuring was stopped");
      quint64 bytes = 0;
      for (const library::CopyForm& form : known) bytes = form.key == key ? form.bytes : bytes;
      onPoint({key, bytes, 8.1 + divergence * 10, divergence});
      divergence *= 3.5;
    }
    return {};
  }

 private:
  bool half(const std::function<bool(double)>& progress) {
    ++working;
    bool on = progress(0.5);
    while (on && held) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      on = progress(0.5);
    }
    --working;
    return on;
  }
};

}  // namespace hearth::desktop
