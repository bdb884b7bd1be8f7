// A conversation of many messages, written straight into a database, as a year of use would leave it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hearth::bench {

struct LongChat {
  int64_t conversationId = 0;
  std::string lastWords;  // of the last message
};

// Makes the database in `folder`. The conversation's messages alternate; answers have paragraphs, lists,
// code, tables.
LongChat makeLongChat(const std::string& databasePath, int messages);
// The same with these texts, the first one the user's.
LongChat makeChat(const std::string& databasePath, const std::vector<std::string>& texts);

}  // namespace hearth::bench
