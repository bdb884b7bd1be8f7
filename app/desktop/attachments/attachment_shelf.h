// The files beside the message that is being written. Each is read off the GUI thread, its text kept with it
// in the database at once, so that a restart finds it again.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QThreadPool>
#include <QtQmlIntegration>
#include <QUrl>

#include "app/desktop/engine_worker.h"
#include "app/desktop/settings.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class AttachmentShelf : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(bool reading READ reading NOTIFY countChanged)
  Q_PROPERTY(int longPaste READ longPaste WRITE setLongPaste NOTIFY longPasteChanged)
 public:
  enum Role { NameRole = Qt::UserRole, DetailRole, StateRole, IdRole };
  enum State { Reading, Ready, Failed };
  Q_ENUM(State)
  // A paste of more characters, or more lines, becomes a file.
  static constexpr int kLongPasteCharacters = 2000;
  static constexpr int kLongPasteLines = 25;

  AttachmentShelf(StorageWorker& storage, EngineWorker& engine, Settings& settings);
  ~AttachmentShelf() override;

  // Shows the files of this chat's draft (none: of the new chat's).
  void open(std::optional<int64_t> conversationId);
  // After sending: what was ready now belongs to the message.
  void reload() { open(conversationId_); }
  void measure();  // the model changed, and with it how it counts

  bool hasReady() const;
  bool reading() const;
  int count() const { return static_cast<int>(entries_.size()); }
  int longPaste() const;
  void setLongPaste(int characters);  // 0: a paste never becomes a file

  Q_INVOKABLE void addFiles(const QList<QUrl>& files);
  // What lies on the clipboard or was dropped: files, a long text, an image that is refused. False: a short
  // text, which belongs into the message.
  Q_INVOKABLE bool paste();
  Q_INVOKABLE bool takeLongText(const QString& text);
  Q_INVOKABLE void undoPaste();  // gives the text of the last one back by pasteUndone()
  Q_INVOKABLE void remove(int row);
  // Sent or not: a copy in the temporary folder, opened by the system's program for it.
  Q_INVOKABLE void openCopy(const QString& sha256, const QString& fileName);
  Q_INVOKABLE void saveCopy(const QString& sha256, const QUrl& target);
  // What the model was shown of a sent file comes by shown().
  Q_INVOKABLE void show(qint64 messageId, const QString& fileName);

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();
  void longPasteChanged();
  void failed(const QString& sentence);
  void pasteBecameFile();
  void pasteUndone(const QString& text);
  // `share` is a sentence; passages are texts.
  void shown(const QString& fileName, const QString& share, const QStringList& passages);

 private:
  struct Entry {
    uint64_t number = 0;  // of this session
    QString name;
    State state = Reading;
    storage::Attachment kept;  // id 0 until it is in the database
    std::string text;
    QString failure;
    uint32_t tokens = 0;       // 0: not counted yet
    uint64_t measurement = 0;  // the request that counts them
  };
  void add(const QString& name, QByteArray content);
  void read(uint64_t number, const QString& name, QByteArray content);
  void keep(uint64_t number, std::string mediaType, std::string text, QByteArray content);
  void fail(uint64_t number, const QString& sentence);
  void measure(Entry& entry);
  Entry* find(uint64_t number);
  void changed(const Entry* entry);
  QString detailOf(const Entry& entry) const;

  StorageWorker& storage_;
  EngineWorker& engine_;
  Settings& settings_;
  std::optional<int64_t> conversationId_;
  std::vector<Entry> entries_;
  uint64_t lastNumber_ = 0, opening_ = 0;
  std::optional<uint64_t> lastPaste_;
  QString lastPasteText_;
  QThreadPool readers_;  // destroyed first: what it runs speaks to this object
};

}  // namespace hearth::desktop
