// Fills a database with 10,000 conversations of 20 messages and measures what the window does most.
// Usage: storage_bench FOLDER [conversations]   (the folder is kept, so that a second run starts at once)
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "storage/database.h"
#include "storage/statement.h"
#include "storage/store.h"

namespace {

using namespace hearth;
using namespace hearth::storage;
using Clock = std::chrono::steady_clock;

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().what().c_str());
    std::exit(1);
  }
  return std::move(*result);
}
void must(Result<void> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().what().c_str());
    std::exit(1);
  }
}

// Rank 1 is the commonest word.
std::string wordOfRank(uint32_t rank) {
  std::string word;
  for (uint32_t n = rank * 7919u + 13; n > 0; n /= 21) word += "abcdefghijklmnopqrstu"[n % 21];
  return word;
}

// Words with a Zipf-like spread over a vocabulary of 20,000, as text has.
std::string someText(std::mt19937& random, size_t words) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    const double u = std::uniform_real_distribution<>(0, 1)(random);
    text += wordOfRank(static_cast<uint32_t>(std::pow(20000.0, u))) + ' ';
  }
  return text;
}

void fill(const std::string& path, int conversations) {
  auto database = must(Database::open(path, Access::ReadWrite));
  std::mt19937 random(1);
  Statement addChat(*database,
                    "INSERT INTO conversations (created_at, updated_at, title) VALUES (?1, ?1, ?2)");
  Statement addMessage(*database,
                       "INSERT INTO messages (conversation_id, parent_id, role, state, created_at, text)"
                       " VALUES (?1, ?2, ?3, 1, ?4, ?5)");
  Statement setLeaf(*database, "UPDATE conversations SET active_leaf = ?2 WHERE id = ?1");
  for (int c = 0; c < conversations; ++c) {
    must(database->write([&]() -> Result<void> {
      must(addChat.run(int64_t{c}, someText(random, 5)));
      const int64_t chat = database->lastInsertedId();
      std::optional<int64_t> parent;
      for (int m = 0; m < 20; ++m) {
        must(addMessage.run(chat, parent, int64_t{1 + m % 2}, int64_t{c},
                            someText(random, m % 2 == 0 ? 30 : 150)));
        parent = database->lastInsertedId();
      }
      return setLeaf.run(chat, parent);
    }));
  }
}

// One branch of 10,000 messages.
void fillLong(const std::string& path, int64_t chat) {
  auto database = must(Database::open(path, Access::ReadWrite));
  std::mt19937 random(2);
  Statement addMessage(*database,
                       "INSERT INTO messages (conversation_id, parent_id, role, state, created_at, text)"
                       " VALUES (?1, ?2, ?3, 1, 0, ?4)");
  Statement setLeaf(*database, "UPDATE conversations SET active_leaf = ?2 WHERE id = ?1");
  must(database->write([&]() -> Result<void> {
    std::optional<int64_t> parent;
    for (int m = 0; m < 10'000; ++m) {
      must(addMessage.run(chat, parent, int64_t{1 + m % 2}, someText(random, m % 2 == 0 ? 30 : 150)));
      parent = database->lastInsertedId();
    }
    return setLeaf.run(chat, parent);
  }));
}

void measure(const char* what, int times, const std::function<size_t()>& action) {
  std::vector<double> ms;
  size_t count = 0;
  for (int i = 0; i < times; ++i) {
    const auto start = Clock::now();
    count = action();
    ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::sort(ms.begin(), ms.end());
  std::printf("%-44s median %8.2f ms  max %8.2f ms  (%zu)\n", what, ms[ms.size() / 2], ms.back(), count);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: storage_bench FOLDER [conversations]\n");
    return 2;
  }
  const std::string path = std::string(argv[1]) + "/hearth.db";
  auto store = must(Store::open(path));
  if (must(store->conversations(1)).empty()) fill(path, argc > 2 ? std::atoi(argv[2]) : 10'000);
  store.reset();

  measure("open the database", 5, [&] {
    store.reset();
    store = must(Store::open(path));
    return size_t{0};
  });
  measure("list all conversations", 10, [&] { return must(store->conversations()).size(); });
  measure("list 100 conversations", 10, [&] { return must(store->conversations(100)).size(); });
  int64_t chat = 0;
  measure("open a conversation", 50,
          [&] { return must(store->activeBranch(1 + (chat += 97) % 5000)).size(); });
  std::mt19937 random(1);
  for (const std::string& words :
       {wordOfRank(1), wordOfRank(1) + " " + wordOfRank(2), wordOfRank(5) + " " + wordOfRank(100),
        wordOfRank(10'000), wordOfRank(1).substr(0, 1), wordOfRank(1).substr(0, 2), std::string("absent"),
        std::string("北京")}) {
    measure(("search '" + words + "'").c_str(), 5, [&] { return must(store->search(words)).size(); });
  }
  const std::string common = wordOfRank(1), rare = wordOfRank(10'000);
  const int64_t folder = must(store->createFolder("Rare", std::nullopt)).id;
  must(store->moveToFolder(3, folder));
  const std::string phrase = "\"" + common + " " + wordOfRank(2) + "\"", prefix = common.substr(0, 2);
  for (const std::string filter : {"", "in:rare ", "role:you ", "role:model ", "pinned:yes ", "pinned:no ",
                                   "before:2001 ", "after:2001 ", "model:none "}) {
    for (const std::string& word : {common, rare, phrase, prefix, std::string("北京")})
      measure(("search '" + filter + word + "'").c_str(), 5,
              [&] { return must(store->search(filter + word)).size(); });
  }
  measure("search a phrase of common words", 5,
          [&] { return must(store->search("\"" + common + " " + wordOfRank(2) + "\"")).size(); });
  measure("search a common word, excluding another", 5,
          [&] { return must(store->search(common + " -" + wordOfRank(2))).size(); });

  const int64_t longChat = must(store->createConversation(std::nullopt, "")).id;
  fillLong(path, longChat);
  measure("10,000 messages: the last 30", 20, [&] { return must(store->branchEnd(longChat, 30)).size(); });
  measure("10,000 messages: the outline", 20, [&] { return must(store->branchOutline(longChat)).size(); });
  const int64_t middle = must(store->branchOutline(longChat)).at(5000).id;
  measure("10,000 messages: 30 in the middle", 20,
          [&] { return must(store->messagesAbove(middle, 30)).size(); });
  measure("10,000 messages: the whole branch", 10,
          [&] { return must(store->activeBranch(longChat)).size(); });
  measure("10,000 messages: find a common word", 10,
          [&] { return must(store->findInConversation(longChat, common)).size(); });
  must(store->moveToTrash(longChat));

  const Conversation written = must(store->createConversation(std::nullopt, ""));
  const Message question =
      must(store->addMessage(written.id, std::nullopt, Role::User, "q", MessageState::Finished));
  measure("add a message (synchronous)", 20, [&] {
    return static_cast<size_t>(
        must(store->addMessage(written.id, question.id, Role::User, "text", MessageState::Finished)).id);
  });
  const Message answer =
      must(store->addMessage(written.id, question.id, Role::Assistant, "", MessageState::Writing));
  std::string text = someText(random, 16'000);
  measure("flush an answer that grows, from 100 kB", 200, [&] {
    text += "and one more word ";
    must(store->flush(answer.id, text, ""));
    return text.size();
  });
  measure("finish an answer", 1, [&] {
    must(store->finish(answer.id, text, "", MessageState::Finished, std::nullopt));
    return text.size();
  });
  must(store->moveToTrash(written.id));
  must(store->emptyTrash(0));
  return 0;
}
