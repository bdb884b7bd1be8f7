// What a selection puts on the clipboard: the same text plain, as Markdown and as HTML.
#pragma once

#include <climits>

#include <QString>
#include <QStringList>

#include "app/desktop/rendering/block.h"

namespace hearth::desktop {

// A place in a block: of a table, in one of its cells, counted by rows. A formula is one place.
struct BlockPlace {
  int cell = 0;
  int place = 0;
  friend auto operator<=>(const BlockPlace&, const BlockPlace&) = default;
};
inline constexpr BlockPlace kBlockStart{0, 0};
inline constexpr BlockPlace kBlockEnd{INT_MAX, INT_MAX};

class ClipboardText {
 public:
  // The next message begins; its text follows.
  void beginMessage();
  void add(const Block& block, BlockPlace from, BlockPlace to);
  // What the user wrote, which is not Markdown.
  void add(const QString& text);

  QString plain() const { return plain_; }
  QString markdown() const { return markdown_; }
  QString html() const;

 private:
  void addTable(const Block& block, BlockPlace from, BlockPlace to);
  void separate(const Block& block);
  bool joins(const Block& block) const;
  void setLists(size_t depth, bool ordered);
  QString markdownPrefix(const Block& block, bool first) const;

  QString plain_;
  QString markdown_;
  QString html_;
  QStringList lists_;  // open in html_: "ul" or "ol"
  bool afterItem_ = false;
};

}  // namespace hearth::desktop
