// A smaller copy of a model: the forms to choose from with their sizes, the making of one with its progress,
// and how much of the original each form keeps, as points of a plot. One at a time. GUI thread; the work is
// done on a thread of its own.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include <QList>
#include <QObject>
#include <QThreadPool>
#include <QtQmlIntegration>
#include <QVariantList>

#include "app/library/model_copies.h"

namespace hearth::desktop {

class SmallerCopy : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(State state READ state NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QVariantList forms READ forms NOTIFY changed)   // key, name, detail, chosen
  Q_PROPERTY(bool faster READ isFaster NOTIFY changed)       // larger forms are offered, for their speed
  Q_PROPERTY(QString chosen READ chosen NOTIFY changed)      // key
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)  // what happens, or why it failed
  Q_PROPERTY(bool failed READ hasFailed NOTIFY changed)
  Q_PROPERTY(double fraction READ fraction NOTIFY progressed)
  Q_PROPERTY(QVariantList points READ points NOTIFY changed)   // x and y from 0 to 1, name, words
  Q_PROPERTY(QString leastText READ leastText NOTIFY changed)  // ends of the plot's axis of memory
  Q_PROPERTY(QString mostText READ mostText NOTIFY changed)
 public:
  // Looking: sizes are being reckoned. Ready: a form can be chosen.
  enum State { Closed, Looking, Ready, Making, Measuring };
  Q_ENUM(State)

  // `copies` may be null: then no model can be copied. `folder`: where copies go.
  SmallerCopy(std::shared_ptr<library::ModelCopies> copies, std::function<QString()> folder);
  ~SmallerCopy() override;

  State state() const { return state_; }
  QString title() const { return title_; }
  QVariantList forms() const;
  bool isFaster() const;
  QString chosen() const { return chosen_; }
  QString sentence() const;
  bool hasFailed() const { return !failure_.isEmpty(); }
  double fraction() const { return fraction_; }
  QVariantList points() const;
  QString leastText() const;
  QString mostText() const;

  Q_INVOKABLE void open(const QString& path, const QString& title);
  Q_INVOKABLE void choose(const QString& key);
  Q_INVOKABLE void make();
  Q_INVOKABLE void measure();
  Q_INVOKABLE void stop();  // the work that is under way; what was measured stays
  Q_INVOKABLE void retranslate() { Q_EMIT changed(); }

 Q_SIGNALS:
  void changed();
  void progressed();
  void made(const QString& title, const QString& path);

 private:
  // Runs `work` on the thread, with a progress function that obeys stop(), and `then` with its result here,
  // unless the user went on to something else meanwhile.
  using Progress = std::function<bool(double)>;
  template <class Work, class Then>
  void run(State state, Work work, Then then);
  void end(const QString& failure);
  QString targetFor(const QString& key) const;
  quint64 mostBytes() const;

  std::shared_ptr<library::ModelCopies> copies_;
  std::function<QString()> folder_;
  State state_ = Closed;
  QString path_, title_, chosen_, failure_, done_;
  double fraction_ = 0;
  QList<library::CopyForm> forms_;
  QList<library::CopyQuality> qualities_;
  quint64 turn_ = 0;  // of work; what an earlier turn reports is dropped
  std::shared_ptr<std::atomic<bool>> stop_;
  QThreadPool thread_;
};

}  // namespace hearth::desktop
