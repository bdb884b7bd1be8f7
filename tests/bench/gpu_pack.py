"""Collects what tests/bench/gpu.sh and the Vulkan tests need on a machine that has a card and nothing else:
programs without symbols and the libraries they want, the generator, a slim peer, the loaders' packages. A
script `run.sh` beside them starts it all from the root of a copy of this tree."""
import glob
import os
import shutil
import subprocess
import sys
import tarfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
MOST = 60 << 20  # bytes: all that travels, the tree (15 MB) included, may have 64 MiB
PROGRAMS = ("hearth-cli", "bandwidth", "vulkan_test", "engine_test")
# What every Linux has; those of the other machine fit its driver.
COMMON = ("linux-vdso", "ld-linux", "libc.", "libm.", "libgcc_s.", "libstdc++.", "libpthread.", "libdl.", "librt.")
LOADERS = "libvulkan1 libegl1 libglvnd0 libopengl0 libgl1 libglx0 libgles2".split()
PEER_PROGRAMS = ("llama-bench", "llama-batched-bench")
# A tests' program looks for its data where it was built, so that place leads to the copy of the tree.
RUN = """#!/usr/bin/env bash
# bench ARGUMENTS...: tests/bench/gpu.sh with them; tests: the Vulkan tests on card ${HEARTH_TEST_GPU:-0}.
set -euo pipefail
pack=$(cd "$(dirname "$0")" && pwd); root=$(pwd); built=@BUILT@ work=/tmp/hearth-pack
export HEARTH_PEERS=$work
if [ ! -d "$work" ]; then
  mkdir -p "$work/run"
  for archive in "$pack"/*.tar.xz; do python3 -m tarfile -e "$archive" "$work"; done
  chmod -R u+rwx "$work"; cp "$pack/llama" "$work/llama"; chmod u+x "$work/llama"
  for program in "$work"/bin/*; do  # the libraries are for these alone
    printf '#!/bin/sh\\nLD_LIBRARY_PATH=%s/lib:$LD_LIBRARY_PATH exec %s "$@"\\n' "$work" "$program" >"$work/run/${program##*/}"
  done
  chmod u+x "$work"/run/*
fi
if [ ! -e "$built" ]; then mkdir -p "$(dirname "$built")"; ln -s "$root" "$built"; fi
verb=$1; shift
case $verb in
  bench) exec python3 "$root/tests/bench/gpu.py" --hearth "$work/run/hearth-cli" --bandwidth "$work/run/bandwidth" \\
           --generator "$pack/make_random_gguf.py" --peer "$work/llama" --scratch "$work/models" "$@";;
  tests) export HEARTH_TEST_GPU=${HEARTH_TEST_GPU:-0} HEARTH_TEST_VALIDATION=${HEARTH_TEST_VALIDATION:-0}
         failed=0
         "$work/run/vulkan_test" --gtest_brief=1 "$@" || failed=1
         "$work/run/engine_test" --gtest_brief=1 --gtest_filter='BackendTest.*' || failed=1
         exit $failed;;
esac
"""


def libraries(program):
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    pairs = [line.split(" => ") for line in listed.splitlines() if " => /" in line]
    return {name.strip(): path.split(" (")[0] for name, path in pairs if not name.strip().startswith(COMMON)}


def compress(archive_path, files):
    """`files`: path by name in the archive."""
    with tarfile.open(archive_path, "w:xz", dereference=True, preset=2) as archive:
        for name in sorted(files):
            archive.add(files[name], name)


def pack_programs(folder, built):
    """Returns the names of programs that were not built."""
    missing, wanted = [], {}
    for name in PROGRAMS:
        source = f"{built}/{name}"
        if not os.path.exists(source):
            missing.append(name)
            continue
        slim = f"{folder}/{name}"
        subprocess.run(["strip", "-o", slim, source], check=True)
        wanted.update({f"lib/{library}": path for library, path in libraries(source).items()})
        wanted[f"bin/{name}"] = slim
    compress(f"{folder}/programs.tar.xz", wanted)
    for path in wanted.values():
        if path.startswith(folder + "/"):
            os.remove(path)
    return missing


def pack_peer(folder, wrapper):
    """The peer's programs and what they load, with the tree's names, without drivers. Why not, or empty."""
    tree = os.environ.get("HEARTH_PEERS", "/opt/hearth-peers") + "/sid"
    if not os.path.exists(wrapper) or not os.path.isdir(tree + "/opt/run"):
        return f"no peer at {tree}"
    shutil.copy(wrapper, f"{folder}/llama")
    with open(f"{tree}/opt/run/libdir") as file:
        lib = file.read().strip()
    files = set(f"opt/run/{name}" for name in ("ld.so", "libdir"))
    backends = [f"opt/run/{os.path.basename(f)}" for f in glob.glob(f"{tree}/opt/run/libggml-*.so")]
    programs = [f"usr/bin/{name}" for name in PEER_PROGRAMS]
    files.update(backends + programs)
    search = ":".join(f"{tree}/{lib}{part}" for part in ("", "/llama")) + f":{tree}/usr/lib"
    for name in backends + programs:
        listed = subprocess.run([f"{tree}/opt/run/ld.so", "--library-path", search, "--list", f"{tree}/{name}"],
                                capture_output=True, text=True, check=True).stdout
        paths = [line.split(" => ")[1].split(" (")[0] for line in listed.splitlines() if f" => {tree}/" in line]
        files.update(os.path.relpath(path, tree) for path in paths)
    compress(f"{folder}/peer.tar.xz", {"sid/" + name: f"{tree}/{name}" for name in files})
    return ""


def pack_loaders(folder):
    done = subprocess.run(["apt-get", "download", *LOADERS], cwd=f"{folder}/gl", capture_output=True, text=True)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def pack(options, commit):
    folder = os.path.abspath(options.pack)
    if os.path.exists(folder) and not os.path.exists(f"{folder}/run.sh"):
        print(f"{folder} is there and is no pack", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(f"{folder}/gl")
    missing = pack_programs(folder, os.path.dirname(options.hearth))
    shutil.copy(options.generator, f"{folder}/make_random_gguf.py")
    for what, why in (("programs", f"not built: {' '.join(missing)}" if missing else ""),
                      ("peer", pack_peer(folder, options.peer)), ("loaders", pack_loaders(folder))):
        if why:
            print(f"without {what}: {why}", file=sys.stderr)
    with open(f"{folder}/COMMIT", "w") as file:
        file.write(commit + "\n")
    with open(f"{folder}/run.sh", "w") as file:
        file.write(RUN.replace("@BUILT@", ROOT))
    size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)
    print(f"{folder}: {size / (1 << 20):.1f} MiB" + (", which is too much" if size > MOST else ""))
    return 0
