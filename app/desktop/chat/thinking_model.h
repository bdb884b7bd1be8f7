// The thinking before an answer: folded to one line with the time it took, with a live peek while it goes on.
#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/rendering/block_list_model.h"

namespace hearth::desktop {

class ThinkingModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Part of a MessageItem")
  Q_PROPERTY(bool present READ present NOTIFY changed)
  Q_PROPERTY(bool live READ live NOTIFY changed)
  Q_PROPERTY(QString label READ label NOTIFY labelChanged)
  Q_PROPERTY(bool expanded READ expanded WRITE setExpanded NOTIFY expandedChanged)
  Q_PROPERTY(QString peek READ peek NOTIFY peekChanged)
  Q_PROPERTY(hearth::desktop::BlockListModel* blocks READ blocks CONSTANT)
 public:
  ThinkingModel();

  bool present() const { return !text_.isEmpty() || live_; }
  bool live() const { return live_; }
  QString label() const;
  bool expanded() const { return expanded_; }
  void setExpanded(bool expanded);
  QString peek() const;  // the newest lines
  BlockListModel* blocks();

  // A stored message: its text and the seconds it took, when they were measured.
  void setFinished(const std::string& utf8, std::optional<double> seconds);
  void append(const std::string& utf8);
  // The answer begins, or the message ends. Without `measuredSeconds` the own clock counts.
  void finish(std::optional<double> measuredSeconds);

 Q_SIGNALS:
  void changed();
  void labelChanged();
  void expandedChanged();
  void peekChanged();

 private:
  QString text_;
  BlockListModel blocks_;
  size_t blockBytes_ = 0;  // of utf8_ already in blocks_: they are made when first shown
  std::string utf8_;
  bool live_ = false;
  bool expanded_ = false;
  std::optional<double> seconds_;
  QElapsedTimer clock_;
  QTimer tick_;
};

}  // namespace hearth::desktop
