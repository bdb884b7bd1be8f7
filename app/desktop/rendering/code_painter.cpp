#include "app/desktop/rendering/code_painter.h"

#include <algorithm>
#include <climits>

#include <QSyntaxHighlighter>
#include <QTextCursor>
#include <QTextDocument>

namespace hearth::desktop {
namespace {

// Rows of long code are painted one after the other, with time for frames and input between them.
constexpr std::chrono::milliseconds kBetweenRows{12};

}  // namespace

// Paints the runs it was given onto the lines of a document.
class CodeHighlighter : public QSyntaxHighlighter {
 public:
  explicit CodeHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

  void setTheme(CodeTheme theme) {
    const auto& palette = codePalette(theme);
    for (size_t i = 0; i < kCodeColours; ++i) formats_[i].setForeground(QColor(palette[i]));
    formats_[static_cast<size_t>(CodeColour::Heading)].setFontWeight(QFont::Bold);
    if (!runs_.empty()) rehighlight();
  }
  // Touches only the lines whose colours change.
  void setRuns(std::vector<CodeRun> runs) {
    const auto [was, now] = std::mismatch(runs_.begin(), runs_.end(), runs.begin(), runs.end());
    if (was == runs_.end() && now == runs.end()) return;
    int from = INT_MAX;
    if (was != runs_.end()) from = was->start;
    if (now != runs.end()) from = std::min(from, now->start);
    runs_ = std::move(runs);
    QTextCursor edit(document());
    edit.beginEditBlock();  // one new layout for all lines
    for (QTextBlock line = document()->findBlock(from); line.isValid(); line = line.next())
      rehighlightBlock(line);
    edit.endEditBlock();
  }

 protected:
  void highlightBlock(const QString& text) override {
    const int start = currentBlock().position();
    const int end = start + static_cast<int>(text.size());
    auto run = std::lower_bound(runs_.begin(), runs_.end(), start, [](const CodeRun& r, int position) {
      return r.start + r.length <= position;
    });
    for (; run != runs_.end() && run->start < end; ++run) {
      const int first = std::max(run->start, start);
      const int last = std::min(run->start + run->length, end);
      setFormat(first - start, last - first, formats_[static_cast<size_t>(run->colour)]);
    }
  }

 private:
  std::vector<CodeRun> runs_;
  std::array<QTextCharFormat, kCodeColours> formats_;
};

CodePainter::CodePainter(QObject* parent) : QObject(parent) {
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, [this] {
    if (highlighter_ && code_) highlighter_->setRuns(code_->runsOf(row_));
  });
}

void CodePainter::setCode(CodeText* code) {
  if (code_) disconnect(code_, nullptr, this, nullptr);
  code_ = code;
  if (code_) connect(code_, &CodeText::coloured, this, [this] { soon_.start(kBetweenRows * row_); });
  soon_.start(kBetweenRows);
}

void CodePainter::setRow(int row) { row_ = row; }

void CodePainter::setDocument(QQuickTextDocument* document) {
  if (document_ == document) return;
  document_ = document;
  delete highlighter_;
  highlighter_ = document ? new CodeHighlighter(document->textDocument()) : nullptr;
  applyTheme();
}

void CodePainter::setDark(bool dark) {
  dark_ = dark;
  applyTheme();
}

void CodePainter::setHighContrast(bool highContrast) {
  highContrast_ = highContrast;
  applyTheme();
}

void CodePainter::applyTheme() {
  if (!highlighter_) return;
  highlighter_->setTheme(highContrast_ ? (dark_ ? CodeTheme::DarkContrast : CodeTheme::LightContrast)
                                       : (dark_ ? CodeTheme::Dark : CodeTheme::Light));
}

}  // namespace hearth::desktop
