// Stop strings in streamed text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearth {

// Watches one answer's text and lets through what is surely not part of a stop string: the beginning of one at
// the end of the text is held back until more text decides. Text and stop strings are UTF-8, in whole
// characters; so is what comes out.
class StopStrings {
 public:
  // Empty strings are ignored.
  explicit StopStrings(std::vector<std::string> stops);
  struct Passed {
    std::string text;
    bool stopped = false;  // a stop string was met; `text` is what stood before it
  };
  // After `stopped` nothing more may be pushed.
  Passed push(std::string_view text);
  // What was still held back when the answer ended without a stop string.
  std::string finish();

 private:
  std::vector<std::string> stops_;
  size_t longest_ = 0;    // bytes
  std::string held_;
};

}  // namespace hearth
