#include "app/desktop/rendering/code_highlight.h"

#include <algorithm>

#include <QSyntaxHighlighter>
#include <QTextDocument>

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kFirst{20};      // after code appears
constexpr std::chrono::milliseconds kInterval{250};  // between colourings while it grows
// Longer code is coloured less often while it grows: the script thread needs about 4 µs a character.
std::chrono::milliseconds intervalFor(qsizetype characters) {
  return kInterval + std::chrono::milliseconds(characters / 25);
}

}  // namespace

// Paints the runs it was given onto the lines of a document.
class CodePainter : public QSyntaxHighlighter {
 public:
  explicit CodePainter(QTextDocument* document) : QSyntaxHighlighter(document) {}

  void setTheme(CodeTheme theme) {
    const auto& palette = codePalette(theme);
    for (size_t i = 0; i < kCodeColours; ++i) formats_[i].setForeground(QColor(palette[i]));
    formats_[static_cast<size_t>(CodeColour::Heading)].setFontWeight(QFont::Bold);
    rehighlight();
  }
  // Touches only the lines whose colours change.
  void setRuns(std::vector<CodeRun> runs) {
    const auto [was, now] = std::mismatch(runs_.begin(), runs_.end(), runs.begin(), runs.end());
    if (was == runs_.end() && now == runs.end()) return;
    int from = INT_MAX;
    if (was != runs_.end()) from = was->start;
    if (now != runs.end()) from = std::min(from, now->start);
    runs_ = std::move(runs);
    for (QTextBlock line = document()->findBlock(from); line.isValid(); line = line.next())
      rehighlightBlock(line);
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

CodeHighlight::CodeHighlight(QObject* parent) : QObject(parent) {
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &CodeHighlight::ask);
}

CodeHighlight::~CodeHighlight() {
  if (typesetter_ && asked_ != 0) typesetter_->cancelColour(asked_);
}

void CodeHighlight::setTypesetter(Typesetter* typesetter) {
  typesetter_ = typesetter;
  schedule();
}

void CodeHighlight::setDocument(QQuickTextDocument* document) {
  if (document_ == document) return;
  document_ = document;
  delete painter_;
  painter_ = document ? new CodePainter(document->textDocument()) : nullptr;
  applyTheme();
  schedule();
}

void CodeHighlight::setText(const QString& text) {
  if (text_ == text) return;
  text_ = text;
  schedule();
}

void CodeHighlight::setLanguage(const QString& language) {
  if (language_ == language) return;
  language_ = language;
  schedule();
}

void CodeHighlight::setDark(bool dark) {
  dark_ = dark;
  applyTheme();
}

void CodeHighlight::setHighContrast(bool highContrast) {
  highContrast_ = highContrast;
  applyTheme();
}

void CodeHighlight::applyTheme() {
  if (!painter_) return;
  painter_->setTheme(highContrast_ ? (dark_ ? CodeTheme::DarkContrast : CodeTheme::LightContrast)
                                   : (dark_ ? CodeTheme::Dark : CodeTheme::Light));
}

void CodeHighlight::schedule() {
  if (!typesetter_ || !painter_ || text_.isEmpty()) return;
  if (asked_ != 0) {
    stale_ = true;
  } else if (!soon_.isActive()) {
    soon_.start(kFirst);
  }
}

void CodeHighlight::ask() {
  stale_ = false;
  asked_ = typesetter_->colour(language_, text_, [this](std::vector<CodeRun> runs) {
    asked_ = 0;
    if (painter_) painter_->setRuns(std::move(runs));
    if (stale_) soon_.start(intervalFor(text_.size()));
    Q_EMIT coloured();
  });
}

}  // namespace hearth::desktop
