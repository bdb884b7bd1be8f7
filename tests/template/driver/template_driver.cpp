// Reads JSON lines {"template": …, "variables": {…}, "now": "2026-01-05T14:30:00"} and writes {"text": …} or
// {"error": …} for each; with --time also how long compiling and rendering took, in microseconds.
#include <iostream>
#include <string_view>

#include "runtime/template/chat_template.h"
#include "tests/template/clock.h"

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

double microsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

Json rendered(const Json& request, bool timed) {
  const auto source = request.at("template").get<std::string>();
  const auto compileStart = Clock::now();
  const auto compiled = hearth::ChatTemplate::compile(source);
  const double compileMicros = microsSince(compileStart);
  if (!compiled) return {{"error", compiled.error().what()}};
  const auto now = request.contains("now") ? hearth::test::localClock(request["now"].get<std::string>())
                                           : std::chrono::system_clock::now();
  const auto renderStart = Clock::now();
  const auto text = compiled->render(request.at("variables"), now);
  const double renderMicros = microsSince(renderStart);
  Json answer = text ? Json{{"text", *text}} : Json{{"error", text.error().what()}};
  if (timed) {
    answer["compile_us"] = compileMicros;
    answer["render_us"] = renderMicros;
  }
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  const bool timed = argc > 1 && std::string_view(argv[1]) == "--time";
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << rendered(Json::parse(line), timed).dump(-1, ' ', false, Json::error_handler_t::replace)
              << "\n";
  }
}
