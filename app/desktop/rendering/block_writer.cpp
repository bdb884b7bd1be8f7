#include "app/desktop/rendering/block_writer.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "app/desktop/rendering/long_paragraph.h"
#include "runtime/base/html_text.h"

namespace hearth::desktop {
namespace {

constexpr uint32_t kListDepthMax = 8;  // deeper nesting is drawn at this depth
constexpr uint32_t kQuoteDepthMax = 6;

// Only addresses that a browser would open over the web become links.
bool isWebAddress(std::string_view address) {
  const auto startsWith = [&](std::string_view prefix) {
    return address.size() > prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), address.begin(),
                      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
  };
  return startsWith("https://") || startsWith("http://");
}

bool isPictureAddress(std::string_view address) {
  return isWebAddress(address) || address.starts_with("data:image/") || address.starts_with("file:") ||
         address.starts_with('/');
}

CellAlignment alignmentOf(const MD_BLOCK_TD_DETAIL& detail) {
  if (detail.align == MD_ALIGN_CENTER) return CellAlignment::Centre;
  return detail.align == MD_ALIGN_RIGHT ? CellAlignment::Right : CellAlignment::Left;
}

}  // namespace

std::string BlockWriter::attribute(const MD_ATTRIBUTE& attribute) const {
  if (!attribute.text) return {};
  return withSources({attribute.text, attribute.size}, spans_);
}

void BlockWriter::enter(MD_BLOCKTYPE type, const void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      closeLeaf();
      ++quoteDepth_;
      break;
    case MD_BLOCK_UL:
      closeLeaf();
      lists_.push_back({false, 0});
      break;
    case MD_BLOCK_OL:
      closeLeaf();
      lists_.push_back({true, static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start});
      break;
    case MD_BLOCK_LI:
      enterItem(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
      break;
    case MD_BLOCK_HR:
      open(BlockKind::Rule);
      closeLeaf();
      break;
    case MD_BLOCK_H:
      open(BlockKind::Heading);
      leaf_.level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
      break;
    case MD_BLOCK_CODE:
      open(BlockKind::Code);
      leaf_.language = attribute(static_cast<const MD_BLOCK_CODE_DETAIL*>(detail)->lang);
      break;
    case MD_BLOCK_P:
      open(BlockKind::Paragraph);
      break;
    case MD_BLOCK_TABLE:
      open(BlockKind::Table);
      break;
    case MD_BLOCK_TR:
      leaf_.cells.emplace_back();
      break;
    case MD_BLOCK_TH:
      leaf_.alignments.push_back(alignmentOf(*static_cast<const MD_BLOCK_TD_DETAIL*>(detail)));
      [[fallthrough]];
    case MD_BLOCK_TD:
      leaf_.text.clear();
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
      break;
  }
}

void BlockWriter::leave(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      closeLeaf();
      --quoteDepth_;
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      closeLeaf();
      lists_.pop_back();
      break;
    case MD_BLOCK_LI:
      leaveItem();
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      closeTags();
      leaf_.cells.back().push_back(std::exchange(leaf_.text, {}));
      break;
    case MD_BLOCK_TR:
      leaf_.cells.back().resize(leaf_.alignments.size());
      break;
    case MD_BLOCK_CODE:
      if (!leaf_.text.empty() && leaf_.text.back() == '\n') leaf_.text.pop_back();
      leaf_.text = withSources(leaf_.text, spans_);
      [[fallthrough]];
    case MD_BLOCK_H:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
      closeLeaf();
      break;
    default:
      break;
  }
}

void BlockWriter::enter(MD_SPANTYPE type, const void* detail) {
  openText();
  ++spanDepth_;
  switch (type) {
    case MD_SPAN_EM:
      leaf_.text += "<i>";
      break;
    case MD_SPAN_STRONG:
      leaf_.text += "<b>";
      break;
    case MD_SPAN_DEL:
      leaf_.text += "<s>";
      break;
    case MD_SPAN_CODE:
      leaf_.text += "<code>";
      inCodeSpan_ = true;
      break;
    case MD_SPAN_A:
      enterLink(attribute(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href));
      break;
    case MD_SPAN_IMG:
      enterPicture(attribute(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src));
      break;
    default:
      break;
  }
}

void BlockWriter::leave(MD_SPANTYPE type) {
  if (spanDepth_ > 0) --spanDepth_;
  switch (type) {
    case MD_SPAN_EM:
      leaf_.text += "</i>";
      break;
    case MD_SPAN_STRONG:
      leaf_.text += "</b>";
      break;
    case MD_SPAN_DEL:
      leaf_.text += "</s>";
      break;
    case MD_SPAN_CODE:
      leaf_.text += "</code>";
      inCodeSpan_ = false;
      break;
    case MD_SPAN_A:
      leaveLink();
      break;
    case MD_SPAN_IMG:
      leavePicture();
      break;
    default:
      break;
  }
}

void BlockWriter::enterItem(const MD_BLOCK_LI_DETAIL& detail) {
  closeLeaf();
  List& list = lists_.back();
  marker_ = list.ordered ? std::to_string(list.number++) + "." : "•";
  if (detail.is_task) marker_ = detail.task_mark == ' ' ? "☐" : "☑";
}

void BlockWriter::leaveItem() {
  if (!marker_.empty() && !leafOpen_) open(BlockKind::Paragraph);  // an empty item still shows its marker
  closeLeaf();
  marker_.clear();
}

void BlockWriter::enterLink(const std::string& address) {
  const bool inside = std::find(linksWritten_.begin(), linksWritten_.end(), true) != linksWritten_.end();
  const bool written = !inside && isWebAddress(address);
  linksWritten_.push_back(written);
  if (!written) return;
  linkAddress_ = address;
  linkTag_ = "<a href=\"";
  appendEscapedHtml(linkTag_, address);
  linkTag_ += "\">";
  leaf_.text += linkTag_;
}

void BlockWriter::leaveLink() {
  if (linksWritten_.empty()) return;
  if (linksWritten_.back()) endLinkTag();
  linksWritten_.pop_back();
}

// A link around nothing leaves no trace.
void BlockWriter::endLinkTag() {
  if (leaf_.text.ends_with(linkTag_)) {
    leaf_.text.resize(leaf_.text.size() - linkTag_.size());
  } else {
    leaf_.text += "</a>";
  }
}

// A picture in running text, a heading or a link becomes a block of its own. Within a table or words of
// another style, and with an address that is none, its words stand for it.
void BlockWriter::enterPicture(const std::string& address) {
  const bool prose = leaf_.kind == BlockKind::Paragraph || leaf_.kind == BlockKind::Heading;
  const bool own = prose && spanDepth_ == linksWritten_.size() + 1 && isPictureAddress(address);
  if (!own) {
    enterLink(address);
    return;
  }
  picture_ = address;
  pictureStart_ = leaf_.text.size();
}

void BlockWriter::leavePicture() {
  if (picture_.empty()) {
    leaveLink();
    return;
  }
  Block picture;
  picture.kind = BlockKind::Picture;
  picture.address = std::exchange(picture_, {});
  picture.text = leaf_.text.substr(std::min(pictureStart_, leaf_.text.size()));
  leaf_.text.resize(std::min(pictureStart_, leaf_.text.size()));
  const bool linked = !linksWritten_.empty() && linksWritten_.back();
  if (linked) {
    closeTags();
    endLinkTag();
    picture.link = linkAddress_;
  }
  standApart(std::move(picture));
  if (linked) leaf_.text += linkTag_;
}

void BlockWriter::open(BlockKind kind) {
  closeLeaf();
  leaf_ = Block{};
  leaf_.kind = kind;
  leaf_.listDepth = std::min(static_cast<uint32_t>(lists_.size()), kListDepthMax);
  leaf_.quoteDepth = std::min(quoteDepth_, kQuoteDepthMax);
  leaf_.marker = std::exchange(marker_, {});
  leafOpen_ = true;
}

// Tight list items carry text without a paragraph around it.
void BlockWriter::openText() {
  if (!leafOpen_) open(BlockKind::Paragraph);
}

void BlockWriter::finishLeaf() {
  if (leaf_.kind != BlockKind::Paragraph || leaf_.text.size() <= kParagraphBytesMax) {
    blocks_.push_back(std::move(leaf_));
    return;
  }
  for (std::string& piece : paragraphPieces(std::move(leaf_.text))) {
    leaf_.text = std::move(piece);
    blocks_.push_back(leaf_);
    leaf_.marker.clear();
    leaf_.continues = true;
  }
}

void BlockWriter::closeLeaf() {
  if (!leafOpen_) return;
  leafOpen_ = false;
  closeTags();
  linksWritten_.clear();
  spanDepth_ = 0;
  picture_.clear();
  inCodeSpan_ = false;
  if (leaf_.kind == BlockKind::Table) leaf_.text.clear();
  if (!(std::exchange(continued_, false) && leaf_.text.empty())) finishLeaf();
}

}  // namespace hearth::desktop
