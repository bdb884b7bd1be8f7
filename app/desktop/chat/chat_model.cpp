// The model that a ChatController's chat is meant for. Where a new chat begins in a folder it is loaded at
// once; a chat that is opened only proposes it, because a load takes long and ends what another chat is being
// answered.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include <QFileInfo>

#include "app/library/checkpoint_folder.h"

namespace hearth::desktop {

QString ChatController::modelProposal() const {
  if (proposed_.path.isEmpty()) return {};
  const QString name = library::placeNameOf(proposed_.path);
  if (proposed_.from == Level::Chat) return tr("This chat was last answered by %1.").arg(name);
  if (proposed_.from == Level::Preset) return tr("The preset of this chat is meant for %1.").arg(name);
  return tr("Chats in this folder begin with %1.").arg(name);
}

// Only what can be loaded. A chat that was answered before goes on as it was; the demonstration is nothing
// to come back to.
ChatController::WantedModel ChatController::wantedModel() const {
  const QString remembered = QString::fromStdString(conversation_.modelPath);
  if (isHere(remembered) && !models_.isBundled(remembered)) return {remembered, Level::Chat};
  const Inherited inherited = sources_.of(conversation_);
  const QString wish = QString::fromStdString(inherited.modelPath);
  const QString path = models_.find(wish).isEmpty() ? wish : models_.find(wish);
  return isHere(path) ? WantedModel{path, inherited.modelFrom} : WantedModel{};
}

// A setting may change with every step of a slider: the disk is not asked each time.
bool ChatController::isHere(const QString& path) const {
  if (path.isEmpty()) return false;
  const auto known = filesHere_.constFind(path);
  if (known != filesHere_.constEnd()) return *known;
  const bool here = QFileInfo::exists(path);
  filesHere_.insert(path, here);
  return here;
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
  filesHere_.clear();
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
