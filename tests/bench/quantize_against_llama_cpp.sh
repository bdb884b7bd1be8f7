#!/bin/bash
# Quality of hearth-cli quantize beside llama-quantize's, on one original:
#   quantize_against_llama_cpp.sh [--importance FILE | --own FILE] [--weigh FILE] MODEL.gguf [TEXT...]
# Bytes and root mean square error of the weights; with --weigh (importance of a text that the encoders did not
# have) also the error weighted by it, and that of the products. For each text perplexity and divergence from the original with standard
# errors, and the paired difference, Hearth less peer. With --importance both encode with that file, with --own only
# Hearth does, else both blindly.
# Peer: ../shared/peers.
set -eu
importance="" own="" weigh=""
while [[ ${1:-} == --* ]]; do
  case $1 in
    --importance) importance=$(realpath "$2") ;;
    --own) own=$(realpath "$2") ;;
    --weigh) weigh=$(realpath "$2") ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
model=$(realpath "$1")
shift
mapfile -t texts < <([ $# -eq 0 ] || realpath -- "$@")
cd "$(dirname "$0")/../.."
bin=build/release/bin peer=../shared/peers/llama
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# Hearth's type, the peer's, and the peer's embedding where its own choice would not be Hearth's.
for row in "q8_0 Q8_0 q8_0" "q6_k Q6_K q6_K" "q5_k Q5_K_S q5_K" "q4_k Q4_K_S q4_K" "q3_k Q3_K_S q4_K" "q2_k Q2_K q3_K"; do
  read -r type peerType embedding <<<"$row"
  $bin/hearth-cli quantize "$model" "$folder/hearth" --force --type "$type" ${importance:+--importance "$importance"} \
    ${own:+--importance "$own"} >/dev/null
  $peer llama-quantize ${importance:+--imatrix "$importance"} --token-embedding-type "$embedding" \
    "$model" "$folder/peer" "$peerType" 1 >/dev/null 2>&1
  for who in hearth peer; do
    echo "$type $who $($bin/weights_error ${weigh:+--importance "$weigh"} "$model" "$folder/$who" | sed 's/ *\/.*//')"
  done
  for text in "${texts[@]}"; do
    echo "$type $(basename "$text")"
    $bin/hearth-cli quality "$model" --text "$text" --ctx 256 --threads 1 --with "$folder/hearth" --beside "$folder/peer"
  done
done
