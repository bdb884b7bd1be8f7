// Selects text across blocks and messages. It lies over the conversation and takes the mouse where there is
// text; buttons, scroll bars and the wheel go through. What is selected is a pair of places in the messages,
// not in their delegates: it holds while these come and go and while text streams in.
#pragma once

#include <vector>

#include <QPointer>
#include <QQuickItem>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/chat/message_list_model.h"
#include "app/desktop/selection/clipboard_text.h"

namespace hearth::desktop {

class SelectableText;

// Which piece of text of the conversation, and where in it.
struct TextPlace {
  enum Part { Thinking, Answer };
  qint64 message = 0;
  int part = Answer;
  int block = 0;
  BlockPlace at;
  friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

class SelectionArea : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QQuickItem* list MEMBER view_ WRITE setView)  // the ListView of the messages
  Q_PROPERTY(hearth::desktop::MessageListModel* messages MEMBER messages_ WRITE setMessages)
  Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY selectionChanged)
 public:
  explicit SelectionArea(QQuickItem* parent = nullptr);
  ~SelectionArea() override;
  void setView(QQuickItem* view);
  void setMessages(MessageListModel* messages);
  bool hasSelection() const { return anchor_ != focus_; }

  Q_INVOKABLE void copy() const;  // plain, and formatted for programs that ask for it
  Q_INVOKABLE void copyMarkdown() const;
  Q_INVOKABLE void copyPlain() const;
  Q_INVOKABLE void clear();
  // All of the message at hand; when it is selected already, all of the conversation.
  Q_INVOKABLE void selectAll();
  ClipboardText selected() const;

  void enter(SelectableText* text);
  void leave(SelectableText* text);
  // The selected part of one piece of text: [from, to); empty when it has none.
  std::pair<BlockPlace, BlockPlace> selectedIn(const TextPlace& piece) const;
  // The area over the ListView that an item is in; null: there is none.
  static SelectionArea* above(QQuickItem* item);

 Q_SIGNALS:
  void selectionChanged();
  void linkActivated(const QString& address);
  void menuRequested(const QPointF& where);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Hit {
    SelectableText* text = nullptr;
    TextPlace place;
    int local = 0;  // the place, counted from the start of `text`
  };
  SelectableText* textOf(const TextPlace& place) const;  // null: it has no delegate
  Hit hit(QPointF point) const;
  bool controlAt(QPointF point) const;
  void set(const TextPlace& anchor, const TextPlace& focus);
  void selectWord(const Hit& hit);
  void moveFocus(int step, bool words);
  void moveFocusLine(int direction);
  void scroll();
  std::pair<TextPlace, TextPlace> ordered() const;
  bool before(const TextPlace& a, const TextPlace& b) const;
  void forgetVanished();

  QPointer<QQuickItem> view_;
  QPointer<MessageListModel> messages_;
  std::vector<SelectableText*> texts_;  // of the delegates there are
  TextPlace anchor_;
  TextPlace focus_;
  bool pressed_ = false;
  bool dragged_ = false;
  QPointF pressPoint_;
  QPointF lastPoint_;
  QTimer autoScroll_;
};

}  // namespace hearth::desktop
