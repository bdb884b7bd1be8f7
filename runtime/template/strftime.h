// strftime_now(): the clock of a template, in local time, with English names on every machine.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace hearth::jinja {

std::string formatTime(std::string_view format, std::chrono::system_clock::time_point time);

}  // namespace hearth::jinja
