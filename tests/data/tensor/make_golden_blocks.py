"""Writes golden_blocks.json: random blocks of every number format with their values by an independent decoder.

usage: PYTHONPATH=<tree with the gguf package> make_golden_blocks.py MAKE_RANDOM_GGUF.py OUT.json
The decoders are those of the gguf Python package (0.19); where ../shared/tools/make_random_gguf.py decodes a format too,
both must agree. Values are written as hexadecimal float32 bits.
"""
import importlib.util, json, sys

import numpy as np
from gguf import quants
from gguf.constants import GGMLQuantizationType as T

FORMATS = {"q8_0": (34, 32, [0]), "q4_0": (18, 32, [0]), "q4_1": (20, 32, [0, 2]), "q5_0": (22, 32, [0]),
           "q5_1": (24, 32, [0, 2]), "q2_k": (84, 256, [80, 82]), "q3_k": (110, 256, [108]), "q4_k": (144, 256, [0, 2]),
           "q5_k": (176, 256, [0, 2]), "q6_k": (210, 256, [208]), "iq4_nl": (18, 32, [0]), "iq4_xs": (136, 256, [0]),
           "mxfp4": (17, 32, []), "f16": (2, 1, []), "bf16": (2, 1, []),
           "iq1_s": (50, 256, [0]), "iq1_m": (56, 256, []), "iq2_xxs": (66, 256, [0]), "iq2_xs": (74, 256, [0]),
           "iq2_s": (82, 256, [0]), "iq3_xxs": (98, 256, [0]), "iq3_s": (110, 256, [0]), "tq1_0": (54, 256, [52]),
           "tq2_0": (66, 256, [64])}
# Grids: points, points per block.
GRIDS = {"iq1_s": (2048, 32), "iq1_m": (2048, 32), "iq2_xxs": (256, 32), "iq2_xs": (512, 32), "iq2_s": (1024, 32),
         "iq3_xxs": (256, 64), "iq3_s": (512, 64)}


def set_half(name, raw, halves):
    """The scale d of each block; that of IQ1_M is cut into nibbles."""
    bits = halves.astype(np.float16).view(np.uint16)
    if name == "iq1_m":
        for i in range(4):
            raw[:, 49 + 2 * i] = (raw[:, 49 + 2 * i] & 15) | ((bits >> (4 * i)) & 15) << 4
    else:
        for at in FORMATS[name][2]:
            raw[:, at:at + 2] = bits.view(np.uint8).reshape(-1, 2)


def every_point(name, rng):
    """Blocks that go through a whole grid in order, all else random, d = 1: then decoding is exact, and a hash tells."""
    size = FORMATS[name][0]
    count, each = GRIDS[name]
    raw = rng.integers(0, 256, (count // each, size), dtype=np.uint8)
    set_half(name, raw, np.ones(len(raw)))
    for i in range(count):
        b, p = raw[i // each], i % each
        if name == "iq1_s":
            b[2 + p] = i & 255
            high = b[34 + p // 4 * 2:36 + p // 4 * 2].view(np.uint16)
            high[0] = (int(high[0]) & ~(7 << (3 * (p % 4)))) | (i >> 8) << (3 * (p % 4))
        elif name == "iq1_m":
            b[p] = i & 255
            b[32 + p // 2] = (int(b[32 + p // 2]) & ~(7 << (4 * (p % 2)))) | (i >> 8) << (4 * (p % 2))
        elif name == "iq2_xxs":
            b[2 + p // 4 * 8 + p % 4] = i
        elif name == "iq2_xs":
            b[2 + 2 * p], b[3 + 2 * p] = i & 255, (int(b[3 + 2 * p]) & 254) | i >> 8
        elif name == "iq2_s":
            b[2 + p] = i & 255
            b[66 + p // 4] = (int(b[66 + p // 4]) & ~(3 << (2 * (p % 4)))) | (i >> 8) << (2 * (p % 4))
        elif name == "iq3_xxs":
            b[2 + p] = i
        else:
            b[2 + p] = i & 255
            b[66 + p // 8] = (int(b[66 + p // 8]) & ~(1 << (p % 8))) | (i >> 8) << (p % 8)
    values = quants.dequantize(raw.reshape(-1), getattr(T, name.upper())).astype(np.float32)
    hash = 0xcbf29ce484222325  # FNV-1a over the floats' bytes
    for byte in values.tobytes():
        hash = (hash ^ byte) * 0x100000001b3 & (1 << 64) - 1
    return {"bytes": raw.tobytes().hex(), "hash": f"{hash:016x}"}


def main():
    spec = importlib.util.spec_from_file_location("tool", sys.argv[1])
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    rng = np.random.default_rng(20240607)
    out = {}
    for name, (size, values, factors) in FORMATS.items():
        blocks = 6 if values == 32 else 2 if values == 256 else 64
        raw = rng.integers(0, 256, (blocks, size), dtype=np.uint8)
        for at in factors:
            d = (rng.uniform(1e-3, 0.1, blocks) * rng.choice([-1, 1], blocks)).astype(np.float16)
            raw[:, at:at + 2] = d.view(np.uint8).reshape(-1, 2)
        if name == "iq1_m":
            set_half(name, raw, rng.uniform(1e-3, 0.1, blocks) * rng.choice([-1, 1], blocks))
        if name == "mxfp4":
            raw[:, 0] = [0, 1, 2, 100, 127, 140]
        if values == 1:  # no infinities or NaN, which have many spellings
            raw[:, 1] &= 0xBB
            expected = raw.reshape(-1).view(np.float16).astype(np.float32) if name == "f16" else \
                (raw.reshape(-1).view(np.uint16).astype(np.uint32) << 16).view(np.float32)
        else:
            expected = quants.dequantize(raw.reshape(-1), getattr(T, name.upper())).reshape(-1).astype(np.float32)
        if name in tool.TYPES:
            other = tool.decode(name, raw.tobytes(), expected.size)
            assert np.allclose(other, expected, rtol=1e-6, atol=0), name
        out[name] = {"bytes": raw.tobytes().hex(), "values": [f"{v:08x}" for v in expected.view(np.uint32).tolist()]}
    out["every_point"] = {name: every_point(name, rng) for name in GRIDS}
    with open(sys.argv[2], "w") as f:
        json.dump(out, f, separators=(",", ":"))
        f.write("\n")


main()
