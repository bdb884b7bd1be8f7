#include "storage/branch_reader.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "storage/message_columns.h"

namespace hearth::storage {
namespace {

constexpr int64_t kNoParent = 0;  // ids begin with 1

struct Link {
  int64_t parent;
  uint32_t siblingIndex;
};

}  // namespace

// How the messages of a conversation hang together.
struct BranchReader::Links {
  std::unordered_map<int64_t, Link> of;            // by id
  std::unordered_map<int64_t, uint32_t> children;  // how many, by parent

  // From the first message to `leaf`.
  std::vector<int64_t> branch(int64_t leaf) const {
    std::vector<int64_t> ids;
    for (int64_t id = leaf;;) {
      const auto link = of.find(id);
      if (link == of.end()) break;
      ids.push_back(id);
      // A parent is older than its children, but in a damaged file.
      if (link->second.parent == kNoParent || link->second.parent >= id) break;
      id = link->second.parent;
    }
    std::reverse(ids.begin(), ids.end());
    return ids;
  }
};

BranchReader::BranchReader(Database& database)
    // Parents are older than their children: the condition ends the walk even in a damaged file with a cycle.
    : end_(database,
           "WITH RECURSIVE chain (id, parent_id) AS ("
           " SELECT id, parent_id FROM messages WHERE id = ?1"
           " UNION ALL"
           " SELECT p.id, p.parent_id FROM chain c JOIN messages p ON p.id = c.parent_id AND p.id < c.id"
           " LIMIT ?2)"
           " SELECT " +
               kMessageColumns +
               "FROM chain JOIN messages m ON m.id = chain.id"
               " LEFT JOIN generation_stats g ON g.message_id = m.id ORDER BY m.id"),
      // Answered by the index alone.
      links_(database,
             "SELECT coalesce(parent_id, 0), id FROM messages WHERE conversation_id = ?1 ORDER BY parent_id, "
             "id"),
      entry_(database, "SELECT role, state, text, thinking FROM messages WHERE id = ?1"),
      message_(database,
               "SELECT " + kMessageColumns +
                   "FROM messages m LEFT JOIN generation_stats g ON g.message_id = m.id WHERE m.id = ?1"),
      all_(database, "SELECT " + kMessageColumns +
                         "FROM messages m LEFT JOIN generation_stats g ON g.message_id = m.id"
                         " WHERE m.conversation_id = ?1 ORDER BY m.id") {}

Result<std::vector<Message>> BranchReader::end(int64_t leaf, uint32_t count) {
  std::vector<Message> messages;
  auto read = end_.forEachRow([&](Row row) { messages.push_back(messageFrom(row)); }, leaf, count);
  if (!read) return std::move(read).error();
  return messages;
}

Result<BranchReader::Links> BranchReader::links(int64_t conversationId) {
  Links links;
  auto read = links_.forEachRow(
      [&](Row row) {
        links.of[row.integer(1)] = {row.integer(0), links.children[row.integer(0)]++};
      },
      conversationId);
  if (!read) return std::move(read).error();
  return links;
}

Result<std::vector<int64_t>> BranchReader::ids(int64_t conversationId, int64_t leaf) {
  const auto links = this->links(conversationId);
  if (!links) return links.error();
  return links->branch(leaf);
}

Result<std::vector<BranchEntry>> BranchReader::outline(int64_t conversationId, int64_t leaf) {
  const auto links = this->links(conversationId);
  if (!links) return links.error();
  std::vector<BranchEntry> outline;
  for (const int64_t id : links->branch(leaf)) {
    const Link& link = links->of.at(id);
    BranchEntry entry{
        .id = id, .siblingIndex = link.siblingIndex, .siblingCount = links->children.at(link.parent)};
    auto filled = entry_.forEachRow(
        [&](Row row) {
          entry.role = roleFrom(row.integer(0));
          entry.state = stateFrom(row.integer(1));
          entry.textBytes = row.byteCount(2);
          entry.thinkingBytes = row.byteCount(3);
        },
        id);
    if (!filled) return std::move(filled).error();
    outline.push_back(entry);
  }
  return outline;
}

Result<std::vector<Message>> BranchReader::messages(std::span<const int64_t> ids) {
  std::vector<Message> messages;
  messages.reserve(ids.size());
  for (const int64_t id : ids) {
    auto read = message_.forEachRow([&](Row row) { messages.push_back(messageFrom(row)); }, id);
    if (!read) return std::move(read).error();
  }
  return messages;
}

Result<std::vector<Message>> BranchReader::all(int64_t conversationId) {
  std::vector<Message> messages;
  auto read = all_.forEachRow([&](Row row) { messages.push_back(messageFrom(row)); }, conversationId);
  if (!read) return std::move(read).error();
  return messages;
}

}  // namespace hearth::storage
