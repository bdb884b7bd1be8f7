// The model that a ChatController's chat is meant for. Where a new chat begins in a folder it is loaded at
// once; a chat that is opened only proposes it, because a load takes long and ends what another chat is being
// answered.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include <QFileInfo>

namespace hearth::desktop {

QString ChatController::modelProposal() const {
  if (proposed_.path.isEmpty()) return {};
  const QString name = QFileInfo(proposed_.path).completeBaseName();
  if (proposed_.from == Level::Chat) return tr("This chat was last answered by %1.").arg(name);
  if (proposed_.from == Level::Preset) return tr("The preset of this chat is meant for %1.").arg(name);
  return tr("Chats in this folder begin with %1.").arg(name);
}

// Only what can be loaded. A chat that was answered before goes on as it was; the demonstration is nothing
// to come back to.
ChatController::WantedModel ChatController::wantedModel() const {
  const auto here = [](const QString& path) { return !path.isEmpty() && QFileInfo::exists(path); };
  const QString remembered = QString::fromStdString(conversation_.modelPath);
  if (here(remembered) && !models_.isBundled(remembered)) return {remembered, Level::Chat};
  const Inherited inherited = sources_.of(conversation_);
  const QString path = QString::fromStdString(inherited.modelPath);
  return here(path) ? WantedModel{path, inherited.modelFrom} : WantedModel{};
}

void ChatController::proposeModel() {
  WantedModel wanted = wantedModel();
  if (modelDeclined_ || wanted.path == models_.path()) wanted = {};
  if (wanted == proposed_) return;
  proposed_ = std::move(wanted);
  Q_EMIT modelProposalChanged();
}

// Whoever loads another model meanwhile has answered the question.
void ChatController::noticeLoad() {
  if (models_.state() != ModelController::Loading) return;
  const QString wanted = wantedModel().path;
  if (!wanted.isEmpty() && wanted != models_.path()) modelDeclined_ = true;
}

void ChatController::loadProposedModel() {
  const QString path = proposed_.path;  // which is cleared as soon as the load begins
  models_.load(path);
}

void ChatController::declineProposedModel() {
  modelDeclined_ = true;
  proposeModel();
}

}  // namespace hearth::desktop
