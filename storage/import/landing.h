// Where imported chats come to lie: a folder named after the program and the day, with the folders inside it
// that they had before. Made when the first chat needs it, and found again when the rest is imported later.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "storage/conversation_tree.h"
#include "storage/store.h"

namespace hearth::storage {

class Landing {
 public:
  explicit Landing(Store& store) : store_(store) {}

  // Only notes the name of the folder.
  void announce(const std::string& program);
  Result<int64_t> folderFor(const std::string& program, const ConversationTree& tree);
  // The preset of the same name and content, or a new one.
  Result<std::optional<int64_t>> presetFor(const ConversationTree& tree);
  const std::vector<std::string>& names() const { return names_; }

 private:
  Result<int64_t> folder(const std::string& key, std::optional<int64_t> parent, const Folder& like);
  std::string nameOf(const std::string& program) const;
  Store& store_;
  std::vector<std::string> names_;
  std::map<std::string, int64_t> folders_;  // by program and the ids they had before
  std::set<int64_t> used_;
};

}  // namespace hearth::storage
