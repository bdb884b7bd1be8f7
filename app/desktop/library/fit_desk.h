// Verdicts for this computer and the chosen context length. The computer is measured once, on a thread of its
// own, when somebody first asks; headers are read there, too. GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QThreadPool>
#include <QtQmlIntegration>

#include "app/desktop/library/library_options.h"
#include "app/desktop/settings.h"
#include "app/library/fit_verdict.h"

namespace hearth::desktop {

class FitDesk : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(bool measured READ measured NOTIFY changed)
  Q_PROPERTY(bool measuring READ measuring NOTIFY changed)
  Q_PROPERTY(QString computerText READ computerText NOTIFY changed)
  Q_PROPERTY(QString computerAdvice READ computerAdvice NOTIFY changed)
  Q_PROPERTY(QStringList contextChoices READ contextChoices NOTIFY changed)
  Q_PROPERTY(int contextIndex READ contextIndex WRITE setContextIndex NOTIFY changed)
 public:
  FitDesk(const LibraryOptions& options, Settings& settings);
  ~FitDesk() override;  // waits for the header that is being read

  using Answer = std::function<void(const Result<library::FitVerdict>&)>;

  // Begins to measure, once. `fileOnDisk` (may be empty): a large file on the disk where models lie.
  void measure(const QString& fileOnDisk);
  bool measured() const { return computer_.has_value(); }
  bool measuring() const { return measuring_; }
  const FitComputer* computer() const { return computer_ ? &*computer_ : nullptr; }
  QString computerText() const;    // "RTX 4070 with 12.0 GB, 64 GB of memory"
  QString computerAdvice() const;  // what such a computer can run, in one sentence
  QStringList contextChoices() const;
  int contextIndex() const { return contextIndex_; }
  void setContextIndex(int index);
  quint32 contextLength() const;  // 0: what Hearth would choose

  // Remembered by path, for how the user would load it; the answer may come before the call returns. None
  // before measured().
  void ofFile(const QString& path, QObject* receiver, const Answer& answer);
  void ofHeaders(const QList<library::RemoteHeader>& headers, QObject* receiver, const Answer& answer);
  Result<library::FitVerdict> ofEntry(const library::CatalogueModel& model,
                                      const library::CatalogueFile& file) const;
  void forget(const QString& path) { verdicts_.remove(path); }

  // Other reading of the disk, in the same line.
  template <class Work, class Then>
  void runQuietly(QObject* receiver, Work work, Then then) {
    using Read = std::invoke_result_t<Work>;
    const QPointer<QObject> guard(receiver);
    pool_.start([this, guard, work = std::move(work), then = std::move(then)] {
      auto read = std::make_shared<Read>(work());  // shared: Qt copies its functors
      // The destructor waits for this function: `this` is alive, and what is still queued then goes with it.
      QMetaObject::invokeMethod(
          this,
          [guard, read, then] {
            if (guard) then(*read);
          },
          Qt::QueuedConnection);
    });
  }

  // "fits", "partly", "slow", "no": the tone of a chip.
  static QString toneOf(const library::FitVerdict& verdict);
  // "about 31 tok/s"; empty where nothing was measured.
  static QString speedOf(const library::FitVerdict& verdict);

 Q_SIGNALS:
  void changed();

 private:
  library::FitWish wish() const;  // as the settings are now

  const LibraryOptions& options_;
  Settings& settings_;
  std::optional<FitComputer> computer_;
  bool measuring_ = false;
  int contextIndex_ = 0;
  QHash<QString, Result<library::FitVerdict>> verdicts_;  // of files, for …
  library::FitWish verdictsWish_;                         // … this wish
  QThreadPool pool_;
};

}  // namespace hearth::desktop
