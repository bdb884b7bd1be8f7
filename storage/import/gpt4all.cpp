// GPT4All's .chat files: a QDataStream (big-endian) of version 12, which GPT4All 3.9 and 3.10 write. The
// fields are listed in tests/data/import/README.md.
#include <cstdint>
#include <optional>
#include <utility>

#include "storage/import/formats.h"
#include "storage/import/tree_builder.h"

namespace hearth::storage {
namespace {

constexpr uint32_t kMagic = 0xF5D553CC;
constexpr uint32_t kVersion = 12;

// Each read is nothing past the end; then failed() stays true.
class Stream {
 public:
  explicit Stream(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return failed_; }
  uint64_t number(size_t size) {
    if (bytes_.size() - at_ < size) failed_ = true;
    if (failed_) return 0;
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at_++]);
    return value;
  }
  // A QString: its bytes, or 0xFFFFFFFF for none, then UTF-16BE.
  std::string text() {
    constexpr uint32_t kNone = 0xFFFFFFFF;
    const auto size = static_cast<uint32_t>(number(4));
    if (size == kNone || failed_) return {};
    if (size % 2 != 0 || bytes_.size() - at_ < size) {
      failed_ = true;
      return {};
    }
    std::string text;
    for (uint32_t i = 0; i < size; i += 2) {
      uint32_t c = static_cast<uint32_t>(number(2));
      const bool high = c >= 0xD800 && c < 0xDC00;
      if (high && i + 2 < size) {
        const uint32_t low =
            static_cast<unsigned char>(bytes_[at_]) * 256u + static_cast<unsigned char>(bytes_[at_ + 1]);
        if (low >= 0xDC00 && low < 0xE000) {
          c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
          at_ += 2;
          i += 2;
        }
      }
      append(text, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return text;
  }
  bool atEnd() const { return at_ == bytes_.size(); }

 private:
  static void append(std::string& text, uint32_t c) {
    const auto add = [&](uint32_t byte) { text += static_cast<char>(byte); };
    if (c < 0x80) {
      add(c);
    } else if (c < 0x800) {
      add(0xC0 | c >> 6);
      add(0x80 | (c & 63));
    } else if (c < 0x10000) {
      add(0xE0 | c >> 12);
      add(0x80 | (c >> 6 & 63));
      add(0x80 | (c & 63));
    } else {
      add(0xF0 | c >> 18);
      add(0x80 | (c >> 12 & 63));
      add(0x80 | (c >> 6 & 63));
      add(0x80 | (c & 63));
    }
  }
  std::string_view bytes_;
  size_t at_ = 0;
  bool failed_ = false;
};

struct Item {
  std::string name, text, thinking;
};

Error cannot() { return Error("it is no sound GPT4All chat of version 12, the only one that is understood"); }

// Sources and attached files are not read: a chat that has some is refused rather than guessed at.
Result<Item> readItem(Stream& stream) {
  Item item;
  item.name = stream.text();
  item.text = stream.text();
  stream.text();  // newResponse, of an edit that was not kept
  const bool response = item.name == "Response: ";
  stream.number(response ? 5 : 4);  // flags
  if (stream.number(8) != 0 || stream.number(8) != 0)
    return Error("it has attached files, which cannot be imported");
  const uint64_t parts = stream.number(8);
  constexpr uint64_t kPartsMax = 10'000;
  if (stream.failed() || parts > kPartsMax) return cannot();
  for (uint64_t i = 0; i < parts; ++i) {
    const std::string name = stream.text(), value = stream.text();
    if (name == "Think: ") {
      stream.number(4);  // milliseconds
      item.thinking += value;
    } else if (name == "Response: ") {
      item.text += value;
    } else {
      return Error("it holds a part that is not understood (“" + name.substr(0, 40) + "”)");
    }
    if (stream.number(8) != 0 || stream.failed()) return cannot();
  }
  return item;
}

}  // namespace

bool isGpt4AllChat(std::string_view bytes) { return Stream(bytes).number(4) == kMagic; }

Result<ConversationTree> readGpt4AllChat(std::string_view bytes) {
  Stream stream(bytes);
  if (stream.number(4) != kMagic || stream.number(4) != kVersion) return cannot();
  ConversationTree tree;
  Conversation& conversation = tree.conversation;
  const auto seconds = static_cast<int64_t>(stream.number(8));
  constexpr int64_t kLatestSeconds = 100'000'000'000;
  if (seconds > 0 && seconds < kLatestSeconds)
    conversation.createdAt = conversation.updatedAt = seconds * 1000;
  conversation.source = stream.text();
  conversation.title = stream.text();
  const std::string userName = stream.text();  // a name the user gave it goes before the automatic one
  if (!userName.empty()) conversation.title = userName;
  const std::string model = stream.text();
  for (uint64_t collections = stream.number(4); collections > 0 && !stream.failed(); --collections)
    stream.text();
  const auto count = static_cast<uint32_t>(stream.number(4));
  constexpr uint32_t kItemsMax = 10'000'000;
  if (stream.failed() || count > kItemsMax) return cannot();

  TreeBuilder builder;
  std::string before;
  for (uint32_t i = 0; i < count; ++i) {
    auto item = readItem(stream);
    if (!item) return std::move(item).error();
    if (item->name == "System: ") {
      conversation.systemPrompt = item->text;
      continue;
    }
    TreeMessage entry;
    entry.message.role = item->name == "Prompt: " ? Role::User : Role::Assistant;
    if (entry.message.role == Role::Assistant) {
      if (item->name != "Response: ") return cannot();
      entry.message.modelName = model;
    }
    entry.message.text = std::move(item->text);
    entry.message.thinking = std::move(item->thinking);
    entry.message.createdAt = conversation.createdAt;
    std::string id = std::to_string(i);
    builder.add(id, before, std::move(entry));
    before = std::move(id);
  }
  if (stream.failed() || !stream.atEnd()) return cannot();
  if (auto built = builder.build(tree, before); !built) return std::move(built).error();
  return tree;
}

}  // namespace hearth::storage
