#!/usr/bin/env bash
# Speed on a graphics card, one command: Hearth all on the card, with half and a quarter of the experts there,
# and on the processor; beside llama.cpp's Vulkan backend on the same card, turn and turn about.
#
#   tests/bench/gpu.sh [MODEL.gguf...]        # without files: random models of 1.5B, 8B and V2-Lite shape
#   tests/bench/gpu.sh --software             # small shapes on lavapipe, to see that all of it works
#   tests/bench/gpu.sh --help
#
# Needs a release build (targets hearth-cli and bandwidth), python3, and for random models numpy and
# ../shared/tools; the peer (../shared/peers) is left out, with the reason, where it is not set up. Writes
# build/gpu-bench/result.md and .json; tests/bench/README.md keeps the results.
#
# The Vulkan tests on a real card N (`hearth-cli devices` lists them):
#   HEARTH_TEST_GPU=N ctest --preset release -R 'vulkan_test|BackendTest'
# with HEARTH_TEST_VALIDATION=0 where there is no validation layer.
#
# On a lent machine without a network (the workplace's `run` tool). Here, once, after a release build that
# has vulkan_test and engine_test too:
#   tests/bench/gpu.sh --pack build/gpu-pack     # programs, generator, peer, loaders: 35 MB or so
# Then run(carry=["build/gpu-pack"], timeout_s=600, command=...) with this command, for one model each time
# (v2-lite, 8b, 1.5b), as a command may take ten minutes; `tests` instead of `bench --models X` runs the tests:
#   P=build/gpu-pack; for f in $P/gl/*.deb; do dpkg -x $f /; done; ls -d /usr/local/nvidia/lib* >/etc/ld.so.conf.d/nvidia.conf; ldconfig;
#   export VK_DRIVER_FILES=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json; bash $P/run.sh bench --models v2-lite --minutes 8 --out $OUT
set -euo pipefail
exec python3 "$(dirname "$0")/gpu.py" "$@"
