#include "app/attachments/prompt_files.h"

#include <algorithm>
#include <utility>

namespace hearth::attachments {
namespace {

constexpr std::string_view kLeftOut = "\n[…]\n";
constexpr double kCaution = 0.9;  // passages of a text are not all alike in tokens per byte
constexpr double kShrink = 0.8;
constexpr size_t kBytesPerTokenMost = 16;  // of running text; four times the usual
constexpr double kBytesPerTokenUsual = 4;
constexpr uint32_t kAnswerTokensMost = 1024;  // what the engine keeps free (runtime/engine/context_plan.h)

// Longer than any in the text.
std::string fenceFor(std::string_view text) {
  size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '`');
}

// A name is the user's, but may come from anywhere: on one line, it cannot pretend to be more.
std::string onOneLine(std::string_view name) {
  std::string line(name);
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return line;
}

std::string shownText(const PromptFile& file) {
  std::string shown;
  for (const Passage& passage : file.usage.passages) {
    if (passage.begin > 0) shown += kLeftOut;
    shown.append(file.text, passage.begin, passage.end - passage.begin);
  }
  if (!file.usage.passages.empty() && file.usage.passages.back().end < file.text.size()) shown += kLeftOut;
  while (!shown.empty() && (shown.back() == '\n' || shown.back() == ' ')) shown.pop_back();
  return shown;
}

}  // namespace

std::string withFiles(const std::vector<PromptFile>& files, std::string_view words) {
  std::string message;
  for (const PromptFile& file : files) {
    if (file.usage.passages.empty()) continue;
    const std::string text = shownText(file), fence = fenceFor(text);
    message += "Attached file: " + onOneLine(file.name);
    if (!file.usage.whole()) message += " (excerpts; […] stands for what was left out)";
    message += "\n" + fence + "\n" + text + "\n" + fence + "\n\n";
  }
  return message.append(words);
}

FileFitting::FileFitting(std::vector<PromptFile> files, std::string question, uint32_t contextLength)
    : files_(std::move(files)), question_(std::move(question)) {
  for (PromptFile& file : files_) file.usage = Usage::wholeOf(file.text);
  settled_ = files_.empty();
  if (contextLength != 0 && textBytes() / kBytesPerTokenMost > contextLength) tryNone();
}

size_t FileFitting::textBytes() const {
  size_t bytes = 0;
  for (const PromptFile& file : files_) bytes += file.text.size();
  return bytes;
}

void FileFitting::tryNone() {
  try_ = Try::None;
  for (PromptFile& file : files_) file.usage.passages.clear();
}

Result<void> FileFitting::choose() {
  std::vector<std::string_view> texts;
  for (const PromptFile& file : files_) texts.push_back(file.text);
  auto usages = chooseBest(question_, texts, bytesMax_);
  if (!usages) return std::move(usages).error();
  for (size_t i = 0; i < files_.size(); ++i) files_[i].usage = std::move((*usages)[i]);
  return {};
}

Result<void> FileFitting::take(const Measured& measured) {
  switch (try_) {
    case Try::Whole:
      tokensOfWhole_ = measured.tokens;
      if (measured.fits) {
        settled_ = true;
      } else {
        tryNone();
      }
      return {};
    case Try::None: {
      try_ = Try::Passages;
      const uint32_t forAnswer = std::min(measured.contextLength / 4, kAnswerTokensMost);
      const uint32_t taken = measured.tokens + forAnswer;
      othersFit_ = measured.fits && taken + measured.contextLength / 8 <= measured.contextLength;
      const uint32_t room = othersFit_ ? measured.contextLength - taken : measured.contextLength / 4;
      const double bytesPerToken = tokensOfWhole_ > measured.tokens
                                       ? static_cast<double>(textBytes()) / (tokensOfWhole_ - measured.tokens)
                                       : kBytesPerTokenUsual;
      bytesMax_ = static_cast<size_t>(bytesPerToken * room * kCaution);
      return choose();
    }
    case Try::Passages:
      settled_ = measured.fits || !othersFit_ || --triesLeft_ == 0;
      if (settled_) return {};
      bytesMax_ = static_cast<size_t>(static_cast<double>(bytesMax_) * kShrink);
      return choose();
  }
  return {};
}

}  // namespace hearth::attachments
