#include "runtime/template/strftime.h"

#include <array>
#include <cstdint>
#include <ctime>

namespace hearth::jinja {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

std::tm localTime(std::time_t seconds) {
  std::tm parts{};
#ifdef _WIN32
  localtime_s(&parts, &seconds);
#else
  localtime_r(&seconds, &parts);
#endif
  return parts;
}

// ISO 8601: week 1 is the one with the year's first Thursday.
struct IsoWeek {
  int year, week;
};
IsoWeek isoWeek(const std::tm& t) {
  const int year = t.tm_year + 1900;
  const int weekday = (t.tm_wday + 6) % 7;  // Monday is 0
  const int week = (t.tm_yday - weekday + 10) / 7;
  const auto weeksIn = [](int y) {
    const auto dec31 = [](int z) { return (z + z / 4 - z / 100 + z / 400) % 7; };
    return dec31(y) == 4 || dec31(y - 1) == 3 ? 53 : 52;
  };
  if (week < 1) return {year - 1, weeksIn(year - 1)};
  if (week > weeksIn(year)) return {year + 1, 1};
  return {year, week};
}

// A number in `width` digits, padded as the flag says: '-' not at all, '_' with spaces, '0' with zeros.
std::string number(int64_t value, size_t width, char pad, char flag) {
  std::string text = std::to_string(value);
  if (flag == '-') return text;
  if (flag == '_') pad = ' ';
  if (flag == '0') pad = '0';
  if (text.size() < width) text.insert(0, width - text.size(), pad);
  return text;
}

std::string cased(std::string text, char flag) {
  for (char& c : text) {
    if (flag == '^' && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return text;
}

class Formatter {
 public:
  explicit Formatter(std::chrono::system_clock::time_point time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    micros_ = std::chrono::duration_cast<std::chrono::microseconds>(time - seconds).count();
    seconds_ = std::chrono::system_clock::to_time_t(seconds);
    t_ = localTime(seconds_);
  }

  std::string format(std::string_view format) const {
    std::string out;
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] != '%' || i + 1 == format.size()) {
        out += format[i];
        continue;
      }
      char flag = 0;
      size_t at = i + 1;
      if (at + 1 < format.size() && std::string_view("-_0^#").find(format[at]) != std::string_view::npos) {
        flag = format[at++];
      }
      const std::string part = directive(format[at], flag);
      out += part.empty() && !isEmpty(format[at]) ? std::string(format.substr(i, at - i + 1)) : part;
      i = at;
    }
    return out;
  }

 private:
  static bool isEmpty(char c) {
    return c == 'Z' || c == 'z';
  }  // the clock carries no time zone, as in Python

  std::string directive(char c, char flag) const {
    const int year = t_.tm_year + 1900;
    const int hour12 = t_.tm_hour % 12 == 0 ? 12 : t_.tm_hour % 12;
    switch (c) {
      case 'a':
        return cased(std::string(kDays[static_cast<size_t>(t_.tm_wday)].substr(0, 3)), flag);
      case 'A':
        return cased(std::string(kDays[static_cast<size_t>(t_.tm_wday)]), flag);
      case 'b':
      case 'h':
        return cased(std::string(kMonths[static_cast<size_t>(t_.tm_mon)].substr(0, 3)), flag);
      case 'B':
        return cased(std::string(kMonths[static_cast<size_t>(t_.tm_mon)]), flag);
      case 'c':
        return format("%a %b %e %H:%M:%S %Y");
      case 'C':
        return number(year / 100, 2, '0', flag);
      case 'd':
        return number(t_.tm_mday, 2, '0', flag);
      case 'D':
      case 'x':
        return format("%m/%d/%y");
      case 'e':
        return number(t_.tm_mday, 2, ' ', flag);
      case 'f':
        return number(micros_, 6, '0', 0);
      case 'F':
        return format("%Y-%m-%d");
      case 'g':
        return number(isoWeek(t_).year % 100, 2, '0', flag);
      case 'G':
        return number(isoWeek(t_).year, 4, '0', flag);
      case 'H':
        return number(t_.tm_hour, 2, '0', flag);
      case 'I':
        return number(hour12, 2, '0', flag);
      case 'j':
        return number(t_.tm_yday + 1, 3, '0', flag);
      case 'k':
        return number(t_.tm_hour, 2, ' ', flag);
      case 'l':
        return number(hour12, 2, ' ', flag);
      case 'm':
        return number(t_.tm_mon + 1, 2, '0', flag);
      case 'M':
        return number(t_.tm_min, 2, '0', flag);
      case 'n':
        return "\n";
      case 'p':
        return flag == '#' ? (t_.tm_hour < 12 ? "am" : "pm") : (t_.tm_hour < 12 ? "AM" : "PM");
      case 'P':
        return t_.tm_hour < 12 ? "am" : "pm";
      case 'r':
        return format("%I:%M:%S %p");
      case 'R':
        return format("%H:%M");
      case 's':
        return std::to_string(seconds_);
      case 'S':
        return number(t_.tm_sec, 2, '0', flag);
      case 't':
        return "\t";
      case 'T':
      case 'X':
        return format("%H:%M:%S");
      case 'u':
        return number(t_.tm_wday == 0 ? 7 : t_.tm_wday, 1, '0', flag);
      case 'U':
        return number((t_.tm_yday + 7 - t_.tm_wday) / 7, 2, '0', flag);
      case 'V':
        return number(isoWeek(t_).week, 2, '0', flag);
      case 'w':
        return number(t_.tm_wday, 1, '0', flag);
      case 'W':
        return number((t_.tm_yday + 7 - (t_.tm_wday + 6) % 7) / 7, 2, '0', flag);
      case 'y':
        return number(year % 100, 2, '0', flag);
      case 'Y':
        return std::to_string(year);
      case '%':
        return "%";
      default:
        return {};
    }
  }

  std::tm t_{};
  std::time_t seconds_ = 0;
  int64_t micros_ = 0;
};

}  // namespace

std::string formatTime(std::string_view format, std::chrono::system_clock::time_point time) {
  return Formatter(time).format(format);
}

}  // namespace hearth::jinja
