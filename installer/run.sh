#!/bin/bash
# Installs what Hearth needs, builds it and opens it with the bundled model. Without a display: a chat in the
# terminal, on the same engine and the same saved chats (one turn when standard input is not a terminal).
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Everything but the answer goes to standard error, so that a pipe receives the chat alone.
{
  install_packages build
  build hearth hearth-cli
} >&2

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  say "Opening Hearth" >&2
  exec build/release/bin/hearth --model "$bundled_model"
fi
say "No display (neither DISPLAY nor WAYLAND_DISPLAY is set): chatting in the terminal instead." >&2
exec build/release/bin/hearth-cli chat "$bundled_model"
