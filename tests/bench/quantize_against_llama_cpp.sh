#!/bin/bash
# Quality of hearth-cli quantize beside llama-quantize's, on one original:
#   quantize_against_llama_cpp.sh MODEL.gguf [TEXT [IMPORTANCE.gguf]]
# Bytes and root mean square error of the weights; with a text also perplexity and divergence from the original.
# Without IMPORTANCE both encode blindly, with it both use that file. Peer: ../shared/peers.
set -eu
cd "$(dirname "$0")/../.."
bin=build/release/bin peer=../shared/peers/llama model=$1 text=${2:-} importance=${3:-}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# Hearth's type, the peer's, and the peer's embedding where its own choice would not be Hearth's.
for row in "q8_0 Q8_0 q8_0" "q6_k Q6_K q6_K" "q5_k Q5_K_S q5_K" "q4_k Q4_K_S q4_K" "q3_k Q3_K_S q4_K" "q2_k Q2_K q3_K"; do
  read -r type peerType embedding <<<"$row"
  $bin/hearth-cli quantize "$model" "$folder/hearth" --force --type "$type" ${importance:+--importance "$importance"} >/dev/null
  $peer llama-quantize ${importance:+--imatrix "$importance"} --token-embedding-type "$embedding" \
    "$model" "$folder/peer" "$peerType" 1 >/dev/null 2>&1
  for who in hearth peer; do
    echo "$type $who $($bin/weights_error "$model" "$folder/$who" | sed 's/ *\/.*//')"
    if [ -n "$text" ]; then $bin/hearth-cli quality "$model" --text "$text" --ctx 256 --threads 1 --with "$folder/$who"; fi
  done
done
