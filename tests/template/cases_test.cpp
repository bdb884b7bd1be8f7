// Templates whose output Python's Jinja2 made: our own cases always, the shared collection where it is.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "runtime/template/chat_template.h"
#include "tests/template/clock.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

const char* const kNow = "2026-01-05T14:30:00";

std::string readFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The text, or the error without its "line N: ".
struct Outcome {
  std::string text, error;
};

Outcome render(const std::string& source, const Json& variables, const std::string& now) {
  const auto compiled = ChatTemplate::compile(source);
  const auto text =
      compiled ? compiled->render(variables, test::localClock(now)) : Result<std::string>(compiled.error());
  if (text) return {*text, {}};
  const std::string& what = text.error().what();
  EXPECT_TRUE(what.starts_with("line ")) << what;
  return {{}, what.substr(std::min(what.size(), what.find(": ") + 2))};
}

TEST(ChatTemplate, RendersOwnCasesAsJinja2) {
  const Json cases = Json::parse(readFile(fs::path(HEARTH_TEST_DATA) / "template/cases.json"));
  ASSERT_GT(cases.size(), 100u);
  for (const Json& one : cases) {
    const auto source = one["template"].get<std::string>();
    const Outcome outcome = render(source, one.value("variables", Json::object()), kNow);
    if (one.contains("text")) {
      EXPECT_EQ(outcome.text, one["text"].get<std::string>()) << source << "\n" << outcome.error;
    } else {
      EXPECT_NE(outcome.error, "") << source << "\nrendered " << outcome.text;
    }
  }
}

TEST(ChatTemplate, RendersSharedTemplatesAsJinja2) {
  const fs::path folder = fs::path(HEARTH_SHARED) / "testdata/chat-templates";
  if (!fs::exists(folder)) GTEST_SKIP() << "the shared chat templates are not here: " << folder;
  const Json data = Json::parse(readFile(folder / "conversations.json"));
  size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder / "expected")) {
    const Json expected = Json::parse(readFile(entry.path()));
    const std::string source = readFile(folder / "templates" / expected["template"].get<std::string>());
    for (const Json& one : expected["cases"]) {
      Json variables = data["defaults"];
      variables["messages"] = data["conversations"][one["conversation"].get<std::string>()];
      const bool hasTools = one.contains("tools") && one["tools"].is_string();
      variables["tools"] = hasTools ? data["tools"][one["tools"].get<std::string>()] : Json();
      variables["documents"] = nullptr;
      if (one.contains("variables")) variables.update(one["variables"]);
      const Outcome outcome = render(source, variables, data["now"].get<std::string>());
      if (one.contains("expected")) {
        EXPECT_EQ(outcome.text, one["expected"].get<std::string>())
            << entry.path() << one["name"] << outcome.error;
      } else {
        EXPECT_EQ(outcome.error, one["message"].get<std::string>()) << entry.path() << one["name"];
      }
      ++count;
    }
  }
  EXPECT_GE(count, 2783u);
}

TEST(ChatTemplate, NamesTheLineOfAnError) {
  const auto compiled = ChatTemplate::compile("a\nb\n{{ raise_exception('Roles must alternate') }}");
  ASSERT_TRUE(compiled);
  const auto text = compiled->render(Json::object());
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().what(), "line 3: Roles must alternate");
}

TEST(ChatTemplate, RefusesVariablesThatAreNoObject) {
  EXPECT_FALSE(ChatTemplate::compile("x")->render(Json::array()));
}

}  // namespace
}  // namespace hearth
