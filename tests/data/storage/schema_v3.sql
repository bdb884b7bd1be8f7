-- Frozen: what version 3 of the database adds to version 2. Never edit.
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
