#!/usr/bin/python3
"""Writes GGUF models that cost what real ones cost and whose answers can be guessed as often as one likes.

For measuring what guessing ahead gives where no trained model with a nextn layer is at hand. All matrices have
real shapes and formats, so that the time of a pass is real. What is written is made up: every token has one
that follows it. The head finds it by the embedding, and the layers' parts are too small to change that.

How often a guess comes true is made up as well. A share of the tokens ("hard" ones) have half an embedding of
their own, and the other half is that of an easy token. The model sees both halves; the nextn layer's eh_proj
passes the shared half only, so that it always takes a hard token for the easy one. A draft model (dense-draft)
writes the same texts as the file `dense` with the same seed and share, and is wrong after the same tokens.

With --circle N every token is on a circle of N, so that an answer repeats itself after N tokens: then guesses from
the text alone come true too.

  make_guessable_gguf.py SHAPE -o OUT.gguf [--accept 0.85] [--circle N] [--type q4_k] [--seed 1]
        [--maker ../shared/tools/make_random_gguf.py]

Needs Python 3.9+ with numpy, and the maker of random models, whose encoders and names it uses.
"""
import argparse
import importlib.util
import math
import pathlib
import sys
import time

import numpy as np

VOCAB = 32768
LATENT = dict(arch="deepseek2", kind="mla", heads=16, kv_lora=512, nope=128, rope=64, v=128, vocab=VOCAB, ctx=16384,
              theta=10000.0, eps=1e-6, norm_w=True, yarn=(40.0, 4096, 0.1), nextn=1)
DENSE = dict(arch="qwen2", kind="dense", kv_heads=2, head=128, vocab=VOCAB, ctx=16384, theta=10000.0, eps=1e-6,
             bias=True, pre="deepseek-r1-qwen", nextn=0)
# What the maker asks of every model with latent attention.
NO_EXPERTS = dict(shared=0, scale=1.0, gating=1)
# `layers` without the nextn layer.
SHAPES = {
    # 1.5 billion weights, each used for each token.
    "latent-dense": dict(LATENT, layers=24, dense=24, d=2048, q_lora=0, ff=8192, pre="deepseek-llm"),
    # DeepSeek-V3's router and number of experts, all else smaller.
    "latent-v3": dict(LATENT, layers=8, dense=1, d=1536, q_lora=768, ff=8192, experts=256, used=8, shared=1, eff=512,
                      gating=2, scale=2.5, groups=(8, 4), bias_probs=True, pre="deepseek-v3"),
    # V2-Lite's proportions, a third of its layers.
    "latent-v2": dict(LATENT, layers=9, dense=1, d=2048, q_lora=0, ff=10944, experts=64, used=6, shared=2, eff=1408,
                      gating=1, scale=1.0, pre="deepseek-llm"),
    # The 1.5B distill, and a twentieth of it.
    "dense": dict(DENSE, layers=28, d=1536, heads=12, ff=8960),
    "dense-draft": dict(DENSE, layers=4, d=512, heads=4, ff=2816),
}
# A question mark ends most prompts; without the last characters, each leads to another answer.
TEMPLATE = "{{ bos_token }}{% for m in messages %}{{ m['content'][:-1] }}{% endfor %}"
LAYERS_PART = 0.15  # of all layers together, beside embeddings of deviation 1
HARD_PART = 0.8     # of the shared half in the head's row of what follows a hard token: the easy one wins by it
BEST_LOGIT = 20.0


def text_table(shape, vocab, accept, circle_tokens, seed):
    """What follows each token, and the embedding and head in which it can be read: [vocab, d] each."""
    rng = np.random.default_rng([seed, 7])
    written = np.flatnonzero(np.array(vocab["tokenizer.ggml.token_type"][1][1]) == 1)
    after = np.full(shape["vocab"], written[0])
    order = rng.permutation(written)
    for first in range(0, order.size, circle_tokens or order.size):
        circle = order[first:first + (circle_tokens or order.size)]
        after[circle] = np.roll(circle, -1)
    hard = written[rng.random(written.size) >= accept]
    easy = rng.choice(np.setdiff1d(written, hard), hard.size)
    d = shape["d"]
    shared = d if shape.get("draft") else d // 2
    embedding = rng.standard_normal((shape["vocab"], d), np.float32)
    embedding[hard, :shared] = embedding[easy, :shared]
    head = 0.1 * rng.standard_normal((shape["vocab"], d), np.float32)
    head[after[written]] = embedding[written]
    head[after[hard], :shared] *= HARD_PART
    return embedding, head * (BEST_LOGIT / d)


def made_model(maker, shape, options, vocab):
    class Made(maker.Model):
        def nextn(self, b):
            d = self.p["d"]
            pass_shared = np.zeros((d, 2 * d), np.float32)
            half = np.arange(d // 2)
            pass_shared[half, half] = 1  # the embedding's half of the input comes first
            self.add(f"blk.{b}.nextn.eh_proj.weight", [2 * d, d], data=lambda: pass_shared)
            for name in ("enorm", "hnorm", "shared_head_norm"):
                self.add(f"blk.{b}.nextn.{name}.weight", [d], t="f32", data=lambda: np.ones(d, np.float32))

        def build(self):
            p = self.p
            layers = p["layers"]
            embedding, head = text_table(p, vocab, self.a.accept, self.a.circle, self.a.seed)
            self.back = LAYERS_PART / math.sqrt(2 * layers)
            self.add("token_embd.weight", [p["d"], p["vocab"]], data=lambda: embedding)
            for b in range(layers + p["nextn"]):
                (self.mla if p["kind"] == "mla" else self.gqa)(b)
                if p["kind"] == "dense" or "experts" not in p or b < p["dense"]:
                    self.mlp(b, p["ff"])
                else:
                    self.router(b)
                    self.mlp(b, p["eff"], "_exps", (p["experts"],))
                    self.mlp(b, p["eff"] * p["shared"], "_shexp")
                if b >= layers:
                    self.nextn(b)
            self.add("output_norm.weight", [p["d"]], t="f32", data=lambda: np.ones(p["d"], np.float32))
            self.add("output.weight", [p["d"], p["vocab"]], data=lambda: head)
            for x in self.tensors:
                x["t"] = x["t"] or self.choose(x)
                x["n"] = math.prod(x["dims"])
            return self

        def metadata(self, vocab_kv):
            p, arch = self.p, self.p["arch"]
            self.p = dict(NO_EXPERTS, **p)
            self.p["layers"] += p["nextn"]  # as files count them
            kv = super().metadata(vocab_kv)
            self.p = p
            if p["nextn"]:
                kv[f"{arch}.nextn_predict_layers"] = (maker.U32, p["nextn"])
            kv["general.name"] = (maker.STR, f"guessable {self.a.preset}")
            kv["general.description"] = (maker.STR, "made for timings: random layers, answers to be guessed")
            kv["made.accept"] = (maker.F32, self.a.accept)
            return kv

    return Made(shape, options).build()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shape", choices=sorted(SHAPES), metavar="SHAPE", help=", ".join(sorted(SHAPES)))
    ap.add_argument("-o", "--output", required=True)
    ap.add_argument("--accept", type=float, default=0.85, help="share of the tokens after which a guess comes true")
    ap.add_argument("--circle", type=int, default=0, help="tokens until a text repeats (default: never)")
    ap.add_argument("--type", default="q4_k")
    ap.add_argument("--seed", type=int, default=1)
    beside = pathlib.Path(__file__).resolve().parents[3]  # where the checkout lies
    ap.add_argument("--maker", default=str(beside / "shared/tools/make_random_gguf.py"))
    a = ap.parse_args()
    spec = importlib.util.spec_from_file_location("maker", a.maker)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    a.router_skew, a.layout, a.override, a.preset = 0.0, "split", [], a.shape
    start = time.time()
    shape = dict(SHAPES[a.shape], draft=a.shape == "dense-draft")
    vocab = maker.synthetic_vocab(shape["vocab"], shape["pre"])
    vocab["tokenizer.chat_template"] = (maker.STR, TEMPLATE)
    model = made_model(maker, shape, a, vocab)
    size = model.save(a.output, model.metadata(vocab))
    weights = sum(x["n"] for x in model.tensors)
    took = time.time() - start
    print(f"{a.output}: {weights / 1e6:.0f} M weights, {size / 1e6:.0f} MB, {took:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
