#include "runtime/base/html_text.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(HtmlText, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(escapedHtml("<a href=\"x\">1 & 2</a>"), "&lt;a href=&quot;x&quot;&gt;1 &amp; 2&lt;/a&gt;");
  EXPECT_EQ(escapedHtml("it's 5 € already"), "it's 5 € already");
  EXPECT_EQ(escapedHtml("&amp;"), "&amp;amp;");
}

TEST(HtmlText, IsAppendedToWhatIsThere) {
  std::string out = "<b>";
  appendEscapedHtml(out, "<");
  EXPECT_EQ(out, "<b>&lt;");
}

}  // namespace
}  // namespace hearth
