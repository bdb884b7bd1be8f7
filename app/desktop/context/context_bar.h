// What the model's context is taken by, turn by turn, and what would be left out first. GUI thread.
#pragma once

#include <span>

#include <QObject>
#include <QtQmlIntegration>
#include <QVariant>

#include "runtime/engine/engine.h"

namespace hearth::desktop {

class ContextBar : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(bool known READ known NOTIFY changed)
  Q_PROPERTY(QVariantList parts READ parts NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
  Q_PROPERTY(bool wanted READ wanted WRITE setWanted NOTIFY wantedChanged)
 public:
  enum Kind { Instructions, Summary, Turns, Marks, Answer, Free };
  Q_ENUM(Kind)
  using QObject::QObject;

  bool known() const { return !parts_.isEmpty(); }
  // {kind, name, tokens, amount, share, dropped, first}, in the order of the prompt. `dropped`: does not fit
  // any more; `first`: fits, and would be the first to go.
  QVariantList parts() const { return parts_; }
  QString sentence() const { return sentence_; }
  // While somebody looks: counting every message takes as long again as counting all of them.
  bool wanted() const { return wanted_; }
  void setWanted(bool wanted);

  void show(const PromptMeasured& measured, std::span<const ChatMessage> messages);
  void clear();

 Q_SIGNALS:
  void changed();
  void wantedChanged();

 private:
  QVariantList parts_;
  QString sentence_;
  bool wanted_ = false;
};

}  // namespace hearth::desktop
