#include "app/desktop/attachments/attachment_shelf.h"

#include <algorithm>
#include <span>

#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>

#include "app/attachments/extractor.h"
#include "app/attachments/file_kind.h"
#include "app/attachments/prompt_files.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr size_t kCountedBytesMax = size_t{2} << 20;  // counting more would keep the engine from other work
// Far from the numbers that answers and drafts are measured under.
constexpr uint64_t kFirstMeasurement = uint64_t{1} << 48;

std::span<const std::byte> bytesOf(const QByteArray& content) {
  return std::as_bytes(std::span(content.constData(), static_cast<size_t>(content.size())));
}

}  // namespace

AttachmentShelf::AttachmentShelf(StorageWorker& storage, EngineWorker& engine, Settings& settings)
    : storage_(storage), engine_(engine), settings_(settings) {
  readers_.setMaxThreadCount(2);
  connect(&engine_, &EngineWorker::promptMeasured, this, [this](const PromptMeasured& measured) {
    for (Entry& entry : entries_) {
      if (entry.measurement != measured.request || measured.request == 0) continue;
      entry.measurement = 0;
      entry.tokens = measured.tokens;
      changed(&entry);
    }
  });
}

AttachmentShelf::~AttachmentShelf() { readers_.waitForDone(); }

void AttachmentShelf::open(std::optional<int64_t> conversationId) {
  const uint64_t opening = ++opening_;
  conversationId_ = conversationId;
  lastPaste_.reset();
  beginResetModel();
  entries_.clear();
  endResetModel();
  Q_EMIT countChanged();
  struct Kept {
    storage::Attachment attachment;
    std::optional<std::string> text;
    std::vector<std::byte> content;  // only where there is no text yet
  };
  storage_.run(
      [conversationId](storage::Store& store) -> Result<std::vector<Kept>> {
        auto drafts = store.draftAttachments(conversationId);
        if (!drafts) return std::move(drafts).error();
        std::vector<Kept> all;
        for (storage::Attachment& attachment : *drafts) {
          auto text = store.attachmentText(attachment.sha256);
          if (!text) return std::move(text).error();
          Kept kept{std::move(attachment), std::move(*text), {}};
          if (!kept.text) {
            auto content = store.attachmentContent(kept.attachment.sha256);
            if (!content) continue;
            kept.content = std::move(*content);
          }
          all.push_back(std::move(kept));
        }
        return all;
      },
      this,
      [this, opening](Result<std::vector<Kept>> all) {
        if (!all) return void(Q_EMIT failed(QString::fromStdString(all.error().what())));
        if (opening != opening_ || all->empty()) return;
        for (Kept& kept : *all) {
          Entry entry;
          entry.number = ++lastNumber_;
          entry.name = QString::fromStdString(kept.attachment.fileName);
          entry.kept = std::move(kept.attachment);
          entry.state = kept.text ? Ready : Reading;
          if (kept.text) entry.text = std::move(*kept.text);
          beginInsertRows({}, count(), count());
          entries_.push_back(std::move(entry));
          endInsertRows();
          if (kept.text)
            measure(entries_.back());
          else
            read(entries_.back().number, entries_.back().name,
                 QByteArray(reinterpret_cast<const char*>(kept.content.data()),
                            static_cast<qsizetype>(kept.content.size())));
        }
        Q_EMIT countChanged();
      });
}

// ---- Adding

void AttachmentShelf::addFiles(const QList<QUrl>& files) {
  for (const QUrl& url : files) {
    if (!url.isLocalFile()) {
      Q_EMIT failed(tr("Only files on this computer can be attached."));
      continue;
    }
    const QFileInfo info(url.toLocalFile());
    QFile file(info.filePath());
    const QByteArray head = file.open(QIODevice::ReadOnly) ? file.peek(1024) : QByteArray();
    const std::string name = info.fileName().toStdString();
    const std::string refusal = attachments::refusalOf(attachments::kindOf(name, bytesOf(head)), name);
    if (info.isDir()) {
      Q_EMIT failed(tr("“%1” is a folder. Attach the files in it.").arg(info.fileName()));
    } else if (!file.isOpen()) {
      Q_EMIT failed(tr("“%1” could not be opened: %2.").arg(info.fileName(), file.errorString()));
    } else if (!refusal.empty()) {
      Q_EMIT failed(QString::fromStdString(refusal));
    } else if (file.size() > static_cast<qint64>(attachments::kFileBytesMax)) {
      Q_EMIT failed(tr("“%1” is larger than 32 MB. Attach a part of it.").arg(info.fileName()));
    } else {
      add(info.fileName(), file.readAll());
    }
  }
}

bool AttachmentShelf::paste() {
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  if (!data) return false;
  if (data->hasUrls()) {
    QList<QUrl> files;
    for (const QUrl& url : data->urls()) {
      if (url.isLocalFile()) files << url;
    }
    if (!files.isEmpty()) {
      addFiles(files);
      return true;
    }
  }
  if (data->hasText() && !data->text().isEmpty()) return takeLongText(data->text());
  if (!data->hasImage()) return false;
  Q_EMIT failed(tr("This is an image, and no model that Hearth runs can see images yet."));
  return true;
}

bool AttachmentShelf::takeLongText(const QString& text) {
  const int limit = longPaste();
  if (limit == 0 || (text.size() <= limit && text.count(QChar('\n')) < kLongPasteLines)) return false;
  add(tr("Pasted text.txt"), text.toUtf8());
  lastPaste_ = lastNumber_;
  lastPasteText_ = text;
  Q_EMIT pasteBecameFile();
  return true;
}

void AttachmentShelf::undoPaste() {
  if (!lastPaste_) return;
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [this](const Entry& e) { return e.number == *lastPaste_; });
  lastPaste_.reset();
  if (found == entries_.end()) return;
  remove(static_cast<int>(found - entries_.begin()));
  Q_EMIT pasteUndone(std::exchange(lastPasteText_, {}));
}

void AttachmentShelf::add(const QString& name, QByteArray content) {
  beginInsertRows({}, count(), count());
  Entry entry;
  entry.number = ++lastNumber_;
  entry.name = name;
  entry.kept.bytes = static_cast<uint64_t>(content.size());
  entries_.push_back(std::move(entry));
  endInsertRows();
  Q_EMIT countChanged();
  read(lastNumber_, name, std::move(content));
}

void AttachmentShelf::read(uint64_t number, const QString& name, QByteArray content) {
  readers_.start([this, number, name, content = std::move(content)] {
    auto extracted = std::make_shared<Result<attachments::Extraction>>(
        attachments::Extractor().extract(name.toStdString(), bytesOf(content)));
    QMetaObject::invokeMethod(
        this,
        [this, number, extracted, content] {
          if (*extracted)
            keep(number, std::move((*extracted)->mediaType), std::move((*extracted)->text), content);
          else
            fail(number, QString::fromStdString(extracted->error().what()));
        },
        Qt::QueuedConnection);
  });
}

void AttachmentShelf::keep(uint64_t number, std::string mediaType, std::string text, QByteArray content) {
  Entry* entry = find(number);
  if (!entry) return;  // removed, or another chat was opened, while it was read
  storage_.run(
      [conversation = conversationId_, name = entry->name.toStdString(), mediaType = std::move(mediaType),
       text, content = std::move(content),
       kept = entry->kept](storage::Store& store) -> Result<storage::Attachment> {
        auto attachment = kept.id != 0
                              ? Result<storage::Attachment>(kept)
                              : store.addDraftAttachment(conversation, name, mediaType, bytesOf(content));
        if (!attachment) return attachment;
        if (auto noted = store.setAttachmentText(attachment->sha256, text); !noted)
          return std::move(noted).error();
        return attachment;
      },
      this,
      [this, number, text](Result<storage::Attachment> attachment) {
        Entry* now = find(number);
        if (!attachment) return fail(number, QString::fromStdString(attachment.error().what()));
        if (!now) {  // removed meanwhile
          storage_.run(
              [id = attachment->id](storage::Store& store) { return store.removeDraftAttachment(id); });
          return;
        }
        now->kept = std::move(*attachment);
        now->text = text;
        now->state = Ready;
        changed(now);
        Q_EMIT countChanged();
        measure(*now);
      });
}

void AttachmentShelf::fail(uint64_t number, const QString& sentence) {
  Entry* entry = find(number);
  if (!entry) return;
  entry->state = Failed;
  entry->failure = sentence;
  changed(entry);
  Q_EMIT countChanged();
}

void AttachmentShelf::remove(int row) {
  if (row < 0 || row >= count()) return;
  const int64_t id = entries_[static_cast<size_t>(row)].kept.id;
  beginRemoveRows({}, row, row);
  entries_.erase(entries_.begin() + row);
  endRemoveRows();
  Q_EMIT countChanged();
  if (id != 0) storage_.run([id](storage::Store& store) { return store.removeDraftAttachment(id); });
}

// ---- Counting

void AttachmentShelf::measure() {
  for (Entry& entry : entries_) measure(entry);
}

void AttachmentShelf::measure(Entry& entry) {
  if (entry.state != Ready || entry.text.size() > kCountedBytesMax) return;
  const attachments::PromptFile file{entry.name.toStdString(), entry.text,
                                     attachments::Usage::wholeOf(entry.text)};
  entry.measurement = kFirstMeasurement + ++lastNumber_;
  engine_.post(MeasurePrompt{.request = entry.measurement,
                             .messages = {{.role = hearth::Role::User,
                                           .text = attachments::withFiles({file}, {}),
                                           .thinking = {},
                                           .id = 0}}});
}

// ---- Reading

bool AttachmentShelf::hasReady() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.state == Ready; });
}

bool AttachmentShelf::reading() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.state == Reading; });
}

int AttachmentShelf::longPaste() const {
  return settings_.value(QString::fromLatin1(kSettingLongPaste), QString::number(kLongPasteCharacters))
      .toInt();
}

void AttachmentShelf::setLongPaste(int characters) {
  settings_.set(QString::fromLatin1(kSettingLongPaste), QString::number(characters));
  Q_EMIT longPasteChanged();
}

AttachmentShelf::Entry* AttachmentShelf::find(uint64_t number) {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.number == number; });
  return found == entries_.end() ? nullptr : &*found;
}

void AttachmentShelf::changed(const Entry* entry) {
  const QModelIndex at = index(static_cast<int>(entry - entries_.data()));
  Q_EMIT dataChanged(at, at);
}

QString AttachmentShelf::detailOf(const Entry& entry) const {
  if (entry.state == Reading) return tr("Reading…");
  if (entry.state == Failed) return entry.failure;
  const QString size = bytesText(entry.kept.bytes);
  return entry.tokens == 0 ? size
                           : size + QStringLiteral(" · ") + countOf(entry.tokens, tr("token"), tr("tokens"));
}

QVariant AttachmentShelf::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Entry& entry = entries_[static_cast<size_t>(index.row())];
  switch (role) {
    case NameRole:
      return entry.name;
    case DetailRole:
      return detailOf(entry);
    case StateRole:
      return entry.state;
    case IdRole:
      return QString::fromStdString(entry.kept.sha256);
    default:
      return {};
  }
}

QHash<int, QByteArray> AttachmentShelf::roleNames() const {
  return {{NameRole, "fileName"}, {DetailRole, "detail"}, {StateRole, "fileState"}, {IdRole, "sha256"}};
}

}  // namespace hearth::desktop
