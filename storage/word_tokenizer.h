// The FTS5 tokenizer "hearth_words": unicode61 (case and accents folded) for scripts that put spaces between
// words, and one token per character for those that do not (Chinese, Japanese, Korean, Thai, …) and for
// emoji. A quoted search is a phrase of consecutive tokens, so in those scripts any substring is found,
// however short.
#pragma once

struct sqlite3;

namespace hearth::storage {

// Returns a SQLite result code. The file's search tables can be used only on connections that called this.
int registerWordTokenizer(sqlite3* connection);

}  // namespace hearth::storage
