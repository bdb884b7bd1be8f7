#include "app/desktop/rendering/code_text.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

constexpr int kLinesARow = 100;
constexpr std::chrono::milliseconds kFirst{20};      // after code appears
constexpr std::chrono::milliseconds kInterval{250};  // between colourings while it grows
// Longer code is coloured less often while it grows: the script thread needs about 4 µs a character.
std::chrono::milliseconds intervalFor(qsizetype characters) {
  return kInterval + std::chrono::milliseconds(characters / 25);
}

}  // namespace

CodeText::CodeText(QObject* parent) : QAbstractListModel(parent) {
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &CodeText::ask);
}

CodeText::~CodeText() {
  if (typesetter_ && asked_ != 0) typesetter_->cancelColour(asked_);
}

void CodeText::setTypesetter(Typesetter* typesetter) {
  typesetter_ = typesetter;
  schedule();
}

void CodeText::setText(const QString& text) {
  if (text_ == text) return;
  const bool grown = text.startsWith(text_);
  text_ = text;
  // Rows before the last stay as they are when the text only grew.
  const size_t kept = grown ? pieces_.size() - 1 : 0;
  std::vector<Piece> rest;
  for (int at = kept > 0 ? pieces_[kept].start : 0;;) {
    qsizetype end = at;
    for (int line = 0; line < kLinesARow && end >= 0; ++line)
      end = text_.indexOf(u'\n', line == 0 ? end : end + 1);
    const int stop = static_cast<int>(end < 0 ? text_.size() : end);
    rest.push_back({at, stop - at});
    if (end < 0) break;
    at = stop + 1;
  }
  const size_t was = pieces_.size();
  if (kept + rest.size() < was) {
    beginRemoveRows({}, static_cast<int>(kept + rest.size()), static_cast<int>(was) - 1);
    pieces_.resize(kept + rest.size());
    endRemoveRows();
  }
  const size_t present = pieces_.size();
  std::copy_n(rest.begin(), present - kept, pieces_.begin() + static_cast<std::ptrdiff_t>(kept));
  Q_EMIT dataChanged(index(static_cast<int>(kept)), index(static_cast<int>(present) - 1));
  if (kept + rest.size() > present) {
    beginInsertRows({}, static_cast<int>(present), static_cast<int>(kept + rest.size()) - 1);
    pieces_.insert(pieces_.end(), rest.begin() + static_cast<std::ptrdiff_t>(present - kept), rest.end());
    endInsertRows();
  }
  Q_EMIT textChanged();
  schedule();
}

void CodeText::setLanguage(const QString& language) {
  if (language_ == language) return;
  language_ = language;
  schedule();
}

int CodeText::lineCount() const { return static_cast<int>(text_.count(u'\n')) + 1; }

int CodeText::longestLine() const {
  qsizetype longest = 0;
  for (qsizetype at = 0; at <= text_.size();) {
    const qsizetype end = text_.indexOf(u'\n', at);
    longest = std::max(longest, (end < 0 ? text_.size() : end) - at);
    if (end < 0) break;
    at = end + 1;
  }
  return static_cast<int>(longest);
}

std::vector<CodeRun> CodeText::runsOf(int row) const {
  if (row < 0 || row >= rowCount()) return {};
  const Piece& piece = pieces_[static_cast<size_t>(row)];
  const int end = piece.start + piece.length;
  std::vector<CodeRun> runs;
  auto run = std::lower_bound(runs_.begin(), runs_.end(), piece.start,
                              [](const CodeRun& r, int position) { return r.start + r.length <= position; });
  for (; run != runs_.end() && run->start < end; ++run) {
    const int first = std::max(run->start, piece.start);
    runs.push_back({first - piece.start, std::min(run->start + run->length, end) - first, run->colour});
  }
  return runs;
}

int CodeText::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(pieces_.size());
}

QVariant CodeText::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Piece& piece = pieces_[static_cast<size_t>(index.row())];
  if (role == TextRole || role == PlainRole) return text_.mid(piece.start, piece.length);
  if (role == ExtentRole)
    return static_cast<int>(QStringView(text_).mid(piece.start, piece.length).count(u'\n')) + 1;
  return role == StartRole ? QVariant(piece.start) : QVariant();
}

QHash<int, QByteArray> CodeText::roleNames() const {
  return {{TextRole, "lines"}, {StartRole, "start"}, {ExtentRole, "extent"}, {PlainRole, "plain"}};
}

void CodeText::schedule() {
  if (!typesetter_ || text_.isEmpty()) return;
  if (asked_ != 0) {
    stale_ = true;
  } else if (!soon_.isActive()) {
    soon_.start(kFirst);
  }
}

void CodeText::ask() {
  if (!typesetter_) return;
  stale_ = false;
  asked_ = typesetter_->colour(language_, text_, [this](std::vector<CodeRun> runs) {
    asked_ = 0;
    runs_ = std::move(runs);
    if (stale_) soon_.start(intervalFor(text_.size()));
    Q_EMIT coloured();
  });
}

}  // namespace hearth::desktop
