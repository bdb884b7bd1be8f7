// Where Hearth keeps the user's data. The window and the terminal chat share it.
#pragma once

#include <string>

namespace hearth::storage {

// Without a trailing slash, UTF-8; not created here. HEARTH_DATA_DIR when set; else $XDG_DATA_HOME/hearth or
// ~/.local/share/hearth, ~/Library/Application Support/Hearth on macOS, %LOCALAPPDATA%\Hearth on Windows.
std::string dataDirectory();

// dataDirectory()/hearth.db
std::string defaultDatabasePath();

}  // namespace hearth::storage
