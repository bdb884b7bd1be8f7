#include "runtime/gguf/metadata.h"

#include <gtest/gtest.h>

#include <limits>

namespace hearth {
namespace {

MetadataValue natural(uint64_t value) { return MetadataValue(std::in_place_type<uint64_t>, value); }
MetadataValue whole(int64_t value) { return MetadataValue(std::in_place_type<int64_t>, value); }
MetadataValue fraction(double value) { return MetadataValue(std::in_place_type<double>, value); }

TEST(Metadata, CountTakesWholeNumbersOfEitherSignWithinTheirLimits) {
  Metadata metadata;
  metadata.insert("natural", natural(7));
  metadata.insert("whole", whole(7));
  EXPECT_EQ(*metadata.count("natural", 0, 7), 7u);
  EXPECT_EQ(*metadata.count("whole", 7, 9), 7u);
  EXPECT_FALSE(metadata.count("natural", 0, 6));
  EXPECT_FALSE(metadata.count("whole", 8, 9));
}

TEST(Metadata, CountRejectsNegativeHugeFractionalAndTextualValues) {
  Metadata metadata;
  metadata.insert("negative", whole(-1));
  metadata.insert("huge", natural(uint64_t{1} << 32));  // 0 when cut to 32 bits
  metadata.insert("fraction", fraction(1.0));
  metadata.insert("text", std::string("1"));
  metadata.insert("flag", true);
  metadata.insert("list", std::vector<uint64_t>{1});
  for (const char* key : {"negative", "huge", "fraction", "text", "flag", "list"}) {
    const auto count = metadata.count(key, 0, std::numeric_limits<uint32_t>::max());
    ASSERT_FALSE(count) << key;
    EXPECT_NE(count.error().what().find(std::string("'") + key + "'"), std::string::npos)
        << count.error().what();
  }
}

TEST(Metadata, ErrorNamesTheMissingKey) {
  const auto count = Metadata().count("llama.block_count", 1, 9);
  ASSERT_FALSE(count);
  EXPECT_NE(count.error().what().find("key 'llama.block_count' is missing"), std::string::npos);
}

TEST(Metadata, FallbackIsUsedOnlyWhenTheKeyIsAbsent) {
  Metadata metadata;
  metadata.insert("bad", std::string("x"));
  EXPECT_EQ(*metadata.countOr("absent", 5, 0, 3), 5u);
  EXPECT_FALSE(metadata.countOr("bad", 5, 0, 9));
  EXPECT_FLOAT_EQ(*metadata.numberOr("absent", 2.5f, 0, 1), 2.5f);
  EXPECT_FALSE(metadata.numberOr("bad", 2.5f, 0, 9));
  EXPECT_TRUE(*metadata.flagOr("absent", true));
  EXPECT_FALSE(metadata.flagOr("bad", true));
}

TEST(Metadata, NumberTakesFractionsAndWholeNumbersButNoNanOrInfinity) {
  Metadata metadata;
  metadata.insert("fraction", fraction(0.25));
  metadata.insert("whole", whole(-3));
  metadata.insert("nan", fraction(std::numeric_limits<double>::quiet_NaN()));
  metadata.insert("infinity", fraction(std::numeric_limits<double>::infinity()));
  EXPECT_EQ(*metadata.number("fraction", 0, 1), 0.25f);
  EXPECT_EQ(*metadata.number("whole", -5, 0), -3.0f);
  EXPECT_FALSE(metadata.number("nan", -1e30f, 1e30f));
  EXPECT_FALSE(metadata.number("infinity", 0, std::numeric_limits<float>::max()));
}

TEST(Metadata, TextAndTextsAreFoundByTypeOnly) {
  Metadata metadata;
  metadata.insert("name", std::string("tiny"));
  metadata.insert("list", std::vector<std::string>{"a", "b"});
  metadata.insert("number", natural(1));
  EXPECT_EQ(*metadata.text("name"), "tiny");
  EXPECT_FALSE(metadata.text("number"));
  EXPECT_EQ(metadata.textOrNull("number"), nullptr);
  EXPECT_EQ(metadata.textOrNull("absent"), nullptr);
  ASSERT_NE(metadata.textsOrNull("list"), nullptr);
  EXPECT_EQ(metadata.textsOrNull("list")->size(), 2u);
  EXPECT_EQ(metadata.textsOrNull("name"), nullptr);
}

TEST(Metadata, HostileKeyCannotReachTheTerminal) {
  Metadata metadata;
  metadata.insert("x\x1b[2J\n", std::string("1"));
  const auto count = metadata.count("x\x1b[2J\n", 0, 1);
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().what().find('\x1b'), std::string::npos);
  EXPECT_NE(count.error().what().find("'x\\x1b[2J\\x0a'"), std::string::npos) << count.error().what();
}

}  // namespace
}  // namespace hearth
