// Random edits, regenerations and branch switches against a plain model of the tree.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "storage/store.h"
#include "tests/storage/support.h"

namespace hearth::storage {
namespace {

struct Node {
  std::optional<int64_t> parent;
  std::string text;
};

// One conversation as it should be.
class Model {
 public:
  void add(int64_t id, std::optional<int64_t> parent, const std::string& text) {
    nodes_[id] = {parent, text};
    leaf_ = id;
  }
  void activate(int64_t id) {
    // Children have larger ids than their parents, so the newest descendant is the largest id that leads back
    // here.
    for (const auto& [candidate, node] : nodes_) {
      for (std::optional<int64_t> up = candidate; up; up = nodes_.at(*up).parent) {
        if (*up == id) leaf_ = candidate;
      }
    }
  }
  std::vector<int64_t> branch() const {
    std::vector<int64_t> ids;
    for (auto up = leaf_; up; up = nodes_.at(*up).parent) ids.insert(ids.begin(), *up);
    return ids;
  }
  std::vector<int64_t> siblings(int64_t id) const {
    std::vector<int64_t> ids;
    for (const auto& [other, node] : nodes_) {
      if (node.parent == nodes_.at(id).parent) ids.push_back(other);
    }
    return ids;
  }
  const std::map<int64_t, Node>& nodes() const { return nodes_; }
  std::optional<int64_t> leaf() const { return leaf_; }

 private:
  std::map<int64_t, Node> nodes_;
  std::optional<int64_t> leaf_;
};

void expectSame(Store& store, int64_t chat, const Model& model) {
  const auto branch = must(store.activeBranch(chat));
  const auto expected = model.branch();
  ASSERT_EQ(branch.size(), expected.size());
  for (size_t i = 0; i < branch.size(); ++i) {
    const auto siblings = model.siblings(expected[i]);
    EXPECT_EQ(branch[i].id, expected[i]);
    EXPECT_EQ(branch[i].text, model.nodes().at(expected[i]).text);
    EXPECT_EQ(branch[i].parentId, model.nodes().at(expected[i]).parent);
    EXPECT_EQ(branch[i].siblingCount, siblings.size());
    EXPECT_EQ(siblings.at(branch[i].siblingIndex), expected[i]);
  }
}

TEST(Tree, BehavesLikeThePlainModelUnderRandomOperations) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 random(seed);
    TemporaryFolder folder;
    const std::string path = folder.file("hearth.db");
    auto store = must(Store::open(path));
    std::vector<int64_t> chats;
    std::map<int64_t, Model> models;
    for (int i = 0; i < 3; ++i) chats.push_back(must(store->createConversation(std::nullopt, "")).id);
    for (int step = 0; step < 150; ++step) {
      const int64_t chat = chats[random() % chats.size()];
      Model& model = models[chat];
      const auto anyNode = [&] {
        return std::next(model.nodes().begin(), static_cast<long>(random() % model.nodes().size()))->first;
      };
      const auto action = random() % 10;
      if (model.nodes().empty() || action < 6) {  // go on, edit or regenerate
        std::optional<int64_t> parent;
        if (!model.nodes().empty()) parent = action < 3 ? model.leaf() : model.nodes().at(anyNode()).parent;
        const std::string text = "text " + std::to_string(step);
        const auto role = random() % 2 == 0 ? Role::User : Role::Assistant;
        const auto added = must(store->addMessage(chat, parent, role, text, MessageState::Finished));
        model.add(added.id, parent, text);
        EXPECT_EQ(model.siblings(added.id).at(added.siblingIndex), added.id);
      } else if (action < 9) {
        const int64_t id = anyNode();
        must(store->activate(id));
        model.activate(id);
        std::vector<int64_t> siblings;
        for (const auto& sibling : must(store->siblings(id))) siblings.push_back(sibling.id);
        EXPECT_EQ(siblings, model.siblings(id));
      } else {
        store = nullptr;
        store = must(Store::open(path));
      }
      expectSame(*store, chat, model);
      if (HasFatalFailure()) return;
    }
    for (const int64_t chat : chats) expectSame(*store, chat, models[chat]);
  }
}

}  // namespace
}  // namespace hearth::storage
