#!/usr/bin/python3
"""Compares the tokens of random texts: a checkpoint in hearth-cli, its converted file in hearth-cli and in llama.cpp,
and where asked the tokenizer.json in Hugging Face's own JavaScript library.

Texts are made of words in many scripts, runs of signs and white space, rare characters and the added tokens of
tokenizer.json, which count as tokens everywhere. Any difference is listed and fails the run. With --llama-may-differ
llama.cpp's are only counted: GGUF cannot tell it that a space is put in front of the first stretch of a text alone
(Metaspace with prepend_scheme "first", as Mistral 0.3 has), nor that white space belongs to an added token.

Needs the peer (../shared/peers/setup-llama-cpp.sh) and a built hearth-cli; for --hf a folder in which
`npm install @huggingface/tokenizers` was run. That library takes U+FEFF for white space, which the original does
not, so that the texts have none.

  tests/peers/compare_tokens.py CHECKPOINT --cli build/release/bin/hearth-cli [--hf FOLDER] [--texts 200] [--seed 1]
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = ("the quick brown fox Jumps over 123 4567 3.14 -- ==== ..... (a+b)*c; int main() { return 0; } naïve café Übung "
         "straße Привет мир как дела 你好 世界 深度求索 こんにちは カタカナ 안녕하세요 مرحبا بالعالم שלום नमस्ते ไทย ελληνικά 😀 "
         "👩\u200d👩\u200d👧 🇩🇪 ▁ ▁▁ \u200b \u00a0 e\u0301 \x07 𝔘 aaaa aaaaa ababab nananana www.example.com/x?y=z __init__").split(" ")
SPACES = [" "] * 6 + ["", "  ", "   ", "\n", "\n\n", "\t", " \n ", "        "]
JAVASCRIPT = """
const fs = require('fs');
const { Tokenizer } = require(process.argv[2] + '/node_modules/@huggingface/tokenizers');
const tokenizer = new Tokenizer(JSON.parse(fs.readFileSync(process.argv[1], 'utf8')), {});
for (const line of fs.readFileSync(0, 'utf8').split('\\n').filter(Boolean))
  console.log(JSON.stringify(tokenizer.encode(JSON.parse(line), { add_special_tokens: false }).ids));
"""


def random_texts(count, seed, added):
    rng = random.Random(seed)

    def piece():
        kind = rng.random()
        if added and kind < 0.15:
            return rng.choice(added)
        if kind < 0.9:
            return rng.choice(WORDS)
        ranges = [(32, 127), (0xA0, 0x500), (0x3000, 0x9FFF), (0x1F300, 0x1F700)]
        return "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(1, 8)))

    return [rng.choice(["", " ", "  ", "\n"]) + "".join(piece() + rng.choice(SPACES) for _ in range(rng.randrange(1, 25)))
            for _ in range(count)]


def tokens_of(command, texts):
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def tokens_of_llama(model, texts, folder):
    ids = []
    for text in texts:
        prompt = folder / "prompt"
        prompt.write_bytes(text.encode())
        done = subprocess.run([ROOT / "../shared/peers/llama", "llama-tokenize", "-m", model, "--ids", "--no-bos",
                               "--log-disable", "-f", prompt], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        ids.append(json.loads(done.stdout.splitlines()[-1]))
    return ids


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--hf", type=pathlib.Path)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--llama-may-differ", action="store_true")
    options = parser.parse_args()
    tokenizer = options.checkpoint.resolve() / "tokenizer.json"
    added = [token["content"] for token in json.loads(tokenizer.read_text())["added_tokens"]]
    texts = random_texts(options.texts, options.seed, added)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        converted = folder / "converted.gguf"
        subprocess.run([options.cli, "convert", options.checkpoint, "--out", converted], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        tokenize = [options.cli, "tokenize", "--parse-special", "--no-bos"]
        ours = tokens_of(tokenize + [options.checkpoint], texts)
        others = {"hearth, converted": tokens_of(tokenize + [converted], texts),
                  "llama.cpp, converted": tokens_of_llama(converted, texts, folder)}
        if options.hf:
            others["tokenizer.json"] = tokens_of(["node", "-e", JAVASCRIPT, tokenizer, options.hf.resolve()], texts)
    failed = False
    for who, ids in others.items():
        differ = [i for i, their in enumerate(ids) if their != ours[i]]
        print(f"{who}: {len(differ)} of {len(texts)} texts differ ({sum(map(len, ours))} tokens)")
        if who.startswith("llama.cpp") and options.llama_may_differ:
            continue
        failed = failed or bool(differ)
        for i in differ[:5]:
            print(f"  {texts[i]!r}\n    hearth {ours[i]}\n    theirs {ids[i]}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
