#include "storage/export/export_chats.h"

#include <chrono>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "storage/export/export_sink.h"
#include "storage/export/file_names.h"
#include "storage/export/hearth_json.h"
#include "storage/files.h"

namespace hearth::storage {
namespace {

std::string_view viewOf(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The tree with the contents of its attachments. One that cannot be read is left out, and said.
Result<ConversationTree> wholeTree(Store& store, int64_t id, ExportReport& report) {
  auto tree = store.tree(id);
  if (!tree) return tree;
  for (TreeMessage& node : tree->messages) {
    std::vector<TreeAttachment> readable;
    for (TreeAttachment& attachment : node.attachments) {
      auto content = store.attachmentContent(attachment.file.sha256);
      if (!content) {
        report.problems.push_back("“" + attachment.file.fileName + "” in “" + titleOf(*tree) +
                                  "” is missing: " + content.error().what());
        continue;
      }
      attachment.content = std::move(*content);
      readable.push_back(std::move(attachment));
    }
    node.attachments = std::move(readable);
  }
  return tree;
}

class Export {
 public:
  Export(Store& store, const ExportRequest& request, const ExportFormat& format,
         const ExportProgress& progress)
      : store_(store), request_(request), format_(format), progress_(progress) {
    using namespace std::chrono;
    options_.thinking = request.thinking;
    options_.exportedAt = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }

  Result<ExportReport> run() {
    const std::string& to = request_.destination;
    const bool single = request_.oneFile && request_.conversationIds.size() == 1;
    if (single || (format_.id == "json" && to.ends_with(".json"))) return intoOneFile();
    auto sink = to.ends_with(".zip") ? ExportSink::zip(to) : ExportSink::folder(to);
    if (!sink) return std::move(sink).error();
    for (const int64_t id : request_.conversationIds) {
      auto tree = wholeTree(store_, id, report_);
      if (!tree) return std::move(tree).error();
      if (auto added = addTo(**sink, *tree); !added) return std::move(added).error();
      if (auto went = goOn(*tree); !went) return std::move(went).error();
    }
    if (auto finished = (*sink)->finish(); !finished) return std::move(finished).error();
    return report_;
  }

 private:
  Result<void> goOn(const ConversationTree& tree) {
    ++report_.conversations;
    report_.messages += static_cast<uint32_t>(tree.messages.size());
    const auto total = static_cast<uint32_t>(request_.conversationIds.size());
    if (progress_ && !progress_(report_.conversations, total)) return Error("the export was stopped");
    return {};
  }

  Result<ExportReport> intoOneFile() {
    std::vector<ConversationTree> trees;
    for (const int64_t id : request_.conversationIds) {
      auto tree = wholeTree(store_, id, report_);
      if (!tree) return std::move(tree).error();
      for (const TreeMessage& node : tree->messages)
        report_.attachments += format_.holdsAttachments ? static_cast<uint32_t>(node.attachments.size()) : 0;
      trees.push_back(std::move(*tree));
      if (auto went = goOn(trees.back()); !went) return std::move(went).error();
    }
    const std::string text =
        trees.size() == 1 ? format_.write(trees[0], options_) : hearthJson(trees, options_);
    auto written = writeFile(request_.destination, std::as_bytes(std::span(text)));
    if (!written) return std::move(written).error();
    return report_;
  }

  Result<void> addTo(ExportSink& sink, const ConversationTree& tree) {
    std::string folder;
    for (const Folder& outer : tree.folders) folder += safeFileName(outer.name) + "/";
    const std::string path = names_.take(folder, safeFileName(titleOf(tree)), std::string(format_.extension));
    auto added = sink.add(path, format_.write(tree, options_), tree.conversation.updatedAt);
    if (!added) return added;
    const std::string beside = path.substr(0, path.size() - format_.extension.size() - 1) + " - files/";
    for (const TreeMessage& node : tree.messages) {
      for (const TreeAttachment& attachment : node.attachments) {
        ++report_.attachments;
        if (format_.holdsAttachments) continue;
        const std::string name = names_.take(beside, safeFileName(attachment.file.fileName), "");
        if (auto kept = sink.add(name, viewOf(attachment.content), node.message.createdAt); !kept)
          return kept;
      }
    }
    return {};
  }

  Store& store_;
  const ExportRequest& request_;
  const ExportFormat& format_;
  const ExportProgress& progress_;
  ExportOptions options_;
  UniqueNames names_;
  ExportReport report_;
};

}  // namespace

Result<ExportReport> exportChats(Store& store, const ExportRequest& request, const ExportProgress& progress) {
  const char* step = "Exporting";
  if (request.conversationIds.empty()) return Error("Exporting: there is no chat to export");
  const ExportFormat* format = exportFormat(request.format);
  if (format == nullptr) return Error("Exporting: there is no format '" + request.format + "'");
  auto report = Export(store, request, *format, progress).run();
  if (!report) return std::move(report).error().during(step);
  return report;
}

Result<std::vector<int64_t>> conversationsToExport(Store& store, std::optional<int64_t> folderId) {
  std::set<int64_t> inside;
  if (folderId) {
    const auto folders = store.folders();
    if (!folders) return folders.error();
    inside.insert(*folderId);
    for (size_t before = 0; before != inside.size();) {
      before = inside.size();
      for (const Folder& folder : *folders) {
        if (folder.parentId && inside.contains(*folder.parentId)) inside.insert(folder.id);
      }
    }
  }
  const auto all = store.conversations();
  if (!all) return all.error();
  std::vector<int64_t> ids;
  for (const Conversation& conversation : *all) {
    if (!folderId || (conversation.folderId && inside.contains(*conversation.folderId)))
      ids.push_back(conversation.id);
  }
  return ids;
}

std::string suggestedName(const Conversation& conversation) {
  return safeFileName(conversation.title.empty() ? "Untitled chat" : conversation.title);
}

}  // namespace hearth::storage
