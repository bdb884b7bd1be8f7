#!/bin/bash
# window_opens.sh HEARTH MODEL: the window opens on an X server, stays, makes its database, complains about nothing
# missing, and ends in order when it is asked to. Exit 77: no X server to try with.
set -u
[ -n "${DISPLAY:-}" ] || { echo "skipped: no X server (DISPLAY is not set; installer/test.sh provides Xvfb)"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HEARTH_DATA_DIR=$folder QT_QPA_PLATFORM=xcb "$1" --model "$2" >"$folder/log" 2>&1 &
window=$!
fail() { echo "$1"; cat "$folder/log"; kill -9 "$window" 2>/dev/null; exit 1; }

for _ in $(seq 100); do  # 10 s
  [ -s "$folder/hearth.db" ] && break
  kill -0 "$window" 2>/dev/null || fail "the window closed by itself"
  sleep 0.1
done
[ -s "$folder/hearth.db" ] || fail "no database after 10 s"
sleep 3
kill -0 "$window" 2>/dev/null || fail "the window closed by itself"
grep -qiE 'is not installed|is not a type|ReferenceError|TypeError|could not (load|find)' "$folder/log" && fail "the window complains"
kill -TERM "$window"
wait "$window"
ended=$?
[ "$ended" = 0 ] || fail "asked to end, the window ended with $ended"
