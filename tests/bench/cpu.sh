#!/usr/bin/env bash
# Decode and prefill speed of Hearth beside llama.cpp: same file, same threads, one run, turn and turn about.
#
#   tests/bench/cpu.sh MODEL.gguf [ROUNDS=3]
#
# Needs a release build, python3 and the peer (../shared/peers/setup-llama-cpp.sh); THREADS, PROMPT and
# GENERATE may be set. Prints the medians and their ratio; tests/bench/README.md keeps the results.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
model=$(realpath "$1"); rounds=${2:-3}
threads=${THREADS:-$(nproc)}; prompt=${PROMPT:-512}; generate=${GENERATE:-64}
peer=${HEARTH_PEER:-$root/../shared/peers/llama}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
for round in $(seq "$rounds"); do
  "$root/build/release/bin/hearth-cli" bench "$model" -p "$prompt" -n "$generate" -r 1 --threads "$threads" --json >"$out/hearth.$round"
  "$peer" llama-bench -m "$model" -t "$threads" -p "$prompt" -n 0 -r 1 -o json >"$out/prefill.$round" 2>/dev/null
  "$peer" llama-bench -m "$model" -t "$threads" -p 0 -n "$generate" -r 1 -o json >"$out/decode.$round" 2>/dev/null
done
python3 - "$out" "$rounds" "$model" "$threads" "$prompt" "$generate" <<'PY'
import json, os, statistics, sys
out, rounds, model, threads, prompt, generate = sys.argv[1:]
def load(kind, i): return json.load(open(f"{out}/{kind}.{i}"))
turns = range(1, int(rounds) + 1)
ours = {k: [load("hearth", i)[f"{k}_tokens_per_second"]["median"] for i in turns] for k in ("prefill", "decode")}
peer = {k: [load(k, i)[0]["avg_ts"] for i in turns] for k in ("prefill", "decode")}
print(f"{os.path.basename(model)}: {threads} threads, prompt {prompt}, generate {generate}, {rounds} rounds")
for k in ("prefill", "decode"):
    a, b = statistics.median(ours[k]), statistics.median(peer[k])
    each = " ".join(f"{x:.1f}/{y:.1f}" for x, y in zip(ours[k], peer[k]))
    print(f"  {k:8} hearth {a:8.2f}  llama.cpp {b:8.2f} tokens/s  ratio {a / b:.2f}   (rounds: {each})")
PY
