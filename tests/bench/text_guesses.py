#!/usr/bin/python3
"""Cases for text_guesses: answers that repeat what was said, from this repository's own history.

  text_guesses.py MODEL.gguf > CASES        # whose tokenizer is taken; then build/release/bin/text_guesses CASES COSTS

  edit   a commit's subject and a file before it; the answer is the file after it (its first 600 tokens)
  code   a source file; the answer is the next one of its folder
  prose  a part of a book; the answer is what follows there
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ANSWER_TOKENS = 600
EDITS = 8


def git(*arguments):
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=False).stdout


def edits():
    found = 0
    for commit in git("log", "--format=%h", "-400", "--no-merges").split():
        for line in git("show", "--numstat", "--format=", commit).splitlines():
            added, removed, path = (line.split("\t") + ["", ""])[:3]
            if not added.isdigit() or not path.endswith((".cpp", ".h", ".qml")):
                continue
            before, after = git("show", f"{commit}^:{path}"), git("show", f"{commit}:{path}")
            if not 3 <= int(added) + int(removed) <= 40 or not 1500 < len(before) < 5000 or not after:
                continue
            subject = git("log", "-1", "--format=%s", commit).strip()
            yield "edit", f"{subject}\n\n{before}\nThe whole file again, changed:\n", after
            found += 1
            break
        if found == EDITS:
            return


def cases():
    yield from edits()
    sources = sorted((ROOT / "runtime/generate").glob("*.cpp"))[:6]
    for one, other in zip(sources, sources[1:]):
        yield "code", one.read_text()[:6000] + "\n", other.read_text()
    book = (ROOT / "tests/data/text/heldout.txt").read_text()
    parts = [book[len(book) * i // 5:len(book) * (i + 1) // 5] for i in range(5)]
    for part, following in zip(parts, parts[1:]):
        yield "prose", part, following


def main():
    made = list(cases())
    texts = "".join(json.dumps(text) + "\n" for _, prompt, answer in made for text in (prompt, answer))
    tokenized = subprocess.run([ROOT / "build/release/bin/hearth-cli", "tokenize", sys.argv[1]], input=texts, text=True,
                               capture_output=True, check=True).stdout.splitlines()
    for (kind, _, _), prompt, answer in zip(made, tokenized[::2], tokenized[1::2]):
        prompt, answer = json.loads(prompt), json.loads(answer)[:ANSWER_TOKENS]
        print(kind, len(prompt), len(answer), *prompt, *answer)


if __name__ == "__main__":
    main()
