// Receives md4c's events for one segment and writes leaf blocks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <md4c.h>

#include "app/desktop/rendering/block.h"
#include "app/desktop/rendering/math_spans.h"
#include "runtime/base/markdown_tables.h"

namespace hearth::desktop {

class BlockWriter {
 public:
  // `segment` is what md4c reads; `spans` are the formulas that its marks stand for.
  BlockWriter(std::vector<Block>& blocks, const TableText& segment, const std::vector<MathSpan>& spans)
      : blocks_(blocks), segment_(segment), spans_(spans) {}

  void enter(MD_BLOCKTYPE type, const void* detail);
  void leave(MD_BLOCKTYPE type);
  void enter(MD_SPANTYPE type, const void* detail);
  void leave(MD_SPANTYPE type);
  void text(MD_TEXTTYPE type, std::string_view text);

 private:
  struct List {
    bool ordered;
    uint64_t number;
  };
  void codeText(std::string_view text);
  void proseText(std::string_view text);
  void markedText(std::string_view text);
  void displayedFormula(const MathSpan& span);
  void closeTags();
  void enterItem(const MD_BLOCK_LI_DETAIL& detail);
  void leaveItem();
  bool isWritten(std::string_view text) const;
  void enterLink(const std::string& address);
  void leaveLink();
  void endLinkTag();
  void enterPicture(const std::string& address);
  void leavePicture();
  void standApart(Block block);
  std::string attribute(const MD_ATTRIBUTE& attribute) const;
  void open(BlockKind kind);
  void openText();
  void closeLeaf();
  void finishLeaf();

  std::vector<Block>& blocks_;
  const TableText& segment_;
  const std::vector<MathSpan>& spans_;
  Block leaf_;
  bool leafOpen_ = false;
  bool continued_ = false;  // the leaf goes on behind a formula that split it
  size_t codeIndent_ = 0;   // columns before the line of code that is to come
  size_t spanDepth_ = 0;
  bool inCodeSpan_ = false;
  std::string picture_;                // the address of the picture whose words are being written
  size_t pictureStart_ = 0;            // where they begin in the leaf
  std::string linkTag_;                // of the open link that produced a tag
  std::string linkAddress_;            // its address
  std::vector<bool> linksWritten_;     // links do not nest in HTML: which of the open ones produced a tag
  std::vector<std::string> openTags_;  // <sub>, <sup> and <kbd> that the text itself holds
  std::vector<List> lists_;
  std::string marker_;
  uint32_t quoteDepth_ = 0;
};

}  // namespace hearth::desktop
