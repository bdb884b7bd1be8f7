#!/usr/bin/env python3
"""Compares Hearth's template engine with Python's Jinja2, set up as transformers sets it up.

  compare_jinja.py DRIVER                      the cases of tests/data/template, and random expressions
  compare_jinja.py DRIVER --random 20000 --seed 7
  compare_jinja.py DRIVER --templates DIR      also every DIR/*.jinja with small conversations
  compare_jinja.py --refresh                   writes what Jinja2 makes of the cases into cases.json

DRIVER is build/release/bin/template_driver. Needs the jinja2 module (Debian: python3-jinja2, 3.1.2).
"""
import argparse
import copy
import datetime
import glob
import json
import os
import random
import re
import subprocess
import sys
import warnings

import jinja2
import jinja2.ext
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/template/cases.json")
NOW = "2026-01-05T14:30:00"


class GenerationTag(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        return nodes.Scope(parser.parse_statements(("name:endgeneration",), drop_needle=True), lineno=line)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def environment():
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True,
                                        extensions=[GenerationTag, jinja2.ext.loopcontrols])

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = datetime.datetime.fromisoformat(NOW).strftime
    return env


def by_jinja(env, template, variables):
    try:
        return {"text": env.from_string(template).render(**copy.deepcopy(variables))}
    except Exception as error:  # whatever a template can raise
        return {"error": type(error).__name__, "message": str(error).split("\n")[0]}


def by_driver(driver, requests):
    lines = "".join(json.dumps({"template": t, "variables": v, "now": NOW}) + "\n" for t, v in requests)
    done = subprocess.run([driver], input=lines, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("the driver ended with %d: %s" % (done.returncode, done.stderr[-2000:]))
    return [json.loads(line) for line in done.stdout.split("\n") if line]


class Generator:
    """Random expressions over every kind of value; most mix types, so that errors are compared too."""
    VARIABLES = {"a": "héllo <World>", "b": 7, "c": -2.5, "d": {"k": 1, "items": [1], "z": None, "É": "x"},
                 "l": [3, 1, 2, "x", None, True], "s": ["b", "A", "c"], "e": "", "n": None, "t": True,
                 "m": [{"n": "x", "v": 2}, {"n": "Y", "v": 1}, {"n": "x"}]}
    FILTERS = ["upper", "lower", "trim", "length", "list", "first", "last", "join(',')", "default('D')", "string",
               "int", "float", "tojson", "sort", "unique|list", "reverse|list", "capitalize", "title", "items|list",
               "dictsort", "map(attribute='n')|list", "selectattr('v')|list", "map('upper')|list",
               "select('string')|list", "reject('none')|list", "round", "round(1)", "abs", "replace('l','L')",
               "indent", "batch(2)|list", "slice(2)|list", "wordcount", "center(20)", "min", "max", "sum",
               "truncate(5)", "groupby('n')", "urlencode", "e", "safe", "format(1)", "tojson(indent=2)",
               "rejectattr('n', 'eq', 'x')|list", "sum(attribute='v')", "striptags", "wordwrap(3)", "xmlattr",
               "d('x', true)", "map('default', 0)|list", "sort(attribute='n')", "filesizeformat", "count"]
    TESTS = ["defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "odd", "even",
             "true", "false", "boolean", "integer", "float", "lower", "upper", "in [1, 'x']", "divisibleby(2)",
             "eq(1)", "sameas(none)", "callable", "gt(1)", "escaped", "ne('x')"]
    METHODS = ["strip()", "split()", "split('l')", "rsplit('l', 1)", "upper()", "lower()", "title()", "capitalize()",
               "startswith('h')", "endswith(('d', '>'))", "find('l')", "rfind('l')", "replace('l', '')", "items()",
               "keys()|list", "values()|list", "get('k')", "get('q', 5)", "count('l')", "index(1)", "isdigit()",
               "isalpha()", "zfill(9)", "ljust(9)|string", "join(s)", "format(1, 2)", "splitlines()", "lstrip('h')",
               "rstrip('>')", "partition('l')", "swapcase()", "append(1)", "copy()", "islower()", "center(9, '*')",
               "removeprefix('h')", "expandtabs()", "casefold()", "rpartition('o')", "isspace()", "istitle()"]
    CONSTANTS = ["1", "0", "-3", "2.5", "1e20", "1e-7", "'ab'", "'%s-%s'", "'{}|{:>5}'", "''", "true", "none", "[1,2]",
                 "[]", "(1,'x')", "{}", "{'k': 'v', 2: 3}", "range(4)", "undefd", "\"q'\\n\"", "3.0", "10**3", "'12'"]

    def __init__(self, seed):
        self.random = random.Random(seed)

    def expression(self, depth):
        pick = self.random.choice
        if depth == 0:
            return pick(list(self.VARIABLES) + self.CONSTANTS)
        kind = self.random.randrange(14)
        one = self.expression(depth - 1)
        if kind < 3:
            return "(%s|%s)" % (one, pick(self.FILTERS))
        if kind < 5:
            return "(%s %s %s)" % (one, pick(["+", "-", "*", "/", "//", "%", "~", "**"]), self.expression(depth - 1))
        if kind == 5:
            return "(%s %s %s)" % (one, pick(["==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]),
                                   self.expression(depth - 1))
        if kind == 6:
            return "(%s is %s%s)" % (one, pick(["", "not "]), pick(self.TESTS))
        if kind < 9:
            return "%s.%s" % (one if one[0] not in "-0123456789" else "(%s)" % one, pick(self.METHODS))
        if kind == 9:
            return "%s[%s]" % (one if one[0] not in "-" else "(%s)" % one, self.expression(depth - 1))
        if kind == 10:
            return "(%s)[%s]" % (one, pick(["1:", ":-1", "::-1", "::2", "-2:", "1:3", ":"]))
        if kind == 11:
            return "(%s if %s else %s)" % (one, self.expression(depth - 1), self.expression(depth - 1))
        if kind == 12:
            return "[%s, %s]" % (one, self.expression(depth - 1))
        return "(not %s)" % one

    def template(self):
        text = "{{ %s }}" % self.expression(self.random.randrange(1, 4))
        wrap = self.random.randrange(8)
        if wrap == 0:
            return "{%% for x in %s %%}\n {{ loop.index }}:{{ x }}{%%- if loop.last %%}.{%% endif %%}\n{%% endfor %%}" \
                % self.expression(1)
        if wrap == 1:
            return "a\n  {%% if %s %%}\n  y\n  {%%- else +%%}\n n {%% endif %%}\n b" % self.expression(2)
        if wrap == 2:
            return "{%% set ns = namespace(v=1) %%}{%% for i in range(3) %%}{%% set ns.v = ns.v + i %%}" \
                "{%% endfor %%}{{ ns.v }} %s" % text
        return text


# Where the engine differs by design: what the two show is then not comparable.
BY_DESIGN = [
    (r"0x[0-9a-f]{6,}|<generator|<built-in|<bound|object>|<function", "printed addresses"),
    (r"not subscriptable|type: 'slice'", "slices of constants, which Jinja2 folds to nothing"),
    (r"Exceeds the limit|does not fit|too large", "integers beyond 64 bits"),
]


def same(jinja, ours):
    if "text" in jinja:
        return ours.get("text") == jinja["text"]
    return "error" in ours


def is_by_design(jinja, ours):
    shown = jinja.get("text", jinja.get("message", "")) + ours.get("text", ours.get("error", ""))
    return any(re.search(pattern, shown) for pattern, _ in BY_DESIGN)


def refresh():
    env = environment()
    with open(CASES, encoding="utf-8") as f:
        cases = json.load(f)
    for case in cases:
        case.pop("text", None)
        case.pop("error", None)
        result = by_jinja(env, case["template"], case.get("variables", {}))
        if "text" in result:
            case["text"] = result["text"]
        else:
            case["error"] = result["message"]
    with open(CASES, "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]\n")
    print("%d cases, %d of them errors" % (len(cases), sum("error" in case for case in cases)))


def conversations():
    user, answer = {"role": "user", "content": "Hi  "}, {"role": "assistant", "content": "<think>\nx\n</think>\n\nHo"}
    call = {"role": "assistant", "content": "", "tool_calls": [
        {"id": "c1", "type": "function", "function": {"name": "f", "arguments": {"x": [1, 2.5, None, "é"]}}}]}
    tool = {"type": "function", "function": {"name": "f", "description": "D\nE", "parameters": {
        "type": "object", "properties": {"x": {"type": ["array", "null"], "items": {"type": "number"}}}}}}
    for messages in ([user], [{"role": "system", "content": "S"}, user, answer, user], [user, call, {
            "role": "tool", "tool_call_id": "c1", "name": "f", "content": "42"}], [user, answer],
            [{"role": "user", "content": [{"type": "text", "text": "T"}, {"type": "image"}]}]):
        for tools in (None, [tool]):
            for extra in ({}, {"enable_thinking": False}, {"enable_thinking": True, "reasoning_effort": "low"}):
                for prompt in (True, False):
                    yield dict(messages=messages, tools=tools, add_generation_prompt=prompt, bos_token="<s>",
                               eos_token="</s>", **extra)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("driver", nargs="?")
    parser.add_argument("--random", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--templates")
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--refresh", action="store_true")
    args = parser.parse_args()
    warnings.simplefilter("ignore", SyntaxWarning)  # of the Python that Jinja2 compiles to
    if args.refresh:
        return refresh()
    if not args.driver:
        parser.error("the driver is missing")
    env = environment()
    with open(CASES, encoding="utf-8") as f:
        requests = [(case["template"], case.get("variables", {})) for case in json.load(f)]
    generator = Generator(args.seed)
    requests += [(generator.template(), Generator.VARIABLES) for _ in range(args.random)]
    if args.templates:
        for path in sorted(glob.glob(os.path.join(args.templates, "*.jinja"))):
            with open(path, encoding="utf-8", newline="") as f:
                source = f.read()
            requests += [(source, variables) for variables in conversations()]
    answers = by_driver(args.driver, requests)
    differing = skipped = messages = 0
    for (template, variables), ours in zip(requests, answers):
        jinja = by_jinja(env, template, variables)
        if same(jinja, ours):
            messages += "error" in jinja and ours["error"].split(": ", 1)[1] != jinja["message"]
            continue
        if is_by_design(jinja, ours):
            skipped += 1
            continue
        differing += 1
        if differing <= args.show:
            print("--- %s\n jinja2 %r\n hearth %r" % (template[:400], jinja, ours))
    print("%d renders, %d differ, %d not comparable, %d errors with another message" %
          (len(requests), differing, skipped, messages))
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
