#include "app/desktop/chat/kept_chats.h"

#include <algorithm>
#include <array>

#include <QLocale>

namespace hearth::desktop {
namespace {

constexpr std::array<uint64_t, 5> kQuotasGb = {1, 2, 4, 8, 16};
constexpr uint64_t kUsualQuotaGb = 4;
constexpr uint64_t kGb = 1'000'000'000;

QString sizeText(uint64_t bytes) {
  return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

// Those in the trash included, which can still be taken out.
Result<std::vector<uint64_t>> existing(storage::Store& store) {
  auto listed = store.conversations();
  if (!listed) return std::move(listed).error();
  auto thrownAway = store.trash();
  if (!thrownAway) return std::move(thrownAway).error();
  std::vector<uint64_t> ids;
  for (const auto* conversations : {&*listed, &*thrownAway}) {
    for (const storage::Conversation& conversation : *conversations)
      ids.push_back(static_cast<uint64_t>(conversation.id));
  }
  return ids;
}

}  // namespace

KeptChats::KeptChats(EngineWorker& engine, StorageWorker& storage, Settings& settings, QString folder)
    : engine_(engine), storage_(storage), settings_(settings), folder_(std::move(folder)) {
  connect(&engine_, &EngineWorker::chatsOnDisk, this, [this](const ChatsOnDisk& use) {
    use_ = use;
    Q_EMIT changed();
  });
}

void KeptChats::start() {
  tellEngine();
  forgetDeleted();
}

void KeptChats::tellEngine() {
  engine_.post(
      KeepChatsOnDisk{folder_.toStdString(), on() ? kQuotasGb[static_cast<size_t>(quotaIndex())] * kGb : 0});
}

void KeptChats::forgetDeleted() {
  storage_.run(existing, this, [this](Result<std::vector<uint64_t>> ids) {
    if (ids) engine_.post(ForgetOtherChats{std::move(*ids)});
  });
}

bool KeptChats::on() const { return settings_.value(kSettingKeptChats) != QStringLiteral("no"); }

void KeptChats::setOn(bool on) {
  if (on == this->on()) return;
  settings_.set(kSettingKeptChats, on ? QStringLiteral("yes") : QStringLiteral("no"));
  tellEngine();
  Q_EMIT changed();
}

QStringList KeptChats::quotaChoices() const {
  QStringList choices;
  for (const uint64_t quota : kQuotasGb) choices << tr("%1 GB").arg(QLocale().toString(quota));
  return choices;
}

int KeptChats::quotaIndex() const {
  const auto find = [](uint64_t gb) { return std::find(kQuotasGb.begin(), kQuotasGb.end(), gb); };
  auto chosen = find(settings_.value(kSettingKeptChatsQuota).toULongLong());
  if (chosen == kQuotasGb.end()) chosen = find(kUsualQuotaGb);
  return static_cast<int>(chosen - kQuotasGb.begin());
}

void KeptChats::setQuotaIndex(int index) {
  if (index < 0 || index >= static_cast<int>(kQuotasGb.size()) || index == quotaIndex()) return;
  settings_.set(kSettingKeptChatsQuota, QString::number(kQuotasGb[static_cast<size_t>(index)]));
  tellEngine();
  Q_EMIT changed();
}

QString KeptChats::useText() const {
  if (!use_.problem.empty()) return QString::fromStdString(use_.problem);
  if (use_.chats == 0) return tr("Nothing is kept at the moment.");
  return tr("%n chat(s), %1", nullptr, static_cast<int>(use_.chats)).arg(sizeText(use_.bytes));
}

void KeptChats::clear() { engine_.post(ForgetOtherChats{}); }

}  // namespace hearth::desktop
