// Reads the inline HTML of a Block back into runs of equally styled text: for the document that shows it, for
// what is copied out of it, and for reading it aloud.
#pragma once

#include <string>
#include <vector>

#include <QString>

namespace hearth::desktop {

struct InlineStyle {
  bool bold = false;
  bool italic = false;
  bool strike = false;
  bool code = false;
  bool key = false;  // <kbd>
  bool sub = false;
  bool sup = false;
  QString address;  // of a link; empty: none
  friend bool operator==(const InlineStyle&, const InlineStyle&) = default;
};

struct InlineRun {
  QString text;  // a line break is '\n'; of a formula its TeX
  bool math = false;
  InlineStyle style;
  // How many places the run takes: a formula is one character.
  qsizetype length() const { return math ? 1 : text.size(); }
  friend bool operator==(const InlineRun&, const InlineRun&) = default;
};

std::vector<InlineRun> inlineRuns(const std::string& html);
qsizetype lengthOf(const std::vector<InlineRun>& runs);
// The part [from, to) of the runs.
std::vector<InlineRun> slice(const std::vector<InlineRun>& runs, qsizetype from, qsizetype to);

// More backquotes than any run of them in `code`, and at least `least`: they can enclose it.
QString backquotesFor(const QString& code, qsizetype least);

QString plainText(const std::vector<InlineRun>& runs);
QString markdownText(const std::vector<InlineRun>& runs);
QString htmlText(const std::vector<InlineRun>& runs);

}  // namespace hearth::desktop
