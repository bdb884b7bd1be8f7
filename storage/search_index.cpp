#include "storage/search_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hearth::storage {
namespace {

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == '\0';
}

// So many of the newest matches are ranked. A word that occurs everywhere would take a second to rank
// everywhere.
constexpr int kRankedMessages = 1000;

SearchHit hitFrom(Row row) {
  return {.conversationId = row.integer(0),
          .messageId = row.integer(1),
          .title = row.text(2),
          .snippet = row.text(3),
          .updatedAt = row.integer(4)};
}

}  // namespace

std::string ftsQuery(std::string_view words) {
  std::string query;
  size_t at = 0;
  while (true) {
    while (at < words.size() && isSpace(words[at])) ++at;
    if (at == words.size()) break;
    query += query.empty() ? "\"" : " \"";
    for (; at < words.size() && !isSpace(words[at]); ++at)
      query += words[at] == '"' ? "\"\"" : std::string(1, words[at]);
    query += '"';
  }
  return query.empty() ? query : query + "*";
}

SearchIndex::SearchIndex(Database& database)
    : database_(database),
      titles_(database,
              "SELECT c.id, 0, c.title, snippet(titles_index, 0, char(1), char(2), '…', 32), c.updated_at"
              " FROM titles_index t JOIN conversations c ON c.id = t.rowid"
              " WHERE titles_index MATCH ?1 AND c.deleted_at IS NULL ORDER BY t.rank, c.updated_at DESC "
              "LIMIT ?2"),
      messages_(
          database,
          "SELECT c.id, m.id, c.title, snippet(messages_index, 0, char(1), char(2), '…', 32), c.updated_at"
          " FROM messages_index i JOIN messages m ON m.id = i.rowid"
          " JOIN conversations c ON c.id = m.conversation_id"
          " WHERE messages_index MATCH ?1 AND c.deleted_at IS NULL AND i.rowid >= coalesce("
          "  (SELECT rowid FROM messages_index WHERE messages_index MATCH ?1"
          "   ORDER BY rowid DESC LIMIT 1 OFFSET " +
              std::to_string(kRankedMessages) +
              "), 0)"
              " ORDER BY i.rank LIMIT ?2") {}

Result<std::vector<SearchHit>> SearchIndex::search(std::string_view words, uint32_t limit) {
  std::vector<SearchHit> hits;
  const std::string query = ftsQuery(words);
  if (query.empty()) return hits;
  const auto readInto = [&](std::vector<SearchHit>& list, Statement& from, uint32_t most) {
    return from.forEachRow([&](Row row) { list.push_back(hitFrom(row)); }, query, most);
  };
  if (auto read = readInto(hits, titles_, limit); !read) return std::move(read).error();
  // Many titles leave messages half of the room, and few messages leave it to the titles.
  std::vector<SearchHit> inMessages;
  const uint32_t room = limit - std::min(static_cast<uint32_t>(hits.size()), limit / 2);
  if (auto read = readInto(inMessages, messages_, room); !read) return std::move(read).error();
  if (hits.size() + inMessages.size() > limit) hits.resize(limit - inMessages.size());
  hits.insert(hits.end(), std::make_move_iterator(inMessages.begin()),
              std::make_move_iterator(inMessages.end()));
  return hits;
}

Result<void> SearchIndex::rebuild() {
  return database_.write([&] {
    return database_.execute(
        "INSERT INTO messages_index (messages_index) VALUES ('rebuild');"
        "INSERT INTO titles_index (titles_index) VALUES ('rebuild')");
  });
}

}  // namespace hearth::storage
