// How whole messages are read: the columns, and the message they make.
#pragma once

#include <string>

#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

// Of every query that yields whole messages; it calls them m and their statistics g.
extern const std::string kMessageColumns;

Message messageFrom(Row row);
Role roleFrom(int64_t number);
MessageState stateFrom(int64_t number);

}  // namespace hearth::storage
