// The schema as SQL: version 1, and what each later version adds. Each is frozen once released; a later one
// is a new step in migrations.cpp.
#pragma once

namespace hearth::storage {

// Numbers in role and state are the enums of records.h; times are UTC milliseconds since 1970. Large texts
// stand last in their rows, so that reading the small fields does not walk over their pages.
inline constexpr const char* kSchemaVersion1 = R"sql(
CREATE TABLE folders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id INTEGER REFERENCES folders (id) ON DELETE SET NULL,
  position INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  system_prompt TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX folders_by_parent ON folders (parent_id, position);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER REFERENCES folders (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  active_leaf INTEGER,
  title_is_automatic INTEGER NOT NULL DEFAULT 1 CHECK (title_is_automatic IN (0, 1)),
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  title TEXT NOT NULL DEFAULT '',
  model_path TEXT NOT NULL DEFAULT '',
  system_prompt TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (id, active_leaf) REFERENCES messages (conversation_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX conversations_listed ON conversations (pinned DESC, updated_at DESC, id DESC)
  WHERE deleted_at IS NULL;
CREATE INDEX conversations_in_trash ON conversations (deleted_at DESC) WHERE deleted_at IS NOT NULL;
CREATE INDEX conversations_by_folder ON conversations (folder_id);

-- A tree per conversation. A parent is older than its children, which rules out cycles. Children are not deleted
-- through their parent but with their conversation: SQLite limits how deep one deletion may lead to the next.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  parent_id INTEGER CHECK (parent_id < id),
  role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 2),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
  writer INTEGER,
  created_at INTEGER NOT NULL,
  model_name TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  thinking TEXT NOT NULL DEFAULT '',
  UNIQUE (conversation_id, id),
  FOREIGN KEY (conversation_id, parent_id) REFERENCES messages (conversation_id, id)
    DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id, id);
CREATE INDEX messages_being_written ON messages (writer) WHERE state = 0;

CREATE TABLE generation_stats (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  prompt_tokens INTEGER NOT NULL DEFAULT 0,
  reused_tokens INTEGER NOT NULL DEFAULT 0,
  generated_tokens INTEGER NOT NULL DEFAULT 0,
  prompt_seconds REAL NOT NULL DEFAULT 0,
  generate_seconds REAL NOT NULL DEFAULT 0,
  first_token_seconds REAL NOT NULL DEFAULT 0,
  thinking_seconds REAL NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_by_message ON attachments (message_id);
CREATE INDEX attachments_by_sha256 ON attachments (sha256);

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The search index is derived: what users wrote and answers no longer being written. An answer enters it when it
-- is finished, so that flushing it every second stays cheap.
CREATE VIEW searchable_messages AS SELECT id, text FROM messages WHERE state <> 0 AND role <> 0;
CREATE VIRTUAL TABLE messages_index USING fts5 (
  text, content = 'searchable_messages', content_rowid = 'id', prefix = '1 2 3',
  tokenize = 'hearth_words remove_diacritics 2'
);
CREATE TRIGGER messages_index_insert AFTER INSERT ON messages WHEN new.state <> 0 AND new.role <> 0 BEGIN
  INSERT INTO messages_index (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER messages_index_delete AFTER DELETE ON messages WHEN old.state <> 0 AND old.role <> 0 BEGIN
  INSERT INTO messages_index (messages_index, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER messages_index_update_old AFTER UPDATE OF text, state ON messages
WHEN old.state <> 0 AND old.role <> 0 BEGIN
  INSERT INTO messages_index (messages_index, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER messages_index_update_new AFTER UPDATE OF text, state ON messages
WHEN new.state <> 0 AND new.role <> 0 BEGIN
  INSERT INTO messages_index (rowid, text) VALUES (new.id, new.text);
END;

CREATE VIRTUAL TABLE titles_index USING fts5 (
  title, content = 'conversations', content_rowid = 'id', prefix = '1 2 3',
  tokenize = 'hearth_words remove_diacritics 2'
);
CREATE TRIGGER titles_index_insert AFTER INSERT ON conversations BEGIN
  INSERT INTO titles_index (rowid, title) VALUES (new.id, new.title);
END;
CREATE TRIGGER titles_index_delete AFTER DELETE ON conversations BEGIN
  INSERT INTO titles_index (titles_index, rowid, title) VALUES ('delete', old.id, old.title);
END;
CREATE TRIGGER titles_index_update AFTER UPDATE OF title ON conversations BEGIN
  INSERT INTO titles_index (titles_index, rowid, title) VALUES ('delete', old.id, old.title);
  INSERT INTO titles_index (rowid, title) VALUES (new.id, new.title);
END;
)sql";

// What a conversation's answers used, so that it starts fast when it is reopened: bytes of the engine's, of
// no meaning here. A conversation without is only slower at first.
inline constexpr const char* kSchemaVersion2 = R"sql(
CREATE TABLE conversation_experts (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  updated_at INTEGER NOT NULL,
  profile BLOB NOT NULL
) STRICT;
)sql";

// Chats as people keep them: folders with settings, presets, where an imported chat came from, what answers
// cost, what is written but not sent. Parameters and usage are JSON of the app's; an empty text says that
// there are none. A folder in the trash keeps its rows, so that it can be restored with what was in it.
inline constexpr const char* kSchemaVersion3 = R"sql(
CREATE TABLE presets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  position INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  model_path TEXT NOT NULL DEFAULT '',
  parameters TEXT NOT NULL DEFAULT '',
  system_prompt TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE model_defaults (
  model TEXT PRIMARY KEY,
  parameters TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE folders ADD COLUMN deleted_at INTEGER;
ALTER TABLE folders ADD COLUMN model_path TEXT NOT NULL DEFAULT '';
ALTER TABLE folders ADD COLUMN parameters TEXT NOT NULL DEFAULT '';

ALTER TABLE conversations ADD COLUMN preset_id INTEGER REFERENCES presets (id) ON DELETE SET NULL;
ALTER TABLE conversations ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN parameters TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX conversations_by_source ON conversations (source) WHERE source <> '';
CREATE INDEX conversations_by_preset ON conversations (preset_id) WHERE preset_id IS NOT NULL;

ALTER TABLE messages ADD COLUMN edited INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1));

ALTER TABLE generation_stats ADD COLUMN expert_hits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation_stats ADD COLUMN expert_uses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation_stats ADD COLUMN drafted_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation_stats ADD COLUMN accepted_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation_stats ADD COLUMN energy_joules REAL;
ALTER TABLE generation_stats ADD COLUMN left_out_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation_stats ADD COLUMN parameters TEXT NOT NULL DEFAULT '';

ALTER TABLE attachments ADD COLUMN usage TEXT NOT NULL DEFAULT '';
-- The text within a PDF and the like, by the hash that names the content.
CREATE TABLE attachment_texts (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  text TEXT NOT NULL
) STRICT;

-- What the model reads in place of a message and all above it, when its context does not hold them: of its own
-- writing, by the user's wish. Messages never change, so it holds for every branch through this one.
CREATE TABLE summaries (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  model_name TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL
) STRICT;

CREATE TABLE queued_messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX queued_messages_by_conversation ON queued_messages (conversation_id, id);

-- Of what is not sent yet: a queued message, else the draft of a conversation, else (both NULL) that of the new
-- chat.
CREATE TABLE draft_attachments (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER REFERENCES conversations (id) ON DELETE CASCADE,
  queued_message_id INTEGER REFERENCES queued_messages (id) ON DELETE CASCADE,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL
) STRICT;
CREATE INDEX draft_attachments_by_conversation ON draft_attachments (conversation_id);
CREATE INDEX draft_attachments_by_queued_message ON draft_attachments (queued_message_id);
CREATE INDEX draft_attachments_by_sha256 ON draft_attachments (sha256);
)sql";

}  // namespace hearth::storage
