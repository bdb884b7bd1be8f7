#include "app/desktop/selection/clipboard_text.h"

#include <algorithm>

#include "app/desktop/rendering/inline_runs.h"

namespace hearth::desktop {
namespace {

using namespace Qt::StringLiterals;

QString indented(const QString& text, const QString& first, const QString& others) {
  QStringList lines = text.split(u'\n');
  for (qsizetype i = 0; i < lines.size(); ++i) {
    lines[i].prepend(i == 0 ? first : others);
    while (lines[i].endsWith(u' ') && lines[i].trimmed() == u">"_s) lines[i].chop(1);
  }
  return lines.join(u'\n');
}

QString markdownMarker(const std::string& marker) {
  if (marker == "•") return u"- "_s;
  if (marker == "☐") return u"- [ ] "_s;
  if (marker == "☑") return u"- [x] "_s;
  return marker.empty() ? QString() : QString::fromStdString(marker) + u' ';
}

QString cellMarkdown(const std::vector<InlineRun>& runs) {
  return markdownText(runs).replace(u"  \n"_s, u"<br>"_s);
}

}  // namespace

void ClipboardText::beginMessage() {
  setLists(0, false);
  afterItem_ = false;
  if (plain_.isEmpty()) return;
  plain_ += u"\n\n"_s;
  markdown_ += u"\n\n"_s;
}

void ClipboardText::add(const QString& text) {
  plain_ += text;
  markdown_ += text;
  html_ += u"<p>"_s + text.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</p>"_s;
}

void ClipboardText::separate(const Block& block) {
  const bool item = block.listDepth > 0;
  const bool tight = item && afterItem_ && block.kind == BlockKind::Paragraph;
  const auto apart = [&](QString& text) {
    if (text.isEmpty() || text.endsWith(u"\n\n"_s)) return;
    text += tight ? u"\n"_s : u"\n\n"_s;
  };
  apart(plain_);
  apart(markdown_);
  afterItem_ = item;
}

QString ClipboardText::markdownPrefix(const Block& block, bool first) const {
  QString prefix;
  for (uint32_t i = 0; i < block.quoteDepth; ++i) prefix += u"> "_s;
  if (block.listDepth == 0) return prefix;
  const QString marker = markdownMarker(block.marker);
  prefix += QString(static_cast<qsizetype>(block.listDepth - 1) * 3, u' ');
  return prefix + (first && !marker.isEmpty() ? marker : u"   "_s);
}

void ClipboardText::setLists(size_t depth, bool ordered) {
  while (static_cast<size_t>(lists_.size()) > depth) html_ += u"</"_s + lists_.takeLast() + u">"_s;
  while (static_cast<size_t>(lists_.size()) < depth) {
    lists_.append(ordered ? u"ol"_s : u"ul"_s);
    html_ += u'<' + lists_.last() + u'>';
  }
}

// The rest of a paragraph whose beginning was just added: as if it had never been parted.
bool ClipboardText::joins(const Block& block) const {
  return block.continues && !plain_.isEmpty() && !plain_.endsWith(u"\n\n"_s);
}

void ClipboardText::add(const Block& block, BlockPlace from, BlockPlace to) {
  const bool joined = joins(block);
  if (!joined) separate(block);
  const bool ordered = block.marker.ends_with('.');
  setLists(block.listDepth, ordered);
  const QString first = markdownPrefix(block, true);
  const QString others = markdownPrefix(block, false);
  const QString all = QString::fromStdString(block.text);
  const QString marker = block.listDepth == 0 || block.marker.empty() || from > kBlockStart
                             ? QString()
                             : QString(static_cast<qsizetype>(block.listDepth - 1) * 2, u' ') +
                                   QString::fromStdString(block.marker) + u' ';
  const QString tag = block.level > 0 ? u"h%1"_s.arg(block.level) : block.listDepth > 0 ? u"li"_s : u"p"_s;
  const QString quoteEnd = u"</blockquote>"_s.repeated(block.quoteDepth);
  if (joined) {
    html_.chop(u"</"_s.size() + tag.size() + 1 + quoteEnd.size());
  } else {
    html_ += u"<blockquote>"_s.repeated(block.quoteDepth);
  }
  switch (block.kind) {
    case BlockKind::Paragraph:
    case BlockKind::Heading: {
      const auto runs = slice(inlineRuns(block.text), from.place, to.cell > from.cell ? INT_MAX : to.place);
      const QString hashes = block.level > 0 ? QString(block.level, u'#') + u' ' : QString();
      const QString note = block.footnote && from == kBlockStart
                               ? u"[^"_s + QString::fromStdString(block.marker) + u"]: "_s
                               : QString();
      plain_ += (joined ? QString() : marker) + plainText(runs);
      markdown_ += indented(hashes + note + markdownText(runs), joined ? QString() : first, others);
      html_ += (joined ? QString() : u'<' + tag + u'>') + htmlText(runs) + u"</"_s + tag + u'>';
      break;
    }
    case BlockKind::Code: {
      const QString code = all.mid(from.place, to.cell > from.cell ? -1 : to.place - from.place);
      const QString fence = backquotesFor(code, 3);
      plain_ += code;
      markdown_ += indented(fence + QString::fromStdString(block.language) + u'\n' + code + u'\n' + fence,
                            first, others);
      html_ += u"<pre><code>"_s + code.toHtmlEscaped() + u"</code></pre>"_s;
      break;
    }
    case BlockKind::Math: {
      const QString tex = all.trimmed();
      plain_ += tex;
      markdown_ += indented(block.open ? tex : u"$$\n"_s + tex + u"\n$$"_s, first, others);
      html_ += u"<p>\\["_s + tex.toHtmlEscaped() + u"\\]</p>"_s;
      break;
    }
    case BlockKind::Picture: {
      const auto runs = inlineRuns(block.text);
      const QString address = QString::fromStdString(block.address);
      plain_ += marker + plainText(runs);
      const QString link = QString::fromStdString(block.link);
      const QString picture = u"![%1](%2)"_s.arg(markdownText(runs), address);
      markdown_ += indented(link.isEmpty() ? picture : u"[%1](%2)"_s.arg(picture, link), first, others);
      // Words, not the picture: a program that it is pasted into would fetch it.
      const QString words = htmlText(runs);
      html_ += link.isEmpty() ? u"<p>"_s + words + u"</p>"_s
                              : u"<p><a href=\"%1\">%2</a></p>"_s.arg(link.toHtmlEscaped(), words);
      break;
    }
    case BlockKind::Table:
      addTable(block, from, to);
      break;
    case BlockKind::Rule:
      plain_ += u"---"_s;
      markdown_ += indented(u"---"_s, first, others);
      html_ += u"<hr>"_s;
      break;
  }
  html_ += quoteEnd;
}

void ClipboardText::addTable(const Block& block, BlockPlace from, BlockPlace to) {
  const auto columns = static_cast<int>(block.alignments.size());
  QStringList plain;
  QStringList markdown;
  html_ += u"<table>"_s;
  for (int row = 0; row < static_cast<int>(block.cells.size()); ++row) {
    QStringList plainCells;
    QStringList markdownCells;
    QString htmlCells;
    const QString tag = row == 0 ? u"th"_s : u"td"_s;
    for (int column = 0; column < columns; ++column) {
      const int cell = row * columns + column;
      if (cell < from.cell || cell > to.cell) continue;
      const auto& cells = block.cells[static_cast<size_t>(row)];
      const std::string html =
          static_cast<size_t>(column) < cells.size() ? cells[static_cast<size_t>(column)] : std::string();
      const auto runs =
          slice(inlineRuns(html), cell == from.cell ? from.place : 0, cell == to.cell ? to.place : INT_MAX);
      plainCells << plainText(runs);
      markdownCells << cellMarkdown(runs);
      htmlCells += u'<' + tag + u'>' + htmlText(runs) + u"</"_s + tag + u'>';
    }
    if (plainCells.isEmpty()) continue;
    plain << plainCells.join(u'\t');
    markdown << u"| "_s + markdownCells.join(u" | "_s) + u" |"_s;
    html_ += u"<tr>"_s + htmlCells + u"</tr>"_s;
    if (row != 0 || plainCells.size() != columns) continue;
    QStringList rules;
    for (const CellAlignment alignment : block.alignments) {
      rules << (alignment == CellAlignment::Left    ? u"---"_s
                : alignment == CellAlignment::Right ? u"--:"_s
                                                    : u":-:"_s);
    }
    markdown << u"| "_s + rules.join(u" | "_s) + u" |"_s;
  }
  html_ += u"</table>"_s;
  plain_ += plain.join(u'\n');
  markdown_ += indented(markdown.join(u'\n'), markdownPrefix(block, true), markdownPrefix(block, false));
}

QString ClipboardText::html() const {
  QString text = html_;
  for (auto list = lists_.rbegin(); list != lists_.rend(); ++list) text += u"</"_s + *list + u'>';
  return text;
}

}  // namespace hearth::desktop
