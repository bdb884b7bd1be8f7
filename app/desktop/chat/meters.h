// The calm numbers of the status line: how full the context is, and how fast the last answer came.
#pragma once

#include <QObject>
#include <QtQmlIntegration>
#include <QVariantList>

#include "runtime/engine/engine.h"

namespace hearth::desktop {

// How much of the model's context the conversation takes, as counted by the engine.
class ContextMeter : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(bool known READ known NOTIFY changed)
  Q_PROPERTY(double fraction READ fraction NOTIFY changed)
  Q_PROPERTY(bool amber READ amber NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QString draftText READ draftText NOTIFY changed)
  Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
 public:
  using QObject::QObject;
  bool known() const { return limit_ > 0; }
  uint32_t used() const { return used_; }
  double fraction() const;
  bool amber() const;         // from 80 % on
  QString text() const;       // "3.1k of 32k"
  QString draftText() const;  // "212 tokens": what would be sent; empty without a draft
  QVariantList facts() const;

  void setLimit(uint32_t limit);
  void setUsed(uint32_t used, bool withDraft);
  void clear();

 Q_SIGNALS:
  void changed();

 private:
  uint32_t used_ = 0, limit_ = 0;
  bool withDraft_ = false;
};

// The last answer's figures, live while it comes.
class SpeedMeter : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
 public:
  using QObject::QObject;
  QString text() const;  // "46 tok/s"; empty before the first answer
  QVariantList facts() const;
  void set(const GenerationStats& stats);
  void clear();

 Q_SIGNALS:
  void changed();

 private:
  GenerationStats stats_;
};

}  // namespace hearth::desktop
