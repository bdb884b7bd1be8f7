// Makes a tree of messages from what other programs' files say: parents by name, some of them no messages,
// some of them missing.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/base/result.h"
#include "storage/conversation_tree.h"

namespace hearth::storage {

class TreeBuilder {
 public:
  // Siblings are added in their order. A node that is no message passes its children on to its parent. An
  // empty `parent` is none.
  void add(const std::string& id, const std::string& parent, TreeMessage node);
  void addStructure(const std::string& id, const std::string& parent);
  // Fills the tree's messages and its active leaf, which may be a structural node. An Error when messages
  // refer to each other in a circle. Those whose parent is missing begin branches of their own.
  Result<void> build(ConversationTree& tree, const std::string& activeLeaf);

 private:
  struct Node {
    std::string parent;
    bool isMessage = false;
    TreeMessage message;
    std::vector<size_t> children;
    int64_t number = 0;  // of the message, or of the nearest one above a structural node; 0: none
    bool placed = false;
  };
  std::vector<Node> nodes_;
  std::unordered_map<std::string, size_t> byId_;
};

struct ThoughtAndText {
  std::string thinking, text;
};
// Takes "<think>…</think>" off the beginning of an answer.
ThoughtAndText splitThinking(std::string_view answer);

}  // namespace hearth::storage
