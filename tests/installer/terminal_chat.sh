#!/bin/bash
# terminal_chat.sh HEARTH_CLI MODEL: one turn from standard input is answered and saved; then the command ends.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HEARTH_DATA_DIR=$folder
answer=$(echo "What is the capital of France?" | "$1" chat "$2") || { echo "chat ended with $?"; exit 1; }
[ -n "$answer" ] || { echo "no answer"; exit 1; }
[ -s "$folder/hearth.db" ] || { echo "nothing was saved"; exit 1; }
