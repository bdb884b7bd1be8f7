#!/bin/sh
# Download throughput on loopback: Hearth (parts, journal, SHA-256 on the way, flushed to the disk) beside curl
# (which does none of that). Usage: tests/bench/download_speed.sh [MiB [FOLDER]]; needs curl and a release build.
set -eu
mib=${1:-1024}
folder=$(mktemp -d "${2:-/tmp}/hearth-bench-XXXXXX")
bin=$(dirname "$0")/../../build/release/bin
mkfifo "$folder/keep"
trap 'exec 3>&-; rm -r "$folder"' EXIT
head -c "${mib}M" /dev/urandom > "$folder/source"
sum=$(sha256sum "$folder/source" | cut -d' ' -f1)
"$bin/library_file_server" "$folder/source" < "$folder/keep" > "$folder/url" &
exec 3> "$folder/keep"
while [ ! -s "$folder/url" ]; do :; done
url=$(cat "$folder/url")
for round in 1 2 3; do
  curl -s -o "$folder/by-curl" -w "curl        %{time_total} s %{speed_download} B/s\n" "$url"
  rm "$folder/by-curl"
  sh -c 't0=$(date +%s%N); curl -s -o "$1" "$0"; sync "$1"; t1=$(date +%s%N); echo "curl + sync $(( (t1 - t0) / 1000000 )) ms"' "$url" "$folder/by-curl"
  rm "$folder/by-curl"
  sh -c 't0=$(date +%s%N); curl -s -o "$1" "$0"; sha256sum "$1" > /dev/null; t1=$(date +%s%N); echo "curl + sha256sum $(( (t1 - t0) / 1000000 )) ms"' "$url" "$folder/by-curl"
  rm "$folder/by-curl"
  for connections in ${CONNECTIONS:-4}; do
    echo "hearth x$connections   $("$bin/library_download_helper" "$url" "$folder/by-hearth.gguf" "$sum" 16777216 0 "$connections" | tail -1)"
    rm "$folder/by-hearth.gguf"
  done
done
