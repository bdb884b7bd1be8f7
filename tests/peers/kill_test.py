#!/usr/bin/env python3
"""Kills a real terminal chat in the middle of its answer, again and again, and looks at what the database kept.

    tests/peers/kill_test.py [--cli build/release/bin/hearth-cli] [--model FILE] [--kills 50] [--seed 1]

After each kill -9: every question that was reported stored is there; of the answer at most what was printed in the
last second (and a margin for two processes waking up) is missing; and the next start marks it as interrupted.
A person runs this; storage's own kill test (crash_test.cpp) is part of the ordinary tests.
"""
import argparse
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
INTERRUPTED = 3  # storage/records.h
# The flush is due each second; the margin covers this script's own delay in reading the pipe.
LOSS_SECONDS_MAX = 1.0
MARGIN_SECONDS = 0.25


def start_and_kill(arguments, folder, question, seconds):
    """Runs one turn, kills it after `seconds`. Returns (ids of stored messages, [(time, kind, text)], time of death)."""
    command = [arguments.cli, "chat", arguments.model, "--json", "--ignore-eos", "--max-tokens", "2000"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "HEARTH_DATA_DIR": folder})
    stored, deltas = [], []

    def read():
        for line in process.stdout:
            now = time.monotonic()
            if not line.endswith(b"\n"):
                break  # cut off by the kill
            event = json.loads(line)
            if event["event"] == "message" and event["role"] == "user":
                stored.append(event["id"])
            elif event["event"] == "delta":
                deltas.append((now, event["kind"], event["text"]))

    reader = threading.Thread(target=read)
    reader.start()
    process.stdin.write(question.encode())
    process.stdin.close()
    time.sleep(seconds)
    alive = process.poll() is None
    process.kill()
    death = time.monotonic()
    process.wait()
    reader.join()
    return stored, deltas, death, alive


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", default=str(ROOT / "build/release/bin/hearth-cli"))
    parser.add_argument("--model", default=str(ROOT / "resources/models/hearth-tiny/hearth-tiny-q4_k.gguf"))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    problems, answering, lost_most = [], 0, 0.0

    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "hearth.db")
        for number in range(arguments.kills):
            question = f"Question {number}: tell me a long story about a lighthouse."
            stored, deltas, death, alive = start_and_kill(arguments, folder, question, rng.uniform(0.02, 4.0))
            if not os.path.exists(database):
                continue
            connection = sqlite3.connect(database)
            try:
                rows = {}
                if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] > 0:
                    rows = {row[0]: row for row in connection.execute(
                        "SELECT id, parent_id, role, state, CAST(text AS BLOB), CAST(thinking AS BLOB) FROM messages")}
            finally:
                connection.close()
            for identity in stored:
                if identity not in rows or rows[identity][4].decode() != question:
                    problems.append(f"kill {number}: the question is gone")
            if not stored or not deltas or not alive:
                continue
            answering += 1
            answers = [row for row in rows.values() if row[1] == stored[0] and row[2] == 2]
            if len(answers) != 1:
                problems.append(f"kill {number}: {len(answers)} answers to the question")
                continue
            for kind, kept in (("answer", answers[0][4]), ("thinking", answers[0][5])):
                length = 0
                for when, piece_kind, piece in deltas:
                    if piece_kind != kind:
                        continue
                    length += len(piece.encode())
                    if length > len(kept):  # the oldest piece that is not there
                        lost_most = max(lost_most, death - when)
                        if death - when > LOSS_SECONDS_MAX + MARGIN_SECONDS:
                            problems.append(f"kill {number}: {kind} of the last {death - when:.2f} s is gone")
                        break

        # One more start marks what was left behind.
        start_and_kill(arguments, folder, "Good-bye.", 3.0)
        connection = sqlite3.connect(database)
        last = connection.execute("SELECT max(id) FROM messages WHERE role = 1").fetchone()[0]
        left = connection.execute("SELECT count(*) FROM messages WHERE state = 0 AND id < ?", (last,)).fetchone()[0]
        marked = connection.execute("SELECT count(*) FROM messages WHERE state = ?", (INTERRUPTED,)).fetchone()[0]
        connection.close()
        if left:
            problems.append(f"{left} answers are not marked as interrupted")

    for problem in problems:
        print(problem)
    print(f"{arguments.kills} kills, {answering} of them in the middle of an answer; {marked} answers marked interrupted; "
          f"at most {lost_most:.2f} s of an answer lost; {len(problems)} problems")
    if answering < arguments.kills // 4:
        print("too few kills hit an answer: the test says nothing")
        return 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
