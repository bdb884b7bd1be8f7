#include "app/library/download_journal.h"

#include <optional>

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "app/library/library_words.h"

// A line is "SUM KIND REST": SUM is 16 hex digits of the XXH3 of "KIND REST"; H has a JSON object, P a
// piece's index and its hash, X the index of a piece that is no longer good, V says that the whole was
// verified.

namespace hearth::library {
namespace {

constexpr qint64 kJournalBytesMost = 256 << 20;

QByteArray hex(uint64_t value) {
  return QByteArray::number(static_cast<qulonglong>(value), 16).rightJustified(16, '0');
}

QByteArray sumOf(const QByteArray& payload) {
  return hex(XXH3_64bits(payload.constData(), static_cast<size_t>(payload.size())));
}

std::optional<JournalHead> headFrom(const QByteArray& json) {
  const QJsonObject object = QJsonDocument::fromJson(json).object();
  JournalHead head;
  head.bytes = object.value(QLatin1String("bytes")).toString().toULongLong();  // JSON numbers end at 2^53
  head.pieceBytes = object.value(QLatin1String("piece")).toString().toULongLong();
  head.sha256 = object.value(QLatin1String("sha256")).toString();
  head.etag = object.value(QLatin1String("etag")).toString();
  if (head.bytes == 0 || head.pieceBytes == 0) return std::nullopt;
  return head;
}

}  // namespace

struct PieceHasher::State {
  XXH3_state_t xxh;
};

PieceHasher::PieceHasher() : state_(std::make_unique<State>()) { reset(); }
PieceHasher::~PieceHasher() = default;
PieceHasher::PieceHasher(PieceHasher&&) noexcept = default;
PieceHasher& PieceHasher::operator=(PieceHasher&&) noexcept = default;
void PieceHasher::reset() { XXH3_128bits_reset(&state_->xxh); }
void PieceHasher::add(const char* data, size_t bytes) { XXH3_128bits_update(&state_->xxh, data, bytes); }
PieceHash PieceHasher::value() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh);
  return {hash.low64, hash.high64};
}

std::optional<DownloadJournal::Contents> DownloadJournal::read(const QString& path) {
  QFile file(path);
  if (!file.exists()) return std::nullopt;
  std::optional<Contents> contents;
  if (file.open(QIODevice::ReadOnly)) {
    for (const QByteArray& line : file.read(kJournalBytesMost).split('\n')) {
      const QByteArray payload = line.mid(qsizetype{17});
      if (line.size() < 19 || line.at(16) != ' ' || line.left(qsizetype{16}) != sumOf(payload)) continue;
      const QByteArray rest = payload.mid(qsizetype{2});
      if (payload.startsWith("H ") && !contents) {
        if (auto head = headFrom(rest)) contents = Contents{*head, {}};
        continue;
      }
      if (!contents) break;
      contents->checked = payload == "V whole";
      if (contents->checked) continue;
      const QList<QByteArray> words = rest.split(' ');
      bool isNumber = false;
      const qint64 index = words[0].toLongLong(&isNumber);
      const auto count = static_cast<qint64>((contents->head.bytes - 1) / contents->head.pieceBytes + 1);
      if (!isNumber || index < 0 || index >= count) continue;
      if (payload.startsWith("X ")) contents->pieces.erase(index);
      if (payload.startsWith("P ") && words.size() == 3) {
        contents->pieces[index] = {words[1].toULongLong(nullptr, 16), words[2].toULongLong(nullptr, 16)};
      }
    }
  }
  file.close();
  if (!contents) {
    QFile::remove(path + QLatin1String(".damaged"));
    QFile::rename(path, path + QLatin1String(".damaged"));
  }
  return contents;
}

Result<std::unique_ptr<DownloadJournal>> DownloadJournal::open(const QString& path, const JournalHead& head,
                                                               bool goesOn) {
  std::unique_ptr<DownloadJournal> journal(new DownloadJournal(path));
  const auto how = goesOn ? QIODevice::Append : QIODevice::WriteOnly | QIODevice::Truncate;
  if (!journal->file_.open(how | QIODevice::Unbuffered)) {
    return errorOf(Words::tr("The file %1 could not be written: %2.")
                       .arg(QDir::toNativeSeparators(path), journal->file_.errorString()));
  }
  if (goesOn) {
    // What a crash tore off must not run into the next record.
    if (journal->file_.write("\n") != 1) return errorOf(journal->file_.errorString());
    return journal;
  }
  const QJsonObject object{{QStringLiteral("bytes"), QString::number(head.bytes)},
                           {QStringLiteral("piece"), QString::number(head.pieceBytes)},
                           {QStringLiteral("sha256"), head.sha256},
                           {QStringLiteral("etag"), head.etag}};
  if (auto written = journal->append("H " + QJsonDocument(object).toJson(QJsonDocument::Compact)); !written) {
    return std::move(written).error();
  }
  return journal;
}

Result<void> DownloadJournal::received(qint64 piece, const PieceHash& hash) {
  return append("P " + QByteArray::number(piece) + ' ' + hex(hash.low) + ' ' + hex(hash.high));
}

Result<void> DownloadJournal::dropped(qint64 piece) { return append("X " + QByteArray::number(piece)); }

Result<void> DownloadJournal::checked() { return append("V whole"); }

// One write a record: a kill leaves it whole or absent.
Result<void> DownloadJournal::append(const QByteArray& payload) {
  const QByteArray line = sumOf(payload) + ' ' + payload + '\n';
  if (file_.write(line) == line.size()) return {};
  return errorOf(Words::tr("The file %1 could not be written: %2.")
                     .arg(QDir::toNativeSeparators(file_.fileName()), file_.errorString()));
}

}  // namespace hearth::library
