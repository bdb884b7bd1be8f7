// Markdown as a flat list of blocks that grows with a streamed answer: a finished block does not change while
// text arrives, so the window lays it out once. Plain C++: the raw text is the truth, blocks are derived from
// it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/rendering/parse_segment.h"

namespace hearth::desktop {

// A bound against hostile text. What lies beyond is shown as plain text, never dropped.
inline constexpr size_t kBlocksMax = 2000;
// Bytes that are fed at a time: well below a millisecond.
inline constexpr size_t kMarkdownPortion = size_t{8} << 10;

// One message's blocks. Each append looks only at the open tail, so its cost does not grow with the message.
class MarkdownBlocks {
 public:
  void append(std::string_view utf8);
  // No more text follows: what was held open is read as it stands, and links that name an address given
  // further down find it. Only here may sealed blocks change.
  void finish();
  void clear();
  // All of a finished text: as append() and finish(), at half the cost.
  void read(const std::string& text);

  // The same in steps, for text that is too long to be read in one go. What is fed shows in blocks() as far
  // as it is sealed; then readTail(Open) shows the rest. At the end, if linksCameLate(), all of the text is
  // fed once more to readAgain(); then readTail(Final).
  void feed(std::string_view utf8);
  void readTail(TextEnd end);
  bool linksCameLate() const;
  MarkdownBlocks readAgain() const;  // empty, but knows the addresses
  std::string text() const { return sealedText_ + tail_; }

  const std::vector<Block>& blocks() const { return blocks_; }
  // blocks()[0, sealed()) do not change while text is appended.
  size_t sealed() const { return sealed_; }

 private:
  // What the line scanner knows about the open segment.
  struct Scan {
    size_t position = 0;  // first byte of the first line not yet looked at
    bool previousBlank = false;
    bool inList = false;
    bool unsure = false;  // a fence inside a container: only the parser can tell where it ends
    char fence = 0;       // '`' or '~' while inside a top-level fence
    size_t fenceLength = 0;
  };
  void sealFinishedLines();
  void seal(size_t end);
  void feedAll(std::string_view text);

  std::string sealedText_;
  std::string tail_;               // the open segment
  std::string definitions_;        // lines of link definitions of the sealed text, or of all of it
  bool definitionsCame_ = false;   // after something had been sealed without them
  bool definitionsKnown_ = false;  // all of them: the text is read for the second time
  Scan scan_;
  std::vector<Block> blocks_;
  size_t sealed_ = 0;
};

}  // namespace hearth::desktop
