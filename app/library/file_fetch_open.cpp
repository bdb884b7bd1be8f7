// Where a download begins or goes on: what is on the disk already, and whether there is room for the rest.
#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/library/file_fetch.h"
#include "app/library/library_words.h"

#ifndef _WIN32
#include <sys/stat.h>
#endif

namespace hearth::library {
quint64 FileFetch::bytesOnDisk(const DownloadFile& file) {
#ifndef _WIN32
  struct stat facts {};
  if (::stat(QFile::encodeName(partialPath(file)).constData(), &facts) != 0) return 0;
  return static_cast<quint64>(facts.st_blocks) * 512;
#else
  return static_cast<quint64>(QFileInfo(partialPath(file)).size());
#endif
}

bool FileFetch::open() {
  const QString partial = partialPath(request_), journal = journalPath(request_);
  QDir().mkpath(QFileInfo(request_.target).absolutePath());
  lock_ = std::make_unique<QLockFile>(lockPath(request_));
  lock_->setStaleLockTime(0);
  if (!lock_->tryLock(0)) {
    stopWith(lock_->error() == QLockFile::LockFailedError
                 ? Words::tr("Another Hearth is downloading %1 already.").arg(title())
                 : Words::tr("The folder %1 cannot be written; choose another folder for models.")
                       .arg(QDir::toNativeSeparators(QFileInfo(request_.target).absolutePath())));
    lock_.reset();
    return false;
  }
  std::optional<DownloadJournal::Contents> before;
  if (QFileInfo::exists(partial)) before = DownloadJournal::read(journal);
  if (before) {
    const JournalHead& head = before->head;
    const bool sumsTell = !head.sha256.isEmpty() && !source_.sha256.isEmpty();
    const bool same =
        head.bytes == source_.bytes && (sumsTell ? head.sha256 == source_.sha256 : head.etag == source_.etag);
    if (!same) {
      changedAtHub();
      return false;
    }
  }
  const qint64 free = options_.freeSpace(QFileInfo(request_.target).absolutePath());
  const quint64 allocated = std::min(source_.bytes, bytesOnDisk(request_));
  const quint64 needed = source_.bytes - allocated + (allocated < source_.bytes ? options_.spaceReserve : 0);
  if (free >= 0 && static_cast<quint64>(free) < needed) {
    stopWith(Words::tr("There is not enough room: %1 needs %2 more, and %3 are free. Make room, then resume.")
                 .arg(title(), Words::bytes(needed), Words::bytes(static_cast<quint64>(free))));
    return false;
  }
  auto file = options_.openFile(partial);
  if (!file) {
    stopWith(textOf(file.error()));
    return false;
  }
  file_ = std::move(*file);
  if (auto reserved = file_->reserve(source_.bytes); !reserved) {
    diskFailed(textOf(reserved.error()));
    return false;
  }
  pieceBytes_ = before ? before->head.pieceBytes : options_.pieceBytes;
  auto opened = DownloadJournal::open(journal, {source_.bytes, pieceBytes_, source_.sha256, source_.etag},
                                      before.has_value());
  if (!opened) {
    diskFailed(textOf(opened.error()));
    return false;
  }
  journal_ = std::move(*opened);
  pieces_.assign(static_cast<size_t>((source_.bytes - 1) / pieceBytes_ + 1), Piece::Missing);
  if (before && before->checked) {  // verified and flushed in an earlier run
    pieces_.assign(pieces_.size(), Piece::Received);
    receivedBytes_ = source_.bytes;
    phase_ = Phase::Checked;
    return false;
  }
  const auto later = [this](auto function) {
    QMetaObject::invokeMethod(this, function, Qt::QueuedConnection);
  };
  verifier_ = std::make_unique<FileVerifier>(
      *file_, source_.bytes, pieceBytes_,
      FileVerifier::Events{
          [this, later](qint64 piece) {
            later([this, piece] {
              auto& state = pieces_[static_cast<size_t>(piece)];
              if (state == Piece::Received) receivedBytes_ -= endOf(piece) - beginOf(piece);
              state = Piece::Missing;
              searchFrom_ = std::min(searchFrom_, piece);
              if (auto noted = journal_->dropped(piece); !noted) return diskFailed(textOf(noted.error()));
              if (phase_ == Phase::Verifying) phase_ = Phase::Fetching;
            });
          },
          [this, later](const QString& sum, qint64 replaced) {
            later([this, sum, replaced] { verified(sum, replaced); });
          },
          [this, later](const QString& sentence) { later([this, sentence] { diskFailed(sentence); }); }});
  if (before) {
    for (const auto& [piece, hash] : before->pieces) {
      pieces_[static_cast<size_t>(piece)] = Piece::Received;
      receivedBytes_ += endOf(piece) - beginOf(piece);
      verifier_->received(piece, hash);
    }
  }
  return true;
}

}  // namespace hearth::library
