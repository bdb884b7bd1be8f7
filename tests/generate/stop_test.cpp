#include "runtime/generate/stop.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

struct Streamed {
  std::string text;
  bool stopped = false;
  friend bool operator==(const Streamed&, const Streamed&) = default;
};

// Pushes piece after piece until stopped; finishes otherwise.
Streamed stream(const std::vector<std::string>& stops, const std::vector<std::string>& pieces) {
  StopStrings watcher(stops);
  Streamed result;
  for (const std::string& piece : pieces) {
    const auto passed = watcher.push(piece);
    result.text += passed.text;
    if (passed.stopped) {
      result.stopped = true;
      return result;
    }
  }
  result.text += watcher.finish();
  return result;
}

TEST(StopStrings, StopAcrossPieces) {
  EXPECT_EQ(stream({"END"}, {"one E", "N", "D two"}), (Streamed{"one ", true}));
}

TEST(StopStrings, LetThroughWhatOnlyLookedLikeABeginning) {
  EXPECT_EQ(stream({"END"}, {"one E", "N", "x two EN"}), (Streamed{"one ENx two EN", false}));
}

TEST(StopStrings, HoldBackOnlyWhatMayBecomeAStop) {
  StopStrings watcher({"</s>", "\n\nUser"});
  EXPECT_EQ(watcher.push("Hello <").text, "Hello ");
  EXPECT_EQ(watcher.push("b> there\n").text, "<b> there");
  EXPECT_EQ(watcher.push("\n").text, "");
  EXPECT_EQ(watcher.push("\nUs").text, "\n");
  EXPECT_EQ(watcher.push("e of it").text, "\n\nUse of it");
}

TEST(StopStrings, TakeTheFirstOfSeveral) {
  EXPECT_EQ(stream({"two", "one"}, {"zero one two"}), (Streamed{"zero ", true}));
}

TEST(StopStrings, FindAStopThatBeginsInsideAFalseBeginning) {
  EXPECT_EQ(stream({"aab"}, {"a", "a", "a", "b"}), (Streamed{"a", true}));
}

TEST(StopStrings, KeepCharactersWhole) {
  // é is C3 A9, è is C3 A8: the shared first byte is no beginning of a stop in whole characters.
  EXPECT_EQ(stream({"é!"}, {"caf", "è", " café", "!"}), (Streamed{"cafè caf", true}));
  StopStrings watcher({"é!"});
  EXPECT_EQ(watcher.push("è").text, "è");
  EXPECT_EQ(watcher.push("é").text, "");
}

TEST(StopStrings, WithoutStopsPassEverythingAtOnce) {
  StopStrings watcher({""});
  EXPECT_EQ(watcher.push("anything").text, "anything");
}

// However the text is cut, the outcome is that of searching the whole.
TEST(StopStrings, DoNotDependOnTheCuts) {
  const std::string text = "ababacabab\nabacab";
  const std::vector<std::string> stops = {"abac", "b\na"};
  const size_t stop = std::min(text.find(stops[0]), text.find(stops[1]));
  for (size_t first = 0; first <= text.size(); ++first) {
    for (size_t second = first; second <= text.size(); ++second) {
      const auto result = stream(stops, {text.substr(0, first), text.substr(first, second - first), text.substr(second)});
      ASSERT_EQ(result, (Streamed{text.substr(0, stop), true})) << first << " " << second;
    }
  }
}

}  // namespace
}  // namespace hearth
