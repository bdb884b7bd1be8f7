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
           "mxfp4": (17, 32, []), "f16": (2, 1, []), "bf16": (2, 1, [])}


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
    with open(sys.argv[2], "w") as f:
        json.dump(out, f, separators=(",", ":"))
        f.write("\n")


main()
