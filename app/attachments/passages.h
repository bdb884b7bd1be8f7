// Which parts of a file's text a model is shown, when it cannot be shown the whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"

namespace hearth::attachments {

// Bytes [begin, end) of a text, between whole characters.
struct Passage {
  size_t begin = 0, end = 0;
  bool operator==(const Passage&) const = default;
};

// Splits at paragraphs, else lines, else sentences, else words, into pieces of some 1200 bytes that leave
// nothing out.
std::vector<Passage> splitIntoPassages(std::string_view text);

// What was shown of a file: in order, touching ones joined. Kept with the attachment as JSON.
struct Usage {
  std::vector<Passage> passages;
  size_t textBytes = 0;

  bool whole() const { return passages.size() == 1 && passages[0] == Passage{0, textBytes}; }
  size_t shownBytes() const;
  std::string toJson() const;
  static Usage wholeOf(std::string_view text) { return {{{0, text.size()}}, text.size()}; }
  // Whatever does not fit the text (an older Hearth, another hand) means the whole.
  static Usage fromJson(std::string_view json, std::string_view text);
};

// What share of a text this JSON says was shown, without the text; 1 where it says nothing.
double shownShare(std::string_view json);

// The passages of several texts that fit the question best (BM25 over their words), best first, until their
// sizes reach `bytesMax`; one at least. The beginning of each file comes before all others: it says what the
// file is. The same question and texts give the same choice.
Result<std::vector<Usage>> chooseBest(std::string_view question, const std::vector<std::string_view>& texts,
                                      size_t bytesMax);

}  // namespace hearth::attachments
