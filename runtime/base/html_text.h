// Text as the content of an HTML element or of an attribute in double quotes.
#pragma once

#include <string>
#include <string_view>

namespace hearth {

void appendEscapedHtml(std::string& out, std::string_view text);
std::string escapedHtml(std::string_view text);

}  // namespace hearth
