#include "app/desktop/rendering/inline_runs.h"

#include <algorithm>
#include <string_view>

#include <md4c-html.h>

namespace hearth::desktop {
namespace {

using namespace Qt::StringLiterals;

// One entity as it may stand in Markdown; the table of names is md4c's.
QString entityText(std::string_view entity) {
  if (entity == "&amp;") return u"&"_s;
  if (entity == "&lt;") return u"<"_s;
  if (entity == "&gt;") return u">"_s;
  if (entity == "&quot;") return u"\""_s;
  const QString raw = QString::fromUtf8(entity.data(), static_cast<qsizetype>(entity.size()));
  if (entity.starts_with("&#")) {
    const bool hexadecimal = entity.size() > 3 && (entity[2] == 'x' || entity[2] == 'X');
    bool read = false;
    const uint code = raw.mid(hexadecimal ? 3 : 2).chopped(1).toUInt(&read, hexadecimal ? 16 : 10);
    const bool character = read && code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return character ? QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1)
                     : QString(QChar::ReplacementCharacter);
  }
  QByteArray html;  // "<p>…</p>" and a line's end
  const auto take = [](const MD_CHAR* text, MD_SIZE size, void* out) {
    static_cast<QByteArray*>(out)->append(text, static_cast<qsizetype>(size));
  };
  if (md_html(entity.data(), static_cast<MD_SIZE>(entity.size()), take, &html, 0, 0) != 0) return raw;
  const QString text = QString::fromUtf8(html).section(u"<p>"_s, 1).section(u"</p>"_s, 0, 0);
  return text.isEmpty() || text.startsWith(u'&') ? raw : text;
}

QString decoded(std::string_view text) {
  QString out;
  for (size_t at = 0; at < text.size();) {
    const size_t start = std::min(text.find('&', at), text.size());
    out += QString::fromUtf8(text.data() + at, static_cast<qsizetype>(start - at));
    if (start == text.size()) break;
    const size_t end = text.find(';', start);
    if (end == std::string_view::npos) {
      out += QString::fromUtf8(text.data() + start, static_cast<qsizetype>(text.size() - start));
      break;
    }
    out += entityText(text.substr(start, end + 1 - start));
    at = end + 1;
  }
  return out;
}

void add(std::vector<InlineRun>& runs, QString text, const InlineStyle& style) {
  if (text.isEmpty()) return;
  // What a document would take for the end of a paragraph is a line's end here.
  text.replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n').replace(u'\r', u' ');
  text.replace(QChar::ObjectReplacementCharacter, QChar::ReplacementCharacter);
  if (!runs.empty() && !runs.back().math && runs.back().style == style) {
    runs.back().text += text;
  } else {
    runs.push_back({text, false, style});
  }
}

QString wrapped(const QString& text, const QString& around) {
  // Markers stand at the words, not at the spaces beside them.
  const QString inner = text.trimmed();
  if (inner.isEmpty()) return text;
  const qsizetype start = text.indexOf(inner);
  return text.left(start) + around + inner + around + text.mid(start + inner.size());
}

QString escapedMarkdown(const QString& text) {
  QString out;
  for (const QChar c : text) {
    if (QStringView(u"\\`*_[]<>$|~").contains(c)) out += u'\\';
    out += c;
  }
  return out;
}

}  // namespace

QString backquotesFor(const QString& code, qsizetype least) {
  qsizetype longest = least - 1;
  qsizetype run = 0;
  for (const QChar c : code) {
    run = c == u'`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return QString(longest + 1, u'`');
}

namespace {

QString asCode(const QString& text) {
  const QString ticks = backquotesFor(text, 1);
  const bool apart = text.startsWith(u'`') || text.endsWith(u'`');
  return apart ? ticks + u' ' + text + u' ' + ticks : ticks + text + ticks;
}

}  // namespace

std::vector<InlineRun> inlineRuns(const std::string& html) {
  std::vector<InlineRun> runs;
  const std::string_view text = html;
  int bold = 0, italic = 0, strike = 0, code = 0, key = 0, sub = 0, sup = 0;
  InlineStyle style;
  for (size_t at = 0; at < text.size();) {
    const size_t open = std::min(text.find('<', at), text.size());
    add(runs, decoded(text.substr(at, open - at)), style);
    if (open == text.size()) break;
    const size_t close = std::min(text.find('>', open), text.size() - 1);
    const std::string_view tag = text.substr(open + 1, close - open - 1);
    at = close + 1;
    if (tag == "math") {
      const size_t end = std::min(text.find("</math>", at), text.size());
      runs.push_back({decoded(text.substr(at, end - at)), true, style});
      at = std::min(end + 7, text.size());
      continue;
    }
    if (tag == "br/") {
      add(runs, u"\n"_s, style);
      continue;
    }
    const bool ends = tag.starts_with('/');
    const std::string_view name = ends ? tag.substr(1) : tag;
    const auto count = [&](int& depth, bool& on) {
      depth += ends ? -1 : 1;
      on = depth > 0;
    };
    if (name == "b") count(bold, style.bold);
    if (name == "i") count(italic, style.italic);
    if (name == "s") count(strike, style.strike);
    if (name == "code") count(code, style.code);
    if (name == "kbd") count(key, style.key);
    if (name == "sub") count(sub, style.sub);
    if (name == "sup") count(sup, style.sup);
    if (tag == "/a") style.address.clear();
    constexpr std::string_view kLink = "a href=\"";
    if (tag.starts_with(kLink))
      style.address = decoded(tag.substr(kLink.size(), tag.size() - kLink.size() - 1));
  }
  return runs;
}

qsizetype lengthOf(const std::vector<InlineRun>& runs) {
  qsizetype length = 0;
  for (const InlineRun& run : runs) length += run.length();
  return length;
}

std::vector<InlineRun> slice(const std::vector<InlineRun>& runs, qsizetype from, qsizetype to) {
  std::vector<InlineRun> part;
  qsizetype at = 0;
  for (const InlineRun& run : runs) {
    const qsizetype first = std::max<qsizetype>(from - at, 0);
    const qsizetype last = std::min(to - at, run.length());
    at += run.length();
    if (first >= last) continue;
    part.push_back(run);
    if (!run.math) part.back().text = run.text.mid(first, last - first);
  }
  return part;
}

QString plainText(const std::vector<InlineRun>& runs) {
  QString out;
  for (const InlineRun& run : runs) out += run.text;
  return out;
}

QString markdownText(const std::vector<InlineRun>& runs) {
  QString out;
  for (const InlineRun& run : runs) {
    QString text = run.math         ? u'$' + run.text + u'$'
                   : run.style.code ? asCode(run.text)
                                    : escapedMarkdown(run.text);
    if (run.style.key) text = u"<kbd>"_s + text + u"</kbd>"_s;
    if (run.style.sub) text = u"<sub>"_s + text + u"</sub>"_s;
    if (run.style.sup) text = u"<sup>"_s + text + u"</sup>"_s;
    if (run.style.strike) text = wrapped(text, u"~~"_s);
    if (run.style.bold) text = wrapped(text, u"**"_s);
    if (run.style.italic) text = wrapped(text, u"*"_s);
    if (!run.style.address.isEmpty()) text = u'[' + text + u"]("_s + run.style.address + u')';
    out += text.replace(u'\n', u"  \n"_s);
  }
  return out;
}

QString htmlText(const std::vector<InlineRun>& runs) {
  QString out;
  for (const InlineRun& run : runs) {
    QString text = run.math ? u"\\(%1\\)"_s.arg(run.text.toHtmlEscaped()) : run.text.toHtmlEscaped();
    text.replace(u'\n', u"<br>"_s);
    const auto around = [&](bool on, const QString& tag) {
      if (on) text = u'<' + tag + u'>' + text + u"</"_s + tag + u'>';
    };
    around(run.style.code, u"code"_s);
    around(run.style.key, u"kbd"_s);
    around(run.style.sub, u"sub"_s);
    around(run.style.sup, u"sup"_s);
    around(run.style.strike, u"s"_s);
    around(run.style.italic, u"em"_s);
    around(run.style.bold, u"strong"_s);
    if (!run.style.address.isEmpty())
      text = u"<a href=\""_s + run.style.address.toHtmlEscaped() + u"\">"_s + text + u"</a>"_s;
    out += text;
  }
  return out;
}

}  // namespace hearth::desktop
