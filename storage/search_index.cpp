#include "storage/search_index.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace hearth::storage {
namespace {

// So many of the newest matches are ranked. A word that occurs everywhere would take a second to rank
// everywhere.
constexpr int kRankedMessages = 1000;

// More conversations than these hold enough matches to find them among the newest.
constexpr size_t kSearchedOneByOne = 100;

// So few messages of a model are each looked up in the index, rather than all matches in the messages.
constexpr uint32_t kLookedUpOneByOne = 1000;

SearchHit hitFrom(Row row) {
  return {.conversationId = row.integer(0),
          .messageId = row.integer(1),
          .title = row.text(2),
          .snippet = row.text(3),
          .updatedAt = row.integer(4)};
}

// The ids of the folders with this in their name and of those inside them, as SQL: "(1, 5)".
std::string idsOfFolders(std::span<const Folder> folders, const std::string& part) {
  std::set<int64_t> ids;
  for (const Folder& folder : folders) {
    if (containsFolded(folder.name, part)) ids.insert(folder.id);
  }
  for (size_t before = 0; before != ids.size();) {
    before = ids.size();
    for (const Folder& folder : folders) {
      if (folder.parentId && ids.contains(*folder.parentId)) ids.insert(folder.id);
    }
  }
  std::string list;
  for (const int64_t id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
  return "(" + list + ")";
}

// Conditions on the conversation c. Only numbers enter the SQL.
std::string chatFilter(const SearchQuery& query, std::span<const Folder> folders) {
  std::string sql = "c.deleted_at IS NULL";
  for (const std::string& part : query.folders) sql += " AND c.folder_id IN " + idsOfFolders(folders, part);
  if (query.pinned) sql += *query.pinned ? " AND c.pinned = 1" : " AND c.pinned = 0";
  return sql;
}

std::string timeFilter(const SearchQuery& query, const std::string& time) {
  std::string sql;
  if (query.before) sql += " AND " + time + " < " + std::to_string(*query.before);
  if (query.after) sql += " AND " + time + " >= " + std::to_string(*query.after);
  return sql;
}

// That each part of a model's name occurs. They are bound from ?3 on.
std::string modelFilter(const SearchQuery& query, const std::string& name) {
  std::string sql;
  for (size_t i = 0; i < query.models.size(); ++i)
    sql += " AND instr(lower(" + name + "), lower(?" + std::to_string(3 + i) + ")) > 0";
  return sql;
}

// Of messages, both included.
struct IdRange {
  int64_t first = 0, last = INT64_MAX;
};

// What the messages of the query's time lie within; nothing when there are none.
Result<std::optional<IdRange>> idsInTime(Database& database, const SearchQuery& query) {
  if (!query.before && !query.after) return std::optional(IdRange());
  // Both at once: for one of them SQLite would go through the messages in the order of their ids, instead of
  // the index by time, until one fits.
  Statement bounds(database,
                   "SELECT min(t.id), max(t.id) FROM messages t WHERE 1" + timeFilter(query, "t.created_at"));
  std::optional<IdRange> range;
  auto read = bounds.forEachRow([&](Row row) {
    const auto first = row.optionalInteger(0), last = row.optionalInteger(1);
    if (first && last) range = IdRange{*first, *last};
  });
  if (!read) return std::move(read).error();
  return range;
}

// Conditions on the message m. What the user wrote has no model of its own: the conversation's counts.
std::string messageFilter(const SearchQuery& query, std::span<const Folder> folders, const IdRange& inTime) {
  std::string sql =
      " AND m.conversation_id IN (SELECT c.id FROM conversations c WHERE " + chatFilter(query, folders) + ")";
  if (query.role) sql += " AND m.role = " + std::to_string(static_cast<int>(*query.role));
  if (query.before || query.after) {
    // Of the index only the part is read that such messages may be in.
    sql += timeFilter(query, "m.created_at") + " AND i.rowid >= " + std::to_string(inTime.first) +
           " AND i.rowid <= " + std::to_string(inTime.last);
  }
  if (!query.models.empty()) {
    sql += " AND CASE WHEN m.model_name <> '' THEN 1" + modelFilter(query, "m.model_name") +
           " ELSE m.conversation_id IN (SELECT c.id FROM conversations c WHERE 1" +
           modelFilter(query, "c.model_path") + ") END";
  }
  return sql;
}

// As SQL: "(1, 5)".
std::string listOf(const std::vector<int64_t>& ids) {
  std::string list;
  for (const int64_t id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
  return "(" + list + ")";
}

// The messages that fit the query's models; nothing when there are more than kLookedUpOneByOne.
Result<std::optional<std::vector<int64_t>>> fewOfModels(Database& database, const SearchQuery& query) {
  // One step through the index for each name there is, not for each message.
  const std::string names =
      "WITH RECURSIVE names (name) AS (SELECT min(model_name) FROM messages WHERE model_name <> ''"
      " UNION ALL SELECT (SELECT min(model_name) FROM messages WHERE model_name <> '' AND model_name > name)"
      " FROM names WHERE name IS NOT NULL)"
      " SELECT m.id FROM names CROSS JOIN messages m ON m.model_name = name AND m.model_name <> ''"
      " WHERE ?1 <> '' AND name IS NOT NULL" +
      modelFilter(query, "name");
  const std::string chats =
      " UNION ALL SELECT m.id FROM conversations c CROSS JOIN messages m ON m.conversation_id = c.id"
      " WHERE m.model_name = ''" +
      modelFilter(query, "c.model_path") + " LIMIT ?2";
  std::vector<int64_t> ids;
  Statement list(database, names + chats);
  auto read = list.forEachRow([&](Row row) { ids.push_back(row.integer(0)); }, query.fts,
                              kLookedUpOneByOne + 1, std::span(query.models));
  if (!read) return std::move(read).error();
  if (ids.size() > kLookedUpOneByOne) return std::optional<std::vector<int64_t>>();
  return std::optional(std::move(ids));
}

}  // namespace

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
              " ORDER BY i.rank LIMIT ?2"),
      // The first and last message bound how much of the index is read.
      within_(database,
              "SELECT i.rowid FROM messages_index i CROSS JOIN messages m ON m.id = i.rowid"
              " WHERE messages_index MATCH ?1 AND m.conversation_id = ?2"
              " AND i.rowid >= (SELECT min(id) FROM messages WHERE conversation_id = ?2)"
              " AND i.rowid <= (SELECT max(id) FROM messages WHERE conversation_id = ?2) ORDER BY i.rowid") {}

Result<std::vector<SearchHit>> SearchIndex::searchFiltered(const SearchQuery& query,
                                                           std::span<const Folder> folders, uint32_t limit) {
  std::vector<SearchHit> hits;
  const auto readInto = [&](const std::string& sql) -> Result<void> {
    if (hits.size() >= limit) return {};
    Statement statement(database_, sql);
    return statement.forEachRow([&](Row row) { hits.push_back(hitFrom(row)); }, query.fts,
                                static_cast<uint32_t>(limit - hits.size()), std::span(query.models));
  };
  const std::string chat = chatFilter(query, folders);
  const std::string ofChat =
      " AND " + chat + timeFilter(query, "c.updated_at") + modelFilter(query, "c.model_path");
  if (query.fts.empty()) {
    auto read = readInto("SELECT c.id, 0, c.title, '', c.updated_at FROM conversations c WHERE ?1 = ''" +
                         ofChat + " ORDER BY c.updated_at DESC, c.id DESC LIMIT ?2");
    if (!read) return std::move(read).error();
    return hits;
  }
  if (!query.role) {  // a title is nobody's
    auto read = readInto(
        "SELECT c.id, 0, c.title, snippet(titles_index, 0, char(1), char(2), '…', 32), c.updated_at"
        " FROM titles_index t CROSS JOIN conversations c ON c.id = t.rowid WHERE titles_index MATCH ?1" +
        ofChat + " ORDER BY t.rowid DESC LIMIT ?2");
    if (!read) return std::move(read).error();
  }
  if (hits.size() > limit / 2) hits.resize(limit / 2);

  const auto inTime = idsInTime(database_, query);
  if (!inTime) return inTime.error();
  if (!*inTime) return hits;

  // Few conversations are searched one by one, in their part of the index; else the newest matches are taken
  // that fit.
  std::vector<int64_t> chats;
  if (!query.folders.empty() || query.pinned) {
    Statement few(database_, "SELECT c.id FROM conversations c WHERE " + chat +
                                 " ORDER BY c.updated_at DESC, c.id DESC");
    if (auto read = few.forEachRow([&](Row row) { chats.push_back(row.integer(0)); }); !read)
      return std::move(read).error();
    if (chats.empty()) return hits;
  }
  const std::string newestFirst = " ORDER BY i.rowid DESC LIMIT ?2";
  const std::string ofMessages =
      "SELECT c.id, m.id, c.title, snippet(messages_index, 0, char(1), char(2), '…', 32), c.updated_at"
      " FROM messages_index i CROSS JOIN messages m ON m.id = i.rowid"
      " CROSS JOIN conversations c ON c.id = m.conversation_id WHERE messages_index MATCH ?1" +
      messageFilter(query, folders, **inTime);
  if (!query.models.empty()) {
    auto few = fewOfModels(database_, query);
    if (!few) return std::move(few).error();
    if (*few) {
      // First which of them match, then the snippets of those that are shown.
      std::vector<int64_t> ids;
      Statement matches(database_,
                        "SELECT i.rowid FROM messages_index i CROSS JOIN messages m ON m.id = i.rowid"
                        " WHERE messages_index MATCH ?1 AND ?2 > 0" +
                            messageFilter(query, folders, **inTime) + " AND i.rowid IN " + listOf(**few));
      auto read = matches.forEachRow([&](Row row) { ids.push_back(row.integer(0)); }, query.fts, limit,
                                     std::span(query.models));
      if (!read) return std::move(read).error();
      std::sort(ids.begin(), ids.end(), std::greater<>());
      ids.resize(std::min<size_t>(ids.size(), limit));
      if (auto shown = readInto(ofMessages + " AND i.rowid IN " + listOf(ids) + newestFirst); !shown)
        return std::move(shown).error();
      return hits;
    }
  }
  if (chats.empty() || chats.size() > kSearchedOneByOne) {
    if (auto read = readInto(ofMessages + newestFirst); !read) return std::move(read).error();
    return hits;
  }
  for (const int64_t id : chats) {
    const std::string bound = "FROM messages WHERE conversation_id = " + std::to_string(id) + ")";
    auto read = readInto(ofMessages + " AND m.conversation_id = " + std::to_string(id) +
                         " AND i.rowid >= (SELECT min(id) " + bound + " AND i.rowid <= (SELECT max(id) " +
                         bound + newestFirst);
    if (!read) return std::move(read).error();
  }
  return hits;
}

Result<std::vector<SearchHit>> SearchIndex::search(const SearchQuery& typed, std::span<const Folder> folders,
                                                   uint32_t limit) {
  if (typed.hasFilter()) return searchFiltered(typed, folders, limit);
  std::vector<SearchHit> hits;
  const std::string& query = typed.fts;
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

Result<std::vector<int64_t>> SearchIndex::within(int64_t conversationId, const SearchQuery& query) {
  std::vector<int64_t> ids;
  if (query.fts.empty()) return ids;
  auto read = within_.forEachRow([&](Row row) { ids.push_back(row.integer(0)); }, query.fts, conversationId);
  if (!read) return std::move(read).error();
  return ids;
}

Result<void> SearchIndex::rebuild() {
  return database_.write([&] {
    return database_.execute(
        "INSERT INTO messages_index (messages_index) VALUES ('rebuild');"
        "INSERT INTO titles_index (titles_index) VALUES ('rebuild')");
  });
}

}  // namespace hearth::storage
