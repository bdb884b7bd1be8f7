#include "app/cli/iso_time.h"

#include <cstdio>
#include <ctime>
#include <string_view>

namespace hearth::cli {
namespace {

struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

bool plausible(const Fields& f) {
  return f.year >= 0 && f.month >= 1 && f.month <= 12 && f.day >= 1 && f.day <= 31 && f.hour >= 0 && f.hour <= 23 &&
         f.minute >= 0 && f.minute <= 59 && f.second >= 0 && f.second <= 60;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parseIsoTime(const std::string& text) {
  Fields f;
  int taken = 0;
  const char* rest = text.c_str();
  if (std::sscanf(rest, "%4d-%2d-%2d%n", &f.year, &f.month, &f.day, &taken) != 3) return std::nullopt;
  rest += taken;
  if (*rest == 'T' || *rest == ' ') {
    if (std::sscanf(++rest, "%2d:%2d%n", &f.hour, &f.minute, &taken) != 2) return std::nullopt;
    rest += taken;
    if (std::sscanf(rest, ":%2d%n", &f.second, &taken) == 1) rest += taken;
    if (*rest == '.') {
      do ++rest;
      while (*rest >= '0' && *rest <= '9');
    }
  }
  if (!plausible(f)) return std::nullopt;
  std::tm parts = {};
  parts.tm_year = f.year - 1900;
  parts.tm_mon = f.month - 1;
  parts.tm_mday = f.day;
  parts.tm_hour = f.hour;
  parts.tm_min = f.minute;
  parts.tm_sec = f.second;
  parts.tm_isdst = -1;  // whatever applies on that day
  const std::string_view zone = rest;
  if (zone.empty()) return std::chrono::system_clock::from_time_t(std::mktime(&parts));

  int zoneHours = 0, zoneMinutes = 0, zoneTaken = 0;
  if (zone != "Z") {
    if (zone.front() != '+' && zone.front() != '-') return std::nullopt;
    if (std::sscanf(rest + 1, "%2d:%2d%n", &zoneHours, &zoneMinutes, &zoneTaken) != 2 || rest[1 + zoneTaken] != '\0') {
      return std::nullopt;
    }
    if (zone.front() == '-') {
      zoneHours = -zoneHours;
      zoneMinutes = -zoneMinutes;
    }
  }
  return std::chrono::system_clock::from_time_t(timegm(&parts)) - std::chrono::hours(zoneHours) -
         std::chrono::minutes(zoneMinutes);
}

}  // namespace hearth::cli
