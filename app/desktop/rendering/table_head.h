// The head of a table as it was written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearth::desktop {

// The cells behind the first `columns` in a table's first line, up to the last one that is not empty. The
// parser leaves them out: it has as many columns as the line below says.
std::vector<std::string> cellsBeyond(std::string_view line, size_t columns);

}  // namespace hearth::desktop
