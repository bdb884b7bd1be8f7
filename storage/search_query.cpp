#include "storage/search_query.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <system_error>

namespace hearth::storage {
namespace {

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == '\0';
}

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = folded(c);
  return result;
}

// One blank-separated piece of what was typed.
struct Piece {
  std::string key;   // before the colon of a filter; else empty
  std::string text;  // without its quotes
  bool excluded = false;
  bool quoted = false;
};

// Up to the closing quote, or else to the next blank.
std::string readText(std::string_view typed, size_t& at, bool& quoted) {
  quoted = at < typed.size() && typed[at] == '"';
  std::string text;
  if (quoted) {
    for (++at; at < typed.size() && typed[at] != '"'; ++at) text += typed[at];
    if (at < typed.size()) ++at;
  } else {
    for (; at < typed.size() && !isSpace(typed[at]); ++at) text += typed[at];
  }
  return text;
}

std::vector<Piece> piecesOf(std::string_view typed) {
  constexpr std::string_view kKeys[] = {"in", "model", "role", "before", "after", "pinned"};
  std::vector<Piece> pieces;
  for (size_t at = 0;;) {
    while (at < typed.size() && isSpace(typed[at])) ++at;
    if (at == typed.size()) return pieces;
    Piece piece;
    if (typed[at] == '-' && at + 1 < typed.size() && !isSpace(typed[at + 1])) {
      piece.excluded = true;
      ++at;
    } else {
      const std::string_view rest = typed.substr(at);
      for (const std::string_view key : kKeys) {
        if (rest.size() <= key.size() || rest[key.size()] != ':') continue;
        if (folded(rest.substr(0, key.size())) != key) continue;
        piece.key = key;
        at += key.size() + 1;
        break;
      }
    }
    piece.text = readText(typed, at, piece.quoted);
    if (!piece.text.empty() || !piece.key.empty()) pieces.push_back(std::move(piece));
  }
}

std::string quotedForFts(std::string_view text) {
  std::string phrase = "\"";
  for (const char c : text) {
    if (c == '\0') {
      phrase += ' ';  // would end the query
    } else {
      phrase += c == '"' ? "\"\"" : std::string(1, c);
    }
  }
  return phrase + '"';
}

// "2026", "2026-11" or "2026-11-22", at the beginning of that time in the local time zone.
std::optional<int64_t> timeFrom(const std::string& text) {
  int parts[3] = {0, 1, 1};  // year, month, day
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int& part : parts) {
    const auto read = std::from_chars(at, end, part);
    if (read.ec != std::errc() || part < 0) return std::nullopt;
    at = read.ptr;
    if (at == end) break;
    if (*at++ != '-') return std::nullopt;
  }
  if (at != end || parts[0] < 1970 || parts[0] > 9999 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 ||
      parts[2] > 31)
    return std::nullopt;
  std::tm local{};
  local.tm_year = parts[0] - 1900;
  local.tm_mon = parts[1] - 1;
  local.tm_mday = parts[2];
  local.tm_isdst = -1;  // let the system find out
  return int64_t{std::mktime(&local)} * 1000;
}

// False when the value makes no sense.
bool takeFilter(SearchQuery& query, const Piece& piece) {
  const std::string value = folded(piece.text);
  if (value.empty()) return false;
  if (piece.key == "in") {
    query.folders.push_back(piece.text);
  } else if (piece.key == "model") {
    query.models.push_back(piece.text);
  } else if (piece.key == "role") {
    if (value == "you" || value == "user" || value == "me") {
      query.role = Role::User;
    } else if (value == "model" || value == "assistant") {
      query.role = Role::Assistant;
    } else {
      return false;
    }
  } else if (piece.key == "pinned") {
    if (value != "yes" && value != "no") return false;
    query.pinned = value == "yes";
  } else {
    const auto time = timeFrom(value);
    if (!time) return false;
    (piece.key == "before" ? query.before : query.after) = *time;
  }
  return true;
}

}  // namespace

bool containsFolded(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return folded(a) == folded(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

SearchQuery parseSearch(std::string_view typed) {
  SearchQuery query;
  std::string excluded;
  bool lastMayGoOn = false;
  for (const Piece& piece : piecesOf(typed)) {
    lastMayGoOn = false;
    if (!piece.key.empty() && takeFilter(query, piece)) continue;
    const std::string word = piece.key.empty() ? piece.text : piece.key + ":" + piece.text;
    if (piece.excluded) {
      excluded += " NOT " + quotedForFts(word);
    } else {
      if (!query.fts.empty()) query.fts += ' ';
      query.fts += quotedForFts(word);
      lastMayGoOn = !piece.quoted;
    }
  }
  if (lastMayGoOn) query.fts += '*';
  if (!query.fts.empty() && !excluded.empty()) query.fts = "(" + query.fts + ")" + excluded;
  return query;
}

}  // namespace hearth::storage
