// How attached files stand in the prompt, and how much of them: the whole where it fits the model's context,
// else the best passages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/attachments/passages.h"
#include "runtime/base/result.h"

namespace hearth::attachments {

struct PromptFile {
  std::string name, text;
  Usage usage;
};

// The files, each under its name in a fence that its text cannot close, then the user's words.
std::string withFiles(const std::vector<PromptFile>& files, std::string_view words);

// Finds how much of the files fits by trying: each try is measured by the model's own tokenizer. The whole
// first; then none, to learn what room there is; then passages, fewer until they fit.
class FileFitting {
 public:
  struct Measured {
    uint32_t tokens = 0, contextLength = 0;
    bool fits = false;
  };
  // Files that can never fit a context of this many tokens are not tried whole: counting them takes long.
  FileFitting(std::vector<PromptFile> files, std::string question, uint32_t contextLength = 0);

  const std::vector<PromptFile>& files() const { return files_; }  // as in the present try
  std::string message() const { return withFiles(files_, question_); }
  bool settled() const { return settled_; }
  // What the present try came to; then another is made, or it is settled. Where not even the words alone fit,
  // a quarter of the context goes to the files, and the question what to leave out is the user's.
  Result<void> take(const Measured& measured);

 private:
  enum class Try { Whole, None, Passages };
  Result<void> choose();
  void tryNone();
  size_t textBytes() const;

  std::vector<PromptFile> files_;
  std::string question_;
  Try try_ = Try::Whole;
  bool settled_ = false, othersFit_ = true;
  uint32_t tokensOfWhole_ = 0;
  size_t bytesMax_ = 0;
  int triesLeft_ = 8;
};

}  // namespace hearth::attachments
