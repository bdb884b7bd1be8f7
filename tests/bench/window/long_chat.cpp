#include "tests/bench/window/long_chat.h"

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "storage/database.h"
#include "storage/statement.h"
#include "storage/store.h"

namespace hearth::bench {
namespace {

void must(Result<void> done) {
  if (done) return;
  std::fprintf(stderr, "%s\n", done.error().what().c_str());
  std::exit(1);
}

std::string question(int n) {
  return "Question " + std::to_string(n) +
         ": how does this part work, and what would change if it were left out?";
}

std::string answer(int n) {
  std::string text =
      "Answer " + std::to_string(n) +
      ". Only a **small part** works on each word: a router picks a few experts, and the others wait in "
      "`memory` until they are called. That costs little, because what was used lately is used again.\n\n"
      "The second paragraph goes on at some length, so that it fills two or three lines of the reading "
      "column, as paragraphs of answers usually do, and ends with a *number*: " +
      std::to_string(n * 7919) + ".\n\n";
  if (n % 3 == 0) text += "1. First, look.\n2. Then think:\n   - once,\n   - and again.\n3. Then write.\n\n";
  if (n % 5 == 0)
    text +=
        "```python\ndef part(x):\n    total = 0\n    for y in x:\n        total += y\n    return "
        "total\n```\n\n";
  if (n % 11 == 0) text += "| Name | Size |\n|:--|--:|\n| one | 1.5 GB |\n| two | 2.5 GB |\n\n";
  return text + "That is all about part " + std::to_string(n) + ".";
}

}  // namespace

LongChat makeChat(const std::string& databasePath, const std::vector<std::string>& texts) {
  {
    auto store = storage::Store::open(databasePath);  // the newest schema
    if (!store) must(store.error());
  }
  auto opened = storage::Database::open(databasePath, storage::Access::ReadWrite);
  if (!opened) must(opened.error());
  auto& database = **opened;
  LongChat chat;
  must(database.write([&]() -> Result<void> {
    storage::Statement addChat(database,
                               "INSERT INTO conversations (created_at, updated_at, title) VALUES (1, 1, ?1)");
    storage::Statement addMessage(
        database,
        "INSERT INTO messages (conversation_id, parent_id, role, state, created_at, text)"
        " VALUES (?1, ?2, ?3, 1, ?4, ?5)");
    storage::Statement setLeaf(database, "UPDATE conversations SET active_leaf = ?2 WHERE id = ?1");
    must(addChat.run(std::string("A long conversation")));
    chat.conversationId = database.lastInsertedId();
    std::optional<int64_t> parent;
    for (size_t m = 0; m < texts.size(); ++m) {
      const auto role = static_cast<int64_t>(1 + m % 2);
      must(addMessage.run(chat.conversationId, parent, role, static_cast<int64_t>(m), texts[m]));
      parent = database.lastInsertedId();
    }
    if (!texts.empty()) chat.lastWords = texts.back();
    return setLeaf.run(chat.conversationId, parent);
  }));
  return chat;
}

LongChat makeLongChat(const std::string& databasePath, int messages) {
  std::vector<std::string> texts;
  for (int m = 0; m < messages; ++m) texts.push_back(m % 2 == 0 ? question(m / 2) : answer(m / 2));
  return makeChat(databasePath, texts);
}

}  // namespace hearth::bench
