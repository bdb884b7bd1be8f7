#include "storage/import/json_items.h"

#include <cmath>
#include <cstdio>
#include <ctime>

namespace hearth::storage {
namespace {

using Json = nlohmann::json;

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Walks over JSON text without understanding it: enough to find where values end.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // a byte order mark
  }

  void skipBlanks() {
    while (at_ < text_.size() && isBlank(text_[at_])) ++at_;
  }
  bool atEnd() const { return at_ >= text_.size(); }
  char next() const { return atEnd() ? '\0' : text_[at_]; }
  bool take(char wanted) {
    skipBlanks();
    if (next() != wanted) return false;
    ++at_;
    return true;
  }

  // The text of the value that begins here; empty when its end is missing.
  std::string_view value() {
    skipBlanks();
    const size_t begin = at_;
    if (next() == '"') return string() ? text_.substr(begin, at_ - begin) : std::string_view();
    size_t depth = 0;
    while (!atEnd()) {
      const char c = next();
      if (c == '"') {
        if (!string()) return {};
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') {
        if (depth == 0) break;  // that of the array around it
        --depth;
        ++at_;
        if (depth == 0) return text_.substr(begin, at_ - begin);
        continue;
      }
      if (c == ',' && depth == 0) break;
      ++at_;
    }
    // A number, true, false or null ends where something else begins.
    return depth == 0 ? text_.substr(begin, at_ - begin) : std::string_view();
  }

 private:
  bool string() {
    for (++at_; !atEnd(); ++at_) {
      if (next() == '\\') {
        ++at_;
      } else if (next() == '"') {
        ++at_;
        return true;
      }
    }
    return false;
  }
  std::string_view text_;
  size_t at_ = 0;
};

constexpr const char* kCutOff = "The end of the file is missing; what comes before it was read.";

void takeElements(Walk& walk, JsonItems& items) {
  walk.skipBlanks();
  if (walk.take(']')) return;
  while (true) {
    const std::string_view element = walk.value();
    if (element.empty()) break;
    items.items.push_back(element);
    if (walk.take(',')) continue;
    if (walk.take(']')) return;
    break;
  }
  items.cutOff = kCutOff;
}

}  // namespace

Result<Json> parseJson(std::string_view text) {
  std::string cause;
  try {
    return Json::parse(text);
  } catch (const Json::exception& exception) {
    cause = exception.what();
  }
  // "[json.exception.parse_error.101] parse error at line 1, column 5: …"
  const size_t begin = cause.find("] ");
  return Error("it is no sound JSON (" + cause.substr(begin == std::string::npos ? 0 : begin + 2, 160) + ")");
}

Result<JsonItems> splitJson(std::string_view text) {
  JsonItems items;
  Walk walk(text);
  walk.skipBlanks();
  if (walk.atEnd()) return Error("the file is empty");
  if (walk.take('[')) {
    takeElements(walk, items);
    return items;
  }
  if (walk.next() != '{') return Error("it is no JSON");
  const Walk beginning = walk;
  walk.take('{');
  Json header = Json::object();
  bool hasConversations = false;
  while (!walk.take('}')) {
    const std::string_view key = walk.value();
    // A key is followed by its colon within what value() takes for one value: look for it by hand.
    if (key.empty() || key.front() != '"' || !walk.take(':')) break;
    walk.skipBlanks();
    if (key == "\"conversations\"" && walk.next() == '[') {
      walk.take('[');
      hasConversations = true;
      takeElements(walk, items);
    } else {
      const std::string_view value = walk.value();
      if (value.empty()) break;
      // Only what a header may be: conversations of other programs are parsed once, below.
      if (key == "\"format\"" || key == "\"version\"" || key == "\"folders\"" || key == "\"presets\"") {
        auto parsed = parseJson(value);
        if (parsed) header[std::string(key.substr(1, key.size() - 2))] = std::move(*parsed);
      }
    }
    if (!walk.take(',')) {
      if (!walk.take('}') && hasConversations) items.cutOff = kCutOff;
      break;
    }
  }
  if (hasConversations) {
    items.header = std::move(header);
    return items;
  }
  Walk whole = beginning;
  const std::string_view document = whole.value();
  if (document.empty()) return Error("the end of the file is missing; get it again from where it came");
  items.items.push_back(document);
  return items;
}

const Json& valueIn(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

std::string textOf(const Json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  return text != nullptr ? *text : std::string();
}

std::string textIn(const Json& object, const char* key) { return textOf(valueIn(object, key)); }

double numberIn(const Json& object, const char* key) {
  const Json& value = valueIn(object, key);
  return value.is_number() ? value.get<double>() : 0;
}

bool flagIn(const Json& object, const char* key) {
  const Json& value = valueIn(object, key);
  return value.is_boolean() && value.get<bool>();
}

int64_t timeOf(const Json& value) {
  if (value.is_number()) {
    const double number = value.get<double>();
    constexpr double kLatestSeconds = 1e11;  // the year 5138: above, it is milliseconds
    constexpr double kLatestMs = 1e15;
    if (!std::isfinite(number) || number <= 0 || number > kLatestMs) return 0;
    return static_cast<int64_t>(std::llround(number < kLatestSeconds ? number * 1000 : number));
  }
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  double second = 0;
  const std::string text = textOf(value);
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%lf", &year, &month, &day, &hour, &minute, &second) < 5)
    return 0;
  if (year < 1970 || year > 5000 || !std::isfinite(second) || std::abs(second) > 61) return 0;
  std::tm utc{};
  utc.tm_year = year - 1900;
  utc.tm_mon = month - 1;
  utc.tm_mday = day;
  utc.tm_hour = hour;
  utc.tm_min = minute;
  // "Z" or an offset such as +02:00 ends it.
  int offsetMinutes = 0;
  const size_t sign = text.find_first_of("+-", 19);
  if (sign != std::string::npos) {
    int hours = 0, minutes = 0;
    if (std::sscanf(text.c_str() + sign + 1, "%2d:%2d", &hours, &minutes) >= 1)
      offsetMinutes = (text[sign] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  return (int64_t{timegm(&utc)} - offsetMinutes * 60) * 1000 + std::llround(second * 1000);
}

}  // namespace hearth::storage
