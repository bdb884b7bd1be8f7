#include "storage/import/import_chats.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "storage/attachment_contents.h"
#include "storage/export/formats.h"
#include "storage/import/formats.h"
#include "storage/import/import_files.h"
#include "storage/import/json_items.h"
#include "storage/import/landing.h"

namespace hearth::storage {
namespace {

int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

// Files that are beside the chats in other programs' exports and hold none.
bool isKnownByCatch(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  for (const char* known :
       {"user.json", "users.json", "projects.json", "message_feedback.json", "model_comparisons.json",
        "shared_conversations.json", "user_settings.json", "memories.json", "chat.html"}) {
    if (name == known) return true;
  }
  return path.ends_with(".jsonl");  // read with what it belongs to
}

// The beginning of the first question.
std::string titleFrom(const ConversationTree& tree) {
  constexpr size_t kBytesMax = 60;
  for (const TreeMessage& node : tree.messages) {
    if (node.message.role != Role::User) continue;
    std::string title = node.message.text.substr(0, node.message.text.find('\n'));
    if (title.size() <= kBytesMax) return title;
    size_t end = kBytesMax;
    while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0) == 0x80) --end;
    return title.substr(0, end) + "…";
  }
  return {};
}

class Import {
 public:
  Import(Store& store, ImportMode mode, const ImportProgress& progress)
      : store_(store), mode_(mode), progress_(progress), landing_(store), now_(nowMs()) {}

  Result<ImportReport> run(const std::string& path) {
    auto files = ImportFiles::open(path);
    if (!files) return std::move(files).error();
    bool anyRecognised = false;
    for (size_t i = 0; i < files->count(); ++i) {
      if (files->count() > 1 && isKnownByCatch(files->path(i))) continue;
      auto read = takeFile(*files, i);
      if (!read) return std::move(read).error();
      anyRecognised |= *read;
    }
    if (!anyRecognised && report_.problems.empty())
      return Error("it holds no chats of Hearth, ChatGPT, Claude, Open WebUI, LM Studio, Jan or GPT4All");
    report_.folders = landing_.names();
    return report_;
  }

 private:
  void problem(const std::string& where, const std::string& reason) {
    report_.problems.push_back({where, reason});
  }

  // Whether the file holds chats of a known kind.
  Result<bool> takeFile(const ImportFiles& files, size_t index) {
    const std::string& path = files.path(index);
    const auto content = files.content(index);
    if (!content) {
      problem(path, content.error().what());
      return false;
    }
    if (isGpt4AllChat(*content)) {
      auto taken = take(readGpt4AllChat(*content), kGpt4AllId, kGpt4AllName, *content, path);
      if (!taken) return std::move(taken).error();
      return true;
    }
    auto items = splitJson(*content);
    if (!items) {
      problem(path, items.error().what());
      return false;
    }
    const ImportContext context{path, items->header,
                                [&](std::string_view name) { return files.beside(index, name); }};
    bool anyRecognised = !items->header.is_null() && isHearthItem(nullptr, context);
    for (size_t i = 0; i < items->items.size(); ++i) {
      const std::string place = items->items.size() == 1 ? path : path + ", chat " + std::to_string(i + 1);
      const auto item = parseJson(items->items[i]);
      if (!item) {
        problem(place, item.error().what());
        continue;
      }
      const ImportFormat* format = nullptr;
      for (const ImportFormat& candidate : importFormats()) {
        if (format == nullptr && candidate.recognises(*item, context)) format = &candidate;
      }
      if (format == nullptr) {
        // Among other chats it is one of them that is broken; alone it is another file.
        if (items->items.size() > 1 && anyRecognised)
          problem(place, "it is no chat of a kind that Hearth knows");
        continue;
      }
      anyRecognised = true;
      auto taken = take(format->read(*item, context), format->id, format->name, items->items[i], place);
      if (!taken) return std::move(taken).error();
    }
    if (!items->cutOff.empty()) problem(path, items->cutOff);
    return anyRecognised;
  }

  // `raw` is what the tree was read from.
  Result<void> take(Result<ConversationTree> tree, std::string_view formatId, std::string_view program,
                    std::string_view raw, const std::string& place) {
    if (progress_ && !progress_(++done_)) return Error("the import was stopped");
    if (!tree) {
      problem(place, tree.error().what());
      return {};
    }
    complete(*tree, formatId, raw);
    if (tree->messages.empty()) {
      ++report_.empty;
      return {};
    }
    const auto there = isThere(tree->conversation.source);
    if (!there) return there.error();
    if (*there || !seen_.insert(tree->conversation.source).second) {
      ++report_.alreadyThere;
      return {};
    }
    if (mode_ == ImportMode::DryRun) {
      landing_.announce(std::string(program));
    } else {
      auto folder = landing_.folderFor(std::string(program), *tree);
      if (!folder) return std::move(folder).error();
      auto preset = landing_.presetFor(*tree);
      if (!preset) return std::move(preset).error();
      auto added = store_.addTree(*tree, *folder, *preset);
      if (!added) {
        problem(titleOf(*tree), added.error().what());
        return {};
      }
    }
    ++report_.conversations;
    report_.messages += static_cast<uint32_t>(tree->messages.size());
    for (const TreeMessage& node : tree->messages)
      report_.attachments += static_cast<uint32_t>(node.attachments.size());
    return {};
  }

  // What other programs' files may leave open.
  void complete(ConversationTree& tree, std::string_view formatId, std::string_view raw) const {
    Conversation& conversation = tree.conversation;
    if (conversation.source.empty())
      conversation.source = "sha256:" + sha256Hex(std::as_bytes(std::span(raw))).substr(0, 32);
    if (formatId != "hearth") {
      conversation.source.insert(0, std::string(formatId) + ":");
      if (conversation.title.empty()) conversation.title = titleFrom(tree);
    }
    if (conversation.createdAt <= 0) conversation.createdAt = now_;
    if (conversation.updatedAt <= 0) conversation.updatedAt = conversation.createdAt;
    int64_t before = conversation.createdAt;
    for (TreeMessage& node : tree.messages) {
      if (node.message.createdAt <= 0) node.message.createdAt = before;
      before = node.message.createdAt;
    }
  }

  // "hearth:<created>-<id>" may be of a conversation that was begun in this very database.
  Result<bool> isThere(const std::string& source) {
    const auto known = store_.conversationFrom(source);
    if (!known) return known.error();
    if (*known) return true;
    constexpr std::string_view kOwn = "hearth:";
    if (!source.starts_with(kOwn)) return false;
    int64_t createdAt = 0, id = 0;
    const char* const end = source.data() + source.size();
    const auto time = std::from_chars(source.data() + kOwn.size(), end, createdAt);
    if (time.ec != std::errc() || time.ptr == end || *time.ptr != '-') return false;
    if (std::from_chars(time.ptr + 1, end, id).ptr != end) return false;
    const auto own = store_.conversation(id);
    return own && own->createdAt == createdAt && own->source.empty();
  }

  Store& store_;
  const ImportMode mode_;
  const ImportProgress& progress_;
  Landing landing_;
  const int64_t now_;
  uint32_t done_ = 0;
  std::set<std::string> seen_;
  ImportReport report_;
};

}  // namespace

Result<ImportReport> importChats(Store& store, const std::string& path, ImportMode mode,
                                 const ImportProgress& progress) {
  auto report = Import(store, mode, progress).run(path);
  if (!report) return std::move(report).error().during("Importing " + path);
  return report;
}

}  // namespace hearth::storage
