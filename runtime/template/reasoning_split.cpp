#include "runtime/template/reasoning_split.h"

#include <algorithm>
#include <array>

namespace hearth {
namespace {

struct TagPair {
  std::string_view open, close;
};
constexpr std::array<TagPair, 7> kTags = {{{"<think>", "</think>"},
                                           {"<thinking>", "</thinking>"},
                                           {"<thought>", "</thought>"},
                                           {"<reasoning>", "</reasoning>"},
                                           {"<seed:think>", "</seed:think>"},
                                           {"[THINK]", "[/THINK]"},
                                           {"<|START_THINKING|>", "<|END_THINKING|>"}}};
constexpr std::string_view kSpaces = " \t\r\n";

std::string_view withoutLeadingSpace(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpaces);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// The longest end of `text` that `tag` begins with, shorter than the whole tag.
size_t heldTail(std::string_view text, std::string_view tag) {
  for (size_t size = std::min(text.size(), tag.size() - 1); size > 0; --size) {
    if (tag.starts_with(text.substr(text.size() - size))) return size;
  }
  return 0;
}

size_t trailingSpace(std::string_view text) {
  const size_t last = text.find_last_not_of(kSpaces);
  return text.size() - (last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

ReasoningSplit::ReasoningSplit(std::string_view prompt) {
  const size_t tail = trailingSpace(prompt);
  const std::string_view end = prompt.substr(0, prompt.size() - tail);
  for (const TagPair& tag : kTags) {
    if (end.ends_with(tag.open)) open(tag.open, tag.close);
  }
}

ReasoningSplit ReasoningSplit::goingOn(std::string_view openingTag) {
  ReasoningSplit split{std::string_view()};
  split.state_ = State::Answer;
  for (const TagPair& tag : kTags) {
    if (tag.open == openingTag) split.open(tag.open, tag.close);
  }
  split.atStart_ = false;  // a space in front belongs to the text
  return split;
}

void ReasoningSplit::open(std::string_view openingTag, std::string_view closingTag) {
  state_ = State::Thinking;
  openingTag_ = openingTag;
  closingTag_ = closingTag;
  atStart_ = thoughtSeen_ = true;
}

bool ReasoningSplit::thinking() const { return state_ == State::Thinking; }

void ReasoningSplit::emit(std::vector<LabelledText>& out, TextKind kind, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty() && out.back().kind == kind) {
    out.back().text += text;
  } else {
    out.push_back({kind, std::string(text)});
  }
}

// Decides what the answer begins with. False: more text is needed.
bool ReasoningSplit::begin(bool isEnd) {
  const std::string_view text = withoutLeadingSpace(pending_);
  bool undecided = false;
  for (const TagPair& tag : kTags) {
    if (text.starts_with(tag.open)) {
      pending_ = std::string(text.substr(tag.open.size()));
      open(tag.open, tag.close);
      return true;
    }
    undecided = undecided || tag.open.starts_with(text);
  }
  if (undecided && !isEnd) return false;
  state_ = State::Answer;
  return true;
}

// Thinking up to the closing tag. The space around it is layout, not thought.
bool ReasoningSplit::think(std::vector<LabelledText>& out, bool isEnd) {
  if (atStart_) {
    pending_ = std::string(withoutLeadingSpace(pending_));
    if (pending_.empty() || (!isEnd && openingTag_.starts_with(pending_))) return false;
    // Some models repeat the tag that the prompt ended with.
    if (pending_.starts_with(openingTag_)) pending_.erase(0, openingTag_.size());
    pending_ = std::string(withoutLeadingSpace(pending_));
    openingTag_.clear();
    if (pending_.empty()) return false;
    atStart_ = false;
  }
  const size_t close = pending_.find(closingTag_);
  if (close != std::string::npos) {
    const std::string_view thought = std::string_view(pending_).substr(0, close);
    emit(out, TextKind::Thinking, thought.substr(0, thought.size() - trailingSpace(thought)));
    pending_.erase(0, close + closingTag_.size());
    state_ = State::AfterThinking;
    return true;
  }
  size_t held = isEnd ? 0 : heldTail(pending_, closingTag_);
  const std::string_view free = std::string_view(pending_).substr(0, pending_.size() - held);
  held += trailingSpace(free);  // dropped when the closing tag, or the end, follows
  emit(out, TextKind::Thinking, std::string_view(pending_).substr(0, pending_.size() - held));
  pending_.erase(0, pending_.size() - held);
  if (isEnd) pending_.clear();
  return false;
}

// Follows the answer character by character: line starts and code fences decide what a lone closing tag
// means.
void ReasoningSplit::pass(std::vector<LabelledText>& out, size_t size) {
  const std::string_view text = std::string_view(pending_).substr(0, size);
  for (const char c : text) {
    backticks_ = c == '`' ? backticks_ + 1 : 0;
    if (backticks_ == 3) inFence_ = !inFence_;
    atLineStart_ = c == '\n';
  }
  emit(out, TextKind::Answer, text);
  pending_.erase(0, size);
}

// Answer text. A closing tag at the start of a line, where nothing was opened and no code is quoted, ends a
// thinking whose opening the model's template kept to itself: the tag is dropped, and the caller can ask.
void ReasoningSplit::answer(std::vector<LabelledText>& out, bool isEnd) {
  while (!thoughtSeen_) {
    size_t first = std::string::npos;
    std::string_view found;
    size_t held = 0;
    for (const TagPair& tag : kTags) {
      const size_t at = pending_.find(tag.close);
      if (at < first) {
        first = at;
        found = tag.close;
      }
      held = std::max(held, heldTail(pending_, tag.close));
    }
    if (first == std::string::npos) return pass(out, pending_.size() - (isEnd ? 0 : held));
    pass(out, first);
    if (!atLineStart_ || inFence_) {
      pass(out, found.size());
      continue;
    }
    pending_.erase(0, found.size());
    thoughtSeen_ = answerWasThinking_ = true;
    state_ = State::AfterThinking;
    return skipSpace(out, isEnd);
  }
  pass(out, pending_.size());
}

// Between the closing tag and the answer.
void ReasoningSplit::skipSpace(std::vector<LabelledText>& out, bool isEnd) {
  pending_ = std::string(withoutLeadingSpace(pending_));
  if (pending_.empty()) return;
  state_ = State::Answer;
  answer(out, isEnd);
}

std::vector<LabelledText> ReasoningSplit::advance(bool isEnd) {
  std::vector<LabelledText> out;
  if (state_ == State::BeforeAnything && !begin(isEnd)) return out;
  if (state_ == State::Thinking && !think(out, isEnd)) return out;
  if (state_ == State::AfterThinking) {
    skipSpace(out, isEnd);
  } else if (state_ == State::Answer) {
    answer(out, isEnd);
  }
  return out;
}

std::vector<LabelledText> ReasoningSplit::push(std::string_view text) {
  pending_ += text;
  return advance(false);
}

std::vector<LabelledText> ReasoningSplit::finish() { return advance(true); }

}  // namespace hearth
