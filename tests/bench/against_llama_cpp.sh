#!/usr/bin/env bash
# Decode and prefill speed of Hearth beside llama.cpp: same files, same threads, turn and turn about. Prints the
# medians, their ratios and Hearth's share of what memory (decode) and int8 arithmetic (prefill) gave in the same
# seconds, as a Markdown table for tests/bench/README.md.
#
#   tests/bench/against_llama_cpp.sh [--rounds N] [--threads 1,2,4] [--avx2] MODEL.gguf...
#
#   --rounds N      measured turns of each program (default 3)
#   --threads LIST  a row for each count (default: $THREADS, else all processors)
#   --avx2          again with both programs held to AVX2
#
# Environment: PROMPT (512) and GENERATE (64) tokens; DEPTH (0) tokens of context before them; PEER_ARGS, more for
# llama-bench, such as "-lm none" for a file of several GB. Best under `chrt -r 1`, on a quiet machine.
# Needs a release build, python3 and the peer (../shared/peers/setup-llama-cpp.sh).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=3 threads=${THREADS:-$(nproc)} avx2="" models=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift 2 ;;
    --threads) threads=$2; shift 2 ;;
    --avx2) avx2=avx2; shift ;;
    -*) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
    *) models+=("$(realpath "$1")"); shift ;;
  esac
done
[ ${#models[@]} -gt 0 ] || { echo "against_llama_cpp.sh: which MODEL.gguf?" >&2; exit 2; }
prompt=${PROMPT:-512} generate=${GENERATE:-64} depth=${DEPTH:-0}
peer=${HEARTH_PEER:-$root/../shared/peers/llama}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT

hearth() {  # set threads tokens-of-prompt tokens-to-write
  local limit=(); [ "$1" = best ] || limit=(--cpu-features "$1")
  "$root/build/release/bin/hearth-cli" bench "$model" --device cpu "${limit[@]}" --threads "$2" -p "$3" -n "$4" -r 1 \
    --depth "$depth" --roofline --json
}
llama() {  # the same; its backend for AVX2 is named after the first processor that had it
  local variant=; [ "$1" = best ] || variant=haswell
  # shellcheck disable=SC2086  # PEER_ARGS are words
  LLAMA_CPU=$variant "$peer" llama-bench -m "$model" -t "$2" -p "$3" -n "$4" -d "$depth" -r 1 -o json \
    ${PEER_ARGS:-} 2>/dev/null
}

for model in "${models[@]}"; do
  for set in best $avx2; do
    for count in ${threads//,/ }; do
      row="$out/$(basename "$model" .gguf)@$set@$count"
      for round in $(seq "$rounds"); do
        for program in hearth llama; do
          $program "$set" "$count" "$prompt" 0 >"$row@prefill@$program@$round"
        done
        for program in hearth llama; do
          $program "$set" "$count" 0 "$generate" >"$row@decode@$program@$round"
        done
      done
      echo "$row" >>"$out/rows"
      echo "measured: ${row##*/}" >&2
    done
  done
done

python3 - "$out" "$rounds" "$prompt" "$generate" "$depth" <<'PY'
import json, os, statistics, sys
out, rounds, prompt, generate, depth = sys.argv[1:]
tokens = {"prefill": prompt, "decode": generate}
share = {"prefill": "prefill_share_of_arithmetic", "decode": "decode_share_of_memory"}
behind = f" at {depth}" if depth != "0" else ""
print(f"| Model | Instructions | Threads | Test | Hearth | llama.cpp | Ratio | Share |\n|---|---|---|---|---|---|---|---|")
for row in open(f"{out}/rows").read().split():
    name, limit, threads = os.path.basename(row).split("@")
    for kind in ("prefill", "decode"):
        def load(program): return [json.load(open(f"{row}@{kind}@{program}@{i}")) for i in range(1, int(rounds) + 1)]
        ours, peer = load("hearth"), load("llama")
        a = statistics.median(r[f"{kind}_tokens_per_second"]["median"] for r in ours)
        b = statistics.median(r[0]["avg_ts"] for r in peer)
        part = statistics.median(r["roofline"][share[kind]] for r in ours)
        words = ours[0]["device"].split(", ")[1]
        print(f"| {name} | {words} | {threads} | {kind} {tokens[kind]}{behind} | {a:.1f} | {b:.1f} | {a / b:.2f} | {100 * part:.0f} % |")
PY
