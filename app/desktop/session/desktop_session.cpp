#include "app/desktop/session/desktop_session.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QQuickWindow>
#include <QUrl>

namespace hearth::desktop {
namespace {

constexpr qsizetype kExcerptCharacters = 160;
const QString kOn = QStringLiteral("on");
const QString kOff = QStringLiteral("off");

QString excerpt(const QString& text) {
  const QString line = text.simplified();
  return line.size() <= kExcerptCharacters ? line : line.left(kExcerptCharacters) + QStringLiteral("…");
}

}  // namespace

// ---- What the system offers

void DesktopSession::setCanNotify(bool can) {
  if (std::exchange(canNotify_, can) != can) Q_EMIT offersChanged();
}

void DesktopSession::setCanKeepAwake(bool can) {
  if (std::exchange(canKeepAwake_, can) != can) Q_EMIT offersChanged();
}

void DesktopSession::showFile(const QString& path) {
  if (!canShowFiles_) return openFolderOf(path);
  Q_EMIT fileToShow(path);
}

void DesktopSession::openFolderOf(const QString& path) {
  QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
}

void DesktopSession::setHasTray(bool has) {
  if (std::exchange(hasTray_, has) == has) return;
  updateQuitting();
  // The way back is gone with the tray.
  if (!has && window_ && !window_->isVisible()) raise();
  Q_EMIT offersChanged();
}

// ---- What the user wants

bool DesktopSession::isOn(const char* key, bool otherwise) const {
  return settings_.value(QString::fromLatin1(key), otherwise ? kOn : kOff) == kOn;
}

void DesktopSession::setOn(const char* key, bool on) {
  settings_.set(QString::fromLatin1(key), on ? kOn : kOff);
  Q_EMIT changed();
}

bool DesktopSession::notifies() const { return isOn(kSettingNotify, true); }
bool DesktopSession::notifiesWithText() const { return isOn(kSettingNotifyText, false); }
bool DesktopSession::keepsAwake() const { return isOn(kSettingKeepAwake, true); }
bool DesktopSession::keepsRunning() const { return isOn(kSettingKeepRunning, false); }
void DesktopSession::setNotifies(bool on) { setOn(kSettingNotify, on); }
void DesktopSession::setNotifiesWithText(bool on) { setOn(kSettingNotifyText, on); }

void DesktopSession::setKeepsAwake(bool on) {
  setOn(kSettingKeepAwake, on);
  Q_EMIT awakeReasonChanged();
}

void DesktopSession::setKeepsRunning(bool on) {
  setOn(kSettingKeepRunning, on);
  updateQuitting();
}

void DesktopSession::updateQuitting() {
  QGuiApplication::setQuitOnLastWindowClosed(!(hasTray_ && keepsRunning()));
}

// ---- What Hearth is doing

void DesktopSession::setWriting(bool writing) {
  if (std::exchange(writing_, writing) == writing) return;
  if (writing) writingSince_.start();
  Q_EMIT statusChanged();
  Q_EMIT awakeReasonChanged();
}

void DesktopSession::setDownloading(bool downloading) {
  if (std::exchange(downloading_, downloading) == downloading) return;
  Q_EMIT statusChanged();
  Q_EMIT awakeReasonChanged();
}

QString DesktopSession::status() const {
  if (writing_) return tr("Writing an answer");
  return downloading_ ? tr("Downloading a model") : QString();
}

QString DesktopSession::awakeReason() const { return keepsAwake() ? status() : QString(); }

void DesktopSession::answerEnded(const AnswerEnd& end) {
  const bool isLong = writingSince_.isValid() && writingSince_.elapsed() >= longAnswer_.count();
  if (!canNotify_ || !notifies() || lookedAt() || end.how == AnswerEnd::How::Stopped) return;
  if (end.how == AnswerEnd::How::Finished && !isLong) return;
  const bool failed = end.how == AnswerEnd::How::Failed;
  Notification notification{
      .conversationId = end.conversationId,
      .title = failed ? tr("An answer could not be finished") : tr("Your answer is ready"),
      .body = tr("Click to read it.")};
  if (notifiesWithText()) {
    if (!end.title.isEmpty()) notification.title += QStringLiteral(": ") + excerpt(end.title);
    notification.body = excerpt(end.text);
  }
  Q_EMIT notificationWanted(notification);
}

// ---- The window

void DesktopSession::adopt(QQuickWindow& window) {
  window_ = &window;
  updateQuitting();
  connect(&window, &QWindow::activeChanged, this, [this] {
    if (lookedAt()) Q_EMIT notificationsObsolete();
  });
}

bool DesktopSession::lookedAt() const { return window_ && window_->isVisible() && window_->isActive(); }

void DesktopSession::raise(const QString& activationToken) {
  if (!window_) return;
  // Read by Qt's Wayland plugin when the window asks to be activated; without it the desktop may refuse.
  if (!activationToken.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", activationToken.toUtf8());
  if (window_->visibility() == QWindow::Minimized) window_->showNormal();
  window_->show();
  window_->raise();
  window_->requestActivate();
}

void DesktopSession::openConversation(qint64 conversationId, const QString& activationToken) {
  raise(activationToken);
  if (conversationId != 0) Q_EMIT conversationWanted(conversationId);
}

void DesktopSession::newConversation(const QString& activationToken) {
  raise(activationToken);
  Q_EMIT newConversationWanted();
}

void DesktopSession::quit() { QGuiApplication::quit(); }

}  // namespace hearth::desktop
