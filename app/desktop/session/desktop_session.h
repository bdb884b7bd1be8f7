// Hearth among the user's other programs: what it tells them, and what they ask of it. Portable: whoever
// speaks to the system (linux/) says what it offers and listens here. What a system lacks is not shown.
#pragma once

#include <chrono>
#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QtQmlIntegration>

#include "app/desktop/settings.h"

class QQuickWindow;

namespace hearth::desktop {

struct Notification {
  qint64 conversationId = 0;
  QString title, body;

  bool operator==(const Notification&) const = default;
};

struct AnswerEnd {
  enum class How { Finished, Stopped, Failed };
  How how = How::Finished;
  qint64 conversationId = 0;
  QString title;  // of the conversation
  QString text;   // of the answer, or why it failed
};

class DesktopSession : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(bool canNotify READ canNotify NOTIFY offersChanged)
  Q_PROPERTY(bool canKeepAwake READ canKeepAwake NOTIFY offersChanged)
  Q_PROPERTY(bool hasTray READ hasTray NOTIFY offersChanged)
  Q_PROPERTY(bool notifies READ notifies WRITE setNotifies NOTIFY changed)
  Q_PROPERTY(bool notifiesWithText READ notifiesWithText WRITE setNotifiesWithText NOTIFY changed)
  Q_PROPERTY(bool keepsAwake READ keepsAwake WRITE setKeepsAwake NOTIFY changed)
  Q_PROPERTY(bool keepsRunning READ keepsRunning WRITE setKeepsRunning NOTIFY changed)
 public:
  // From this long on, the user is likely to have turned to something else.
  static constexpr std::chrono::milliseconds kLongAnswer{10'000};

  explicit DesktopSession(Settings& settings) : settings_(settings) {}

  // ---- What the system offers
  bool canNotify() const { return canNotify_; }
  bool canKeepAwake() const { return canKeepAwake_; }
  bool hasTray() const { return hasTray_; }
  void setCanNotify(bool can);
  void setCanKeepAwake(bool can);
  void setHasTray(bool has);
  void setCanShowFiles(bool can) { canShowFiles_ = can; }  // who can listens to fileToShow()

  // ---- What the user wants
  bool notifies() const;          // on unless switched off
  bool notifiesWithText() const;  // off: a notification may be read by whoever stands behind
  bool keepsAwake() const;        // on unless switched off
  bool keepsRunning() const;      // off: closing the window ends Hearth
  void setNotifies(bool on);
  void setNotifiesWithText(bool on);
  void setKeepsAwake(bool on);
  void setKeepsRunning(bool on);

  // ---- What Hearth is doing
  void setWriting(bool writing);
  void setDownloading(bool downloading);
  void answerEnded(const AnswerEnd& end);
  QString status() const;  // "Writing an answer"; empty: at rest
  // Why the computer shall not sleep; empty: it may.
  QString awakeReason() const;

  // ---- Files
  // In the system's file manager, selected where the system can do that.
  void showFile(const QString& path);
  void openFolderOf(const QString& path);

  // ---- The window
  void adopt(QQuickWindow& window);
  void setLongAnswer(std::chrono::milliseconds length) { longAnswer_ = length; }
  // To the front, also from the tray. The token is the desktop's permission (XDG activation).
  void raise(const QString& activationToken = {});
  void openConversation(qint64 conversationId, const QString& activationToken = {});
  void newConversation(const QString& activationToken = {});
  void openTarget(const QString& target) { Q_EMIT targetOpened(target); }
  void quit();

 Q_SIGNALS:
  void offersChanged();
  void changed();
  void statusChanged();
  void awakeReasonChanged();
  void notificationWanted(const hearth::desktop::Notification& notification);
  void notificationsObsolete();  // the window is looked at
  void conversationWanted(qint64 conversationId);
  void fileToShow(const QString& path);
  void newConversationWanted();
  void targetOpened(const QString& target);

 private:
  bool isOn(const char* key, bool otherwise) const;
  void setOn(const char* key, bool on);
  void updateQuitting();
  bool lookedAt() const;

  Settings& settings_;
  QPointer<QQuickWindow> window_;
  bool canNotify_ = false, canKeepAwake_ = false, hasTray_ = false, canShowFiles_ = false;
  bool writing_ = false, downloading_ = false;
  QElapsedTimer writingSince_;
  std::chrono::milliseconds longAnswer_ = kLongAnswer;
};

}  // namespace hearth::desktop
