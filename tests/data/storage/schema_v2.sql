-- Frozen: what version 2 of the database adds to version 1. Never edit.
CREATE TABLE conversation_experts (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  updated_at INTEGER NOT NULL,
  profile BLOB NOT NULL
) STRICT;
