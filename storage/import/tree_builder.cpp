#include "storage/import/tree_builder.h"

#include <utility>

namespace hearth::storage {

void TreeBuilder::add(const std::string& id, const std::string& parent, TreeMessage node) {
  addStructure(id, parent);
  Node& added = nodes_[byId_[id]];
  added.isMessage = true;
  added.message = std::move(node);
}

void TreeBuilder::addStructure(const std::string& id, const std::string& parent) {
  const auto [place, isNew] = byId_.try_emplace(id, nodes_.size());
  if (isNew) nodes_.emplace_back();
  nodes_[place->second].parent = parent;
}

Result<void> TreeBuilder::build(ConversationTree& tree, const std::string& activeLeaf) {
  std::vector<size_t> waiting;  // a stack, not calls: a chat may be a million messages deep
  std::vector<size_t> roots;
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const auto parent = byId_.find(nodes_[i].parent);
    if (nodes_[i].parent.empty() || parent == byId_.end()) {
      roots.push_back(i);
    } else {
      nodes_[parent->second].children.push_back(i);
    }
  }
  waiting.assign(roots.rbegin(), roots.rend());
  size_t placed = 0;
  while (!waiting.empty()) {
    const size_t index = waiting.back();
    waiting.pop_back();
    Node& node = nodes_[index];
    node.placed = true;
    ++placed;
    const auto parent = byId_.find(node.parent);
    const int64_t above =
        parent == byId_.end() || !nodes_[parent->second].placed ? 0 : nodes_[parent->second].number;
    node.number = above;
    if (node.isMessage) {
      node.number = static_cast<int64_t>(tree.messages.size()) + 1;
      node.message.message.id = node.number;
      node.message.message.parentId = above == 0 ? std::nullopt : std::optional(above);
      tree.messages.push_back(std::move(node.message));
    }
    waiting.insert(waiting.end(), node.children.rbegin(), node.children.rend());
  }
  if (placed < nodes_.size()) return Error("its messages answer each other in a circle");
  const auto leaf = byId_.find(activeLeaf);
  if (leaf != byId_.end() && nodes_[leaf->second].number != 0) {
    tree.conversation.activeLeaf = nodes_[leaf->second].number;
  } else if (!tree.messages.empty()) {
    tree.conversation.activeLeaf = tree.messages.back().message.id;
  }
  return {};
}

ThoughtAndText splitThinking(std::string_view answer) {
  constexpr std::string_view kBegin = "<think>", kEnd = "</think>", kBlanks = " \t\r\n";
  const size_t start = answer.find_first_not_of(kBlanks);
  if (start == std::string_view::npos || !answer.substr(start).starts_with(kBegin))
    return {"", std::string(answer)};
  std::string_view thinking = answer.substr(start + kBegin.size());
  const size_t end = thinking.find(kEnd);
  std::string_view text;
  if (end != std::string_view::npos) {
    text = thinking.substr(end + kEnd.size());
    thinking = thinking.substr(0, end);
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  }
  const size_t first = thinking.find_first_not_of(kBlanks), last = thinking.find_last_not_of(kBlanks);
  if (first == std::string_view::npos) return {"", std::string(text)};
  return {std::string(thinking.substr(first, last - first + 1)), std::string(text)};
}

}  // namespace hearth::storage
