#include "storage/word_tokenizer.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>

namespace hearth::storage {
namespace {

struct Range {
  uint32_t first, last;
};

// Characters that are tokens by themselves, in ascending order.
constexpr Range kSingleCharacterTokens[] = {
    {0x0E01, 0x0E4E},    // Thai
    {0x0E81, 0x0ECD},    // Lao
    {0x1000, 0x109F},    // Burmese
    {0x1100, 0x11FF},    // Hangul letters
    {0x1780, 0x17D3},    // Khmer
    {0x2600, 0x27BF},    // symbols and dingbats
    {0x3005, 0x3007},    // ideographic iteration mark and zero
    {0x3041, 0x3096},    // Hiragana
    {0x30A1, 0x30FF},    // Katakana
    {0x3105, 0x318E},    // Bopomofo, Hangul letters
    {0x3400, 0x4DBF},    // Han, extension A
    {0x4E00, 0x9FFF},    // Han
    {0xA960, 0xA97C},    // Hangul letters
    {0xAC00, 0xD7FB},    // Hangul syllables
    {0xF900, 0xFAFF},    // Han, compatibility
    {0xFF66, 0xFFDC},    // half-width Katakana and Hangul
    {0x1F000, 0x1FAFF},  // emoji
    {0x20000, 0x3FFFF},  // Han, later extensions
};

bool isSingleCharacterToken(uint32_t codePoint) {
  if (codePoint < kSingleCharacterTokens[0].first) return false;
  const auto* range = std::lower_bound(std::begin(kSingleCharacterTokens), std::end(kSingleCharacterTokens),
                                       codePoint, [](const Range& r, uint32_t c) { return r.last < c; });
  return range != std::end(kSingleCharacterTokens) && range->first <= codePoint;
}

struct Character {
  uint32_t codePoint;
  int bytes;
};

// The character at text[0]. A byte that starts no valid sequence counts as a character of its own.
Character characterAt(const char* text, int available) {
  const auto byteAt = [&](int i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byteAt(0);
  const int length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
  if (length == 1 || length > available) return {lead < 0x80 ? lead : 0xFFFDu, 1};
  uint32_t codePoint = lead & (0x7Fu >> length);
  for (int i = 1; i < length; ++i) {
    if ((byteAt(i) & 0xC0) != 0x80) return {0xFFFDu, 1};
    codePoint = codePoint << 6 | (byteAt(i) & 0x3Fu);
  }
  return {codePoint, length};
}

using TakeToken = int (*)(void* context, int flags, const char* token, int tokenBytes, int start, int end);

// unicode61, and how to reach it.
struct WordTokenizer {
  fts5_tokenizer unicode61;
  Fts5Tokenizer* instance = nullptr;
  ~WordTokenizer() {
    if (instance != nullptr) unicode61.xDelete(instance);
  }
};

int create(void* api, const char** arguments, int argumentCount, Fts5Tokenizer** out) {
  auto tokenizer = std::make_unique<WordTokenizer>();
  auto* fts = static_cast<fts5_api*>(api);
  void* context = nullptr;
  int status = fts->xFindTokenizer(fts, "unicode61", &context, &tokenizer->unicode61);
  if (status == SQLITE_OK) {
    status = tokenizer->unicode61.xCreate(context, arguments, argumentCount, &tokenizer->instance);
  }
  if (status == SQLITE_OK) *out = reinterpret_cast<Fts5Tokenizer*>(tokenizer.release());
  return status;
}

void destroy(Fts5Tokenizer* tokenizer) { delete reinterpret_cast<WordTokenizer*>(tokenizer); }

// Passes unicode61's tokens of one segment on, with offsets counted from the start of the whole text.
struct Segment {
  void* context;
  TakeToken take;
  int offset;
};

int takeFromSegment(void* segment, int flags, const char* token, int tokenBytes, int start, int end) {
  const auto& s = *static_cast<Segment*>(segment);
  return s.take(s.context, flags, token, tokenBytes, s.offset + start, s.offset + end);
}

int tokenize(Fts5Tokenizer* self, void* context, int flags, const char* text, int textBytes, TakeToken take) {
  auto& tokenizer = *reinterpret_cast<WordTokenizer*>(self);
  const auto takeSegment = [&](int start, int end) {
    if (start == end) return SQLITE_OK;
    Segment segment{context, take, start};
    return tokenizer.unicode61.xTokenize(tokenizer.instance, &segment, flags, text + start, end - start,
                                         takeFromSegment);
  };
  int segmentStart = 0;
  for (int at = 0; at < textBytes;) {
    const Character character = characterAt(text + at, textBytes - at);
    const int next = at + character.bytes;
    if (isSingleCharacterToken(character.codePoint)) {
      if (const int status = takeSegment(segmentStart, at); status != SQLITE_OK) return status;
      if (const int status = take(context, 0, text + at, character.bytes, at, next); status != SQLITE_OK)
        return status;
      segmentStart = next;
    }
    at = next;
  }
  return takeSegment(segmentStart, textBytes);
}

}  // namespace

int registerWordTokenizer(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  int status = sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (status != SQLITE_OK) return status;
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  status = sqlite3_finalize(statement);
  if (status != SQLITE_OK || api == nullptr) return status == SQLITE_OK ? SQLITE_ERROR : status;
  fts5_tokenizer callbacks{create, destroy, tokenize};
  return api->xCreateTokenizer(api, "hearth_words", api, &callbacks, nullptr);
}

}  // namespace hearth::storage
