"""What tests/bench/gpu.sh runs: models, configurations, turns, and the table. Python 3.9 and nothing else."""
import argparse
import datetime
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
# What is asked for by name: preset of make_random_gguf.py, its options, bytes of the file.
RANDOM = {
    "1.5b": ("dense-qwen2-1.5b", ["--type", "q4_k"], 1.0e9),
    "8b": ("dense-llama-8b", ["--type", "q4_k"], 4.6e9),
    "v2-lite": ("moe-v2-lite", ["--type", "q4_k", "--router-skew", "0.7"], 9.0e9),
    "tiny-dense": ("tiny-dense-qwen2", ["--type", "q4_k"], 1e6),
    "tiny-v2": ("tiny-moe-v2", ["--type", "q4_k", "--router-skew", "0.7"], 3e6),
    "hearth-tiny": (None, None, 0),
}
REAL, SMALL = ["1.5b", "8b", "v2-lite"], ["hearth-tiny", "tiny-dense", "tiny-v2"]
SHARES = (50, 25)  # per cent of the experts on the card
PROBES, NEAR = 10, 0.02  # for the budget that gives such a share, and how near is enough
SPARE_DISK = 2 << 30
MAPPED_MOST = 2 << 30  # the peer reads larger files into memory: mapped pages of a large file may be reclaimed
MIB = 1 << 20


class Failed(Exception):
    """Why something was not measured, as a clause."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, environment=None, limit=None):
    """Standard output; Failed with the last line of standard error."""
    try:
        done = subprocess.run(command, env={**os.environ, **(environment or {})}, capture_output=True, text=True,
                              timeout=limit, errors="replace")
    except subprocess.TimeoutExpired:
        raise Failed(f"it took more than {limit:.0f} s")
    except OSError as error:
        raise Failed(str(error))
    if done.returncode:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        wrong = [line for line in said if "error" in line.lower()] or said
        raise Failed(wrong[0].strip()[:200] if wrong else f"exit status {done.returncode}")
    return done.stdout


def last_json(text):
    return json.loads([line for line in text.splitlines() if line.startswith("{")][-1])


def pick_device(options):
    listing = last_json(run([options.hearth, "devices", "--json"]))
    devices = listing["devices"]
    if options.device is not None:
        chosen = [d for d in devices if d["index"] == options.device]
    elif options.software:
        chosen = [d for d in devices if d["type"] == "software" and d["usable"]]
    else:
        chosen = [d for d in devices if d["picked"]]
    if not chosen:
        raise Failed("no graphics card is usable here: " + (listing["note"] or "there is no such device") +
                     "; --software takes the software renderer")
    if chosen[0]["type"] == "software" and not options.software:
        raise Failed("that is a software renderer: say --software")
    return chosen[0]


def python_with_numpy():
    for python in (sys.executable, "/usr/bin/python3", "python3"):
        if shutil.which(python) and subprocess.run([python, "-c", "import numpy"], capture_output=True).returncode == 0:
            return python
    raise Failed("random models need a Python that has numpy (Debian: python3-numpy)")


def make_model(name, options):
    """The path of a model, and whether it was made for this."""
    if os.path.exists(name):
        return os.path.abspath(name), False
    if name not in RANDOM:
        raise Failed(f"{name} is neither a file nor one of {' '.join(RANDOM)}")
    preset, arguments, size = RANDOM[name]
    if preset is None:
        return f"{ROOT}/resources/models/hearth-tiny/hearth-tiny-q4_k.gguf", False
    os.makedirs(options.scratch, exist_ok=True)
    path = f"{options.scratch}/{preset}-q4_k.gguf"
    if os.path.exists(path):
        return path, not options.keep
    free = shutil.disk_usage(options.scratch).free
    if free < size + SPARE_DISK:
        raise Failed(f"{options.scratch} has {free / 1e9:.1f} GB free, and {name} needs {(size + SPARE_DISK) / 1e9:.1f}")
    say(f"making {path}")
    run([python_with_numpy(), options.generator, preset, "-o", path + ".part", *arguments])
    os.rename(path + ".part", path)
    return path, not options.keep


class Peer:
    """llama.cpp through ../shared/peers/llama. Its batched-bench knows every flag and measures reading and
    writing in one process; each twice, of which the second counts, as in `hearth-cli bench`."""

    def __init__(self, options, device):
        self.command, self.missing, self.device = options.peer, "", []
        software = device["type"] == "software"
        self.on_gpu = {"LLAMA_VK": "lavapipe" if software else self.drivers()}
        if not os.access(self.command, os.X_OK):
            self.missing = f"{self.command} is not there (../shared/peers/setup-llama-cpp.sh)"
            return
        try:
            help_text = run([self.command, "llama-batched-bench", "--help"])
            self.missing_flags = [f for f in ("--n-cpu-moe", "--moe-cache-mib") if f not in help_text]
            listed = run([self.command, "llama-bench", "--list-devices"], self.on_gpu).splitlines()
        except Failed as failure:
            self.missing = str(failure)
            return
        name = device["name"].split(" (")[0]  # a software renderer's has versions in it
        found = [line.split(":")[0].strip() for line in listed if "Vulkan" in line and name in line]
        if found:
            self.device = ["-dev", found[0]]
        else:
            self.missing = f"its Vulkan backend does not list {name}"

    @staticmethod
    def drivers():
        """NVIDIA's driver of this machine; the peer's own Mesa for all other cards."""
        folders = ("/etc/vulkan/icd.d", "/usr/share/vulkan/icd.d", "/usr/local/nvidia/share/vulkan/icd.d")
        given = os.environ.get("VK_DRIVER_FILES", "").split(":")
        nvidia = [f for f in given if "nvidia" in f] or [f for d in folders for f in glob.glob(d + "/*nvidia*.json")]
        peers = os.environ.get("HEARTH_PEERS", "/opt/hearth-peers")
        mesa = [f for f in sorted(glob.glob(peers + "/sid/opt/run/icd/*.json")) if "lvp" not in f]
        return ":".join(nvidia[:1] + mesa) or "none"

    def bench(self, model, arguments, options, gpu):
        missing = [flag for flag in self.missing_flags if flag in arguments]
        if missing:
            raise Failed(f"it does not know {missing[0]}")
        counts = ",".join(str(n) for n in (options.prompt, options.prompt, 8, 8))
        command = [self.command, "llama-batched-bench", "-m", model, "-t", str(options.threads), "-npp", counts,
                   "-ntg", str(options.generate), "-npl", "1", "-c", str(options.prompt + options.generate + 64),
                   "-fit", "off", "--output-format", "jsonl", *(self.device if gpu else []), *arguments]
        if os.path.getsize(model) > MAPPED_MOST:
            command += ["-lm", "none"]
        out = run(command, self.on_gpu if gpu else {"LLAMA_VK": "none"}, options.limit)
        rows = [json.loads(line[line.index("{"):]) for line in out.splitlines() if '"speed_pp"' in line]
        if len(rows) != 4:
            raise Failed(f"it printed {len(rows)} rows of 4: {out.strip()[-100:]}")
        return {"prefill": rows[1]["speed_pp"], "decode": rows[3]["speed_tg"], "command": " ".join(command)}


def hearth(model, arguments, options):
    command = [options.hearth, "bench", model, "-p", str(options.prompt), "-n", str(options.generate), "-r", "1",
               "--json", *arguments]
    if options.threads:
        command += ["--threads", str(options.threads)]
    result = last_json(run(command, limit=options.limit))
    options.threads = options.threads or result["threads"]
    return {"prefill": result["prefill_tokens_per_second"]["median"],
            "decode": result["decode_tokens_per_second"]["median"],
            "placement": result["placement"], "hardware": result["hardware"], "command": " ".join(command)}


def budget_for(share, whole, model, gpu, options):
    """--gpu-memory that puts `share` of the experts on the card, and the bytes they then take there. What is
    allocated besides depends on the budget, so it is sought."""
    memory = whole["gpu_memory"]
    every = memory["experts"] * whole["experts"] / whole["gpu_experts"]
    low = memory["weights"] + memory["kv_cache"]
    high = low + memory["compute"] + memory["experts"]
    budget = low + memory["compute"] + share * every
    best, why = None, None  # (how far from the share, budget, bytes of experts)
    for _ in range(PROBES):
        command = ["--device", gpu, "--gpu-memory", str(int(budget)), "-n", "1"]
        try:
            seen = hearth(model, command, options)["hardware"]
        except Failed as failure:  # so little does not hold a layer
            why, low = failure, budget
            budget = (low + high) / 2
            continue
        got = seen["gpu_experts"] / seen["experts"]
        if best is None or abs(got - share) < best[0]:
            best = (abs(got - share), int(budget), seen["gpu_memory"]["experts"])
        if best[0] < NEAR:
            break
        if got > share:
            high = budget
        else:
            low = budget
        budget = (low + high) / 2
    if best is None:
        raise why
    return best[1:]


def plans(whole, model, gpu, peer, options):
    """(place, program, call) for one model; `whole` is the hardware of a run with all that fits on the card."""
    layers = whole["layers"]
    fits = whole["gpu_layers"] == layers and whole["gpu_experts"] == whole["experts"]
    place = "card" if fits else "card, what fits"
    rows = [(place, "Hearth", lambda: hearth(model, ["--device", gpu], options)),
            (place, "llama.cpp", lambda: peer.bench(model, ["-ngl", "99"], options, True))]
    for share in SHARES if whole["gpu_experts"] else ():
        size, expert_bytes = budget_for(share / 100, whole, model, gpu, options)
        ours = ["--device", gpu, "--gpu-memory", str(size)]
        split = ["-ngl", "99", "--n-cpu-moe", str(layers - int(whole["expert_layers"] * share / 100))]
        cached = ["-ngl", "99", "--cpu-moe", "--moe-cache-mib", str(max(1, expert_bytes // MIB))]
        rows += [(f"{share} %", "Hearth", lambda a=ours: hearth(model, a, options)),
                 (f"{share} %", "llama.cpp -ncmoe", lambda a=split: peer.bench(model, a, options, True)),
                 (f"{share} %", "llama.cpp cache", lambda a=cached: peer.bench(model, a, options, True))]
    return rows + [("processor", "Hearth", lambda: hearth(model, ["--device", "cpu"], options)),
                   ("processor", "llama.cpp", lambda: peer.bench(model, ["-ngl", "0"], options, False))]


def measure(model, device, peer, options, deadline):
    """Every configuration once in each turn. Returns a list of rows."""
    gpu = f"gpu:{device['index']}"
    say(f"{os.path.basename(model)}: what it needs")
    whole = hearth(model, ["--device", gpu], options)["hardware"]
    rows = [{"place": place, "program": program, "call": call, "runs": [], "why": ""}
            for place, program, call in plans(whole, model, gpu, peer, options)]
    for row in rows:
        if row["program"] != "Hearth" and peer.missing and row["place"] != "processor":
            row["why"] = peer.missing
        if row["program"] != "Hearth" and not os.access(peer.command, os.X_OK):
            row["why"] = peer.missing
    for turn in range(options.rounds):
        for row in rows:
            if row["why"] or time.monotonic() > deadline:
                continue
            say(f"  round {turn + 1}: {row['place']}, {row['program']}")
            try:
                row["runs"].append(row["call"]())
            except Failed as failure:
                row["why"] = str(failure)
                say(f"    not measured: {failure}")
    for row in rows:
        del row["call"]
        if not row["runs"]:
            row["why"] = row["why"] or "the time was up"
            continue
        for kind in ("prefill", "decode"):
            row[kind] = statistics.median(r[kind] for r in row["runs"])
    return rows


def share_of_bandwidth(row, widths):
    """Of the card's and the processor's memory, by what a token reads; of Hearth's rows alone."""
    per_token = row["runs"][-1]["hardware"]["bytes_per_token"]
    parts = [(per_token["gpu"], widths.get("gpu_bytes_per_second"), "card"),
             (per_token["memory"], widths.get("memory_bytes_per_second"), "processor")]
    return ", ".join(f"{100 * size * row['decode'] / width:.1f} % {what}" for size, width, what in parts
                     if size and width)


def table(result, options):
    lines = ["| Model | Where | Program | prefill | ratio | decode | ratio | experts on the card "
             "| hit rate | MB/token card + processor | bandwidth |", "|---" * 11 + "|"]
    reasons = []
    for model in result["models"]:
        ours = {}
        name = model["name"]
        for row in model["rows"]:
            if not row["runs"]:
                reasons.append(f"- {model['name']}, {row['place']}, {row['program']}: {row['why']}")
                continue
            cells = [name, row["place"], row["program"]]
            name = ""
            if row["program"] == "Hearth":
                ours[row["place"]] = row
            base = ours.get(row["place"])
            for kind in ("prefill", "decode"):
                ratio = "" if base in (None, row) else f"{base[kind] / row[kind]:.2f}"
                cells += [f"{row[kind]:.1f}", ratio]
            if row["program"] == "Hearth":
                h = row["runs"][-1]["hardware"]
                size = h["bytes_per_token"]
                cells += [f"{h['gpu_experts']} of {h['experts']}" if h["experts"] else "",
                          "" if h["hit_rate"] is None else f"{100 * h['hit_rate']:.1f} %",
                          f"{size['gpu'] / 1e6:.1f} + {size['memory'] / 1e6:.1f}",
                          share_of_bandwidth(row, result["bandwidth"])]
            else:
                cells += [""] * 4
            lines.append("| " + " | ".join(cells) + " |")
    if reasons:
        lines += ["", "Not measured:", *reasons]
    return "\n".join(lines)


def facts(device, result, options):
    can = ", ".join(k for k, v in device["capabilities"].items() if v is True)
    widths = result["bandwidth"]
    text = [f"{device['name']} ({device['type']}, {device['memory_bytes'] / (1 << 30):.1f} GiB; {device['driver']}); {can}"]
    if device["type"] == "software":
        text.insert(0, "**Software renderer: speed is no goal here; the numbers only show that everything runs.**")
    text.append(f"Processor: {result['processor']}, {options.threads} threads. " + (
        "Measured: card {gpu_bytes_per_second:.1f}, bus {bus_bytes_per_second:.1f}, "
        "processor {memory_bytes_per_second:.1f} GB/s".format(
            **{k: v / 1e9 for k, v in widths.items() if k.endswith("second")}) if widths else "Bandwidths not measured"))
    text.append(f"`{result['command']}`, {result['date']}, at {result['commit']}; tokens per second, medians of "
                f"{options.rounds} rounds; prompt {options.prompt}, answer {options.generate}; ratio: Hearth's speed by this")
    return "\n\n".join(text)


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{names[0]} ({len(names)} logical)" if names else "unknown"


def commit():
    packed = os.path.join(ROOT, "build", "gpu-pack", "COMMIT")
    try:
        return run(["git", "-C", ROOT, "describe", "--always", "--dirty"]).strip()
    except Failed:
        if os.path.exists(packed):
            with open(packed) as file:
                return file.read().strip()
    return "an unknown commit"


def parse():
    bin_folder = f"{ROOT}/build/release/bin"
    p = argparse.ArgumentParser(prog="tests/bench/gpu.sh", description=__doc__)
    p.add_argument("files", nargs="*", metavar="MODEL.gguf", help="models to measure instead of --models")
    p.add_argument("--models", default="", help=f"joined by commas, of: {' '.join(RANDOM)} (default: "
                   f"{','.join(REAL)}; with --software {','.join(SMALL)})")
    p.add_argument("--device", type=int, help="index (default: the one that Hearth would take)")
    p.add_argument("--software", action="store_true", help="the software renderer, with small shapes")
    p.add_argument("--rounds", type=int, default=0, help="default: 3; with --software 1")
    p.add_argument("--prompt", type=int, default=0, help="tokens to read (default: 512; with --software 16)")
    p.add_argument("--generate", type=int, default=0, help="tokens to write (default: 64; with --software 8)")
    p.add_argument("--threads", type=int, default=0, help="of the processor (default: physical cores)")
    p.add_argument("--minutes", type=float, default=120, help="no run is begun after so many")
    p.add_argument("--limit", type=float, default=0, help="seconds for one run (default: 300; with --software 60)")
    p.add_argument("--hearth", default=f"{bin_folder}/hearth-cli")
    p.add_argument("--bandwidth", default=f"{bin_folder}/bandwidth")
    p.add_argument("--generator", default=f"{ROOT}/../shared/tools/make_random_gguf.py")
    p.add_argument("--peer", default=f"{ROOT}/../shared/peers/llama")
    p.add_argument("--scratch", default=f"{ROOT}/build/gpu-bench/models", help="where random models are made")
    p.add_argument("--keep", action="store_true", help="leave the random models there")
    p.add_argument("--out", default=f"{ROOT}/build/gpu-bench", help="where result.md and result.json go")
    p.add_argument("--pack", metavar="FOLDER", help="collect what another machine needs, and stop")
    options = p.parse_args()
    small = options.software
    options.rounds = options.rounds or (1 if small else 3)
    options.prompt = options.prompt or (16 if small else 512)
    options.generate = options.generate or (8 if small else 64)
    options.threads = options.threads or (1 if small else 0)  # the peer's threads spin, and CI's cores are shared
    options.limit = options.limit or (60 if small else 300)
    options.models = options.files or [m for m in options.models.split(",") if m] or (SMALL if small else REAL)
    return options


def main():
    options = parse()
    if options.pack:
        sys.path.insert(0, os.path.dirname(__file__))
        import gpu_pack
        return gpu_pack.pack(options, commit())
    deadline = time.monotonic() + 60 * options.minutes
    device = pick_device(options)
    result = {"device": device, "commit": commit(), "processor": processor(),
              "date": datetime.date.today().isoformat(), "models": [], "bandwidth": {},
              "command": " ".join(["tests/bench/gpu.sh", *sys.argv[1:]])}
    say(f"{device['name']}, {device['driver']}")
    try:
        result["bandwidth"] = last_json(run([options.bandwidth, str(device["index"]), "64" if options.software else "512"]))
    except Failed as failure:
        say(f"bandwidths not measured: {failure}")
    peer = Peer(options, device)
    if peer.missing:
        say(f"llama.cpp is left out: {peer.missing}")
    os.makedirs(options.out, exist_ok=True)
    text = ""
    for name in options.models:
        try:
            path, temporary = make_model(name, options)
        except Failed as failure:
            say(f"{name} is left out: {failure}")
            continue
        try:
            rows = measure(path, device, peer, options, deadline)
            result["models"].append({"name": os.path.basename(path).removesuffix(".gguf"), "rows": rows})
        except Failed as failure:
            say(f"{name} is left out: {failure}")
        finally:
            if temporary:
                os.remove(path)
        text = facts(device, result, options) + "\n\n" + table(result, options) + "\n"
        with open(f"{options.out}/result.md", "w") as file:
            file.write(text)
        with open(f"{options.out}/result.json", "w") as file:
            json.dump(result, file, indent=1)
    print(text)
    return 0 if result["models"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        say(f"gpu.sh: {failure}")
        sys.exit(1)
