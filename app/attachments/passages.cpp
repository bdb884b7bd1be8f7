#include "app/attachments/passages.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <nlohmann/json.hpp>

#include "storage/database.h"
#include "storage/statement.h"

namespace hearth::attachments {
namespace {

constexpr size_t kPassageBytes = 1200;  // some 300 tokens: an idea, not a chapter
constexpr size_t kPassageBytesLeast = 400;
constexpr size_t kWordsMax = 60;  // of the question that are looked for

bool isContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Where a piece that begins at 0 ends.
size_t endOfPiece(std::string_view text) {
  if (text.size() <= kPassageBytes) return text.size();
  const std::string_view piece = text.substr(0, kPassageBytes);
  for (const std::string_view border : {"\n\n", "\n", ". ", " "}) {
    const size_t found = piece.rfind(border);
    if (found != std::string_view::npos && found + border.size() >= kPassageBytesLeast)
      return found + border.size();
  }
  size_t end = kPassageBytes;
  while (end > 1 && isContinuation(text[end])) --end;
  return end;
}

// The question's words as an FTS5 query: any of them. Words are runs of letters, digits and other than ASCII.
std::string anyWordOf(std::string_view question) {
  std::string query, word;
  size_t words = 0;
  const auto take = [&] {
    if (!word.empty() && words < kWordsMax) {
      query += (words++ == 0 ? "\"" : " OR \"") + word + "\"";
    }
    word.clear();
  };
  for (const char c : question) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80 || std::isalnum(code)) {
      word += c;
    } else {
      take();
    }
  }
  take();
  return query;
}

struct Candidate {
  size_t file = 0;
  Passage passage;
};

// In the order of choosing.
Result<std::vector<size_t>> ranked(std::string_view question, const std::vector<std::string_view>& texts,
                                   const std::vector<Candidate>& candidates) {
  auto database = storage::Database::open(":memory:", storage::Access::ReadWrite);
  if (!database) return std::move(database).error();
  auto made = (*database)->execute(
      "CREATE VIRTUAL TABLE passages USING fts5 (text, tokenize = 'hearth_words remove_diacritics 2')");
  if (!made) return std::move(made).error();
  storage::Statement insert(**database, "INSERT INTO passages (rowid, text) VALUES (?1, ?2)");
  auto filled = (*database)->write([&]() -> Result<void> {
    for (size_t i = 0; i < candidates.size(); ++i) {
      const auto& [file, passage] = candidates[i];
      auto inserted = insert.run(static_cast<int64_t>(i + 1),
                                 texts[file].substr(passage.begin, passage.end - passage.begin));
      if (!inserted) return inserted;
    }
    return {};
  });
  if (!filled) return std::move(filled).error();

  std::vector<size_t> order;
  std::vector<bool> taken(candidates.size(), false);
  const auto take = [&](size_t i) {
    if (!taken[i]) order.push_back(i);
    taken[i] = true;
  };
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].passage.begin == 0) take(i);
  }
  if (const std::string query = anyWordOf(question); !query.empty()) {
    storage::Statement find(
        **database, "SELECT rowid FROM passages WHERE passages MATCH ?1 ORDER BY bm25(passages), rowid");
    auto found =
        find.forEachRow([&](storage::Row row) { take(static_cast<size_t>(row.integer(0) - 1)); }, query);
    if (!found) return std::move(found).error();
  }
  for (size_t i = 0; i < candidates.size(); ++i)
    take(i);  // what says nothing of the question: from the beginning on
  return order;
}

}  // namespace

std::vector<Passage> splitIntoPassages(std::string_view text) {
  std::vector<Passage> passages;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = begin + endOfPiece(text.substr(begin));
    passages.push_back({begin, end});
    begin = end;
  }
  return passages;
}

size_t Usage::shownBytes() const {
  size_t bytes = 0;
  for (const Passage& passage : passages) bytes += passage.end - passage.begin;
  return bytes;
}

std::string Usage::toJson() const {
  nlohmann::ordered_json json = {{"textBytes", textBytes}, {"passages", nlohmann::ordered_json::array()}};
  for (const Passage& passage : passages) json["passages"].push_back({passage.begin, passage.end});
  return json.dump();
}

Usage Usage::fromJson(std::string_view json, std::string_view text) {
  const auto parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains("passages") || !parsed["passages"].is_array())
    return wholeOf(text);
  Usage usage;
  usage.textBytes = text.size();
  size_t last = 0;
  for (const auto& entry : parsed["passages"]) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_number_unsigned() ||
        !entry[1].is_number_unsigned())
      return wholeOf(text);
    const Passage passage{entry[0].get<size_t>(), entry[1].get<size_t>()};
    if (passage.begin < last || passage.begin > passage.end || passage.end > text.size())
      return wholeOf(text);
    last = passage.end;
    usage.passages.push_back(passage);
  }
  return usage;
}

double shownShare(std::string_view json) {
  const auto parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains("textBytes") || !parsed["textBytes"].is_number_unsigned())
    return 1;
  const size_t bytes = parsed["textBytes"].get<size_t>();
  double shown = 0;
  for (const auto& entry : parsed.value("passages", nlohmann::json::array())) {
    if (entry.is_array() && entry.size() == 2 && entry[0].is_number_unsigned() &&
        entry[1].is_number_unsigned())
      shown += entry[1].get<double>() - entry[0].get<double>();
  }
  return bytes == 0 ? 1 : std::clamp(shown / static_cast<double>(bytes), 0.0, 1.0);
}

Result<std::vector<Usage>> chooseBest(std::string_view question, const std::vector<std::string_view>& texts,
                                      size_t bytesMax) {
  std::vector<Candidate> candidates;
  for (size_t file = 0; file < texts.size(); ++file) {
    for (const Passage& passage : splitIntoPassages(texts[file])) candidates.push_back({file, passage});
  }
  auto order = ranked(question, texts, candidates);
  if (!order) return std::move(order).error().during("Choosing the passages");
  std::vector<std::vector<Passage>> chosen(texts.size());
  size_t bytes = 0;
  for (const size_t i : *order) {
    const auto& [file, passage] = candidates[i];
    const size_t size = passage.end - passage.begin;
    if (bytes > 0 && bytes + size > bytesMax) continue;  // a shorter one may still fit
    bytes += size;
    chosen[file].push_back(passage);
  }
  std::vector<Usage> usages;
  for (size_t file = 0; file < texts.size(); ++file) {
    Usage usage{{}, texts[file].size()};
    std::sort(chosen[file].begin(), chosen[file].end(),
              [](const Passage& a, const Passage& b) { return a.begin < b.begin; });
    for (const Passage& passage : chosen[file]) {
      if (!usage.passages.empty() && usage.passages.back().end == passage.begin) {
        usage.passages.back().end = passage.end;
      } else {
        usage.passages.push_back(passage);
      }
    }
    usages.push_back(std::move(usage));
  }
  return usages;
}

}  // namespace hearth::attachments
