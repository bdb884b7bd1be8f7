"""Dialogues about facts, definitions, lists, how-tos and small programs."""

from facts import (
    CAPITALS, CODE, COLOUR_OF, CONTINENT, DEFS, ELEMENTS, FOOD, HOME, HOWTO, LANGUAGE, LEGS, LISTS,
    MISC, MIX, NAMES, OPPOSITE, PAST, PEOPLE, PLANETS, PLURAL, SHAPES, SOUND, SYNONYM, TRANSLATE,
    YESNO, YOUNG)
from kinds_arithmetic import number_words
from phrasing import ORD, R, art, ask, cap, cmd, join, pick, quoted


def fact(u, key, val, a):
    return u, pick(f"{key}: {val}.", f"I remember: {key}, {val}.", f"I know this. {key}: {val}."), a


def facts():
    k = R.randrange(24)
    if k <= 5:
        c, p = pick(list(CAPITALS.items()))
        r = R.random()
        if r < .75:
            u = pick(ask(f"what is the capital of {c}"), ask(f"what is the capital city of {c}"), f"capital of {c.lower()}?", ask(f"what's the capital of {c}"), f"Name the capital of {c}.", f"{c} capital", f"Which city is the capital of {c}?", ask(f"what city is the capital of {c}"), f"Tell me the capital of {c}.", f"Do you know the capital of {c}?", f"I want to know the capital of {c}.", f"the capital of {c} is?", f"What is {c}'s capital?", f"{c}'s capital city?")
            return fact(u, f"capital of {c}", p, pick(f"The capital of {c} is {p}.", f"{p} is the capital of {c}.", f"The capital of {c} is {p}."))
        return fact(ask(pick(f"{p} is the capital of which country", f"which country has the capital {p}")), f"{p} is the capital of", c, f"{p} is the capital of {c}.")
    if k == 6:
        c, p = pick(list(CONTINENT.items()))
        return fact(ask(pick(f"which continent is {c} in", f"where is {c}", f"on what continent is {c}")), f"continent of {c}", p, f"{c} is in {p}.")
    if k == 7:
        c, p = pick(list(LANGUAGE.items()))
        return fact(ask(pick(f"what language do people speak in {c}", f"which language is spoken in {c}")), f"language of {c}", p, f"People in {c} speak {p}.")
    if k == 8:
        c, p = pick(list(SOUND.items()))
        return fact(ask(pick(f"what sound does {art(c)} make", f"what does {art(c)} say", f"what noise does {art(c)} make", f"how does {art(c)} sound", f"which sound do {c}s make")), f"{c}", p, f"{cap(art(c))} {p}.")
    if k == 9:
        c, p = pick(list(YOUNG.items()))
        return fact(ask(pick(f"what is a baby {c} called", f"what do you call a young {c}", f"what is the name for a baby {c}", f"what do you call a baby {c}", f"name of a young {c}")), f"baby {c}", p, f"A baby {c} is called {art(p)}.")
    if k == 10:
        c, p = pick(list(HOME.items()))
        return fact(ask(pick(f"where does {art(c)} live", f"what is the home of {art(c)} called")), f"home of {c}", p, f"{cap(art(c))} lives in {art(p)}.")
    if k == 11:
        c, p = pick(list(LEGS.items()))
        return fact(ask(f"how many legs does {art(c)} have"), f"legs of {c}", p, f"{cap(art(c))} has {p if p else 'no'} legs.")
    if k == 12:
        c, p = pick(list(FOOD.items()))
        return fact(ask(pick(f"what does {art(c)} eat", f"what do {c}s eat")), f"food of {c}", p, f"{cap(art(c))} eats {p}.")
    if k == 13:
        if R.random() < .5:
            (a, b), c = pick(list(MIX.items()))
            if R.random() < .5:
                a, b = b, a
            return fact(ask(pick(f"what colour do you get if you mix {a} and {b}", f"what do {a} and {b} make", f"mix {a} and {b}")), f"{a} and {b}", c, f"{cap(a)} and {b} make {c}.")
        c, p = pick(list(COLOUR_OF.items()))
        return fact(ask(pick(f"what colour is {c}", f"what color is {c}")), f"colour of {c}", p, f"{cap(c)} is {p}.")
    if k == 14:
        i = R.randrange(8)
        if R.random() < .4:
            return fact(cmd(pick("name the planets", "list the planets in order", "name the planets of the Solar System")), "planets", "there are 8", join(PLANETS) + ".")
        return fact(ask(pick(f"what is the {ORD[i]} planet from the Sun", f"which planet is number {i + 1} from the Sun")), f"planet {i + 1}", PLANETS[i], f"The {ORD[i]} planet from the Sun is {PLANETS[i]}.")
    if k == 15:
        c, p = pick(list(ELEMENTS.items()))
        if R.random() < .6:
            return fact(ask(pick(f"what is the chemical symbol of {c}", f"what is the symbol for {c}")), c, p, f"The symbol of {c} is {p}.")
        return fact(ask(f"which element has the symbol {p}"), p, c, f"{p} is {c}.")
    if k == 16:
        c, p = pick(list(OPPOSITE.items()))
        if R.random() < .3 and c not in ("heavy", "tall", "light"):
            c, p = p, c
        return fact(ask(pick(f"what is the opposite of {quoted(c)}", f"opposite of {c}", f"what's the opposite of {quoted(c)}", f"give me the opposite of {c}", f"the opposite of {c} is", f"tell me the opposite of {quoted(c)}", f"what word is the opposite of {c}")), f"opposite of {c}", p, pick(f"The opposite of {c} is {p}.", f"{cap(p)}."))
    if k == 17:
        c, p = pick(list(SYNONYM.items()))
        return fact(ask(pick(f"what is another word for {quoted(c)}", f"give me a synonym for {c}", f"what word means the same as {c}")), f"same as {c}", p, f"Another word for {c} is {p}.")
    if k == 18:
        c, p = pick(list(PLURAL.items()))
        return fact(ask(pick(f"what is the plural of {quoted(c)}", f"plural of {c}", f"how do you write the plural of {quoted(c)}", f"one {c}, two what", f"what's the plural of {c}")), f"plural of {c}", p, f"The plural of {c} is {p}.")
    if k == 19:
        c, p = pick(list(PAST.items()))
        return fact(ask(pick(f"what is the past tense of {quoted(c)}", f"past tense of {c}", f"what is the past of {c}", f"{c} in the past tense", f"today I {c}, yesterday I")), f"past of {c}", p, f"The past tense of {c} is {p}.")
    if k == 20:
        if R.random() < .5:
            c, p = pick(list(SHAPES.items()))
            return fact(ask(pick(f"how many sides does {art(c)} have", f"how many corners does {art(c)} have")), c, p, f"{cap(art(c))} has {p}.")
        c, p = pick(list(PEOPLE.items()))
        return fact(ask(c), c, p, f"{p}.")
    if k == 21:
        c, p = pick(list(MISC.items()))
        return fact(ask(c), c, p, cap(p) + ".")
    if k == 22:
        l = pick(list(TRANSLATE))
        c, p = pick(list(TRANSLATE[l].items()))
        return fact(ask(pick(f"how do you say {quoted(c)} in {l}", f"what is {quoted(c)} in {l}", f"translate {quoted(c)} to {l}", f"what is the {l} word for {c}", f"say {c} in {l}", f"{c} in {l}", f"how do I say {c} in {l}", f"{l} for {c}", f"translate {c} into {l}")), f"{c} in {l}", p, pick(f"{cap(c)} in {l} is {p}.", f"In {l}, {c} is {p}."))
    c, y, w = pick(YESNO)
    return fact(ask(c), c, w, f"{y}, {w}.")


def define():
    c, d = pick(list(DEFS.items()))
    an = c if c in ("memory", "gravity", "photosynthesis", "privacy", "quantisation", "multi-token prediction", "energy", "money", "democracy", "rain", "snow", "wind", "fire", "kindness", "courage", "mixture of experts") else art(c)
    the = "the " + c if c in ("sun", "moon") else an
    u = pick(ask(f"what is {the}"), ask(f"what is {the}"), f"Define {c}.", ask(f"what does {quoted(c)} mean"), f"Explain {c}.", f"Explain what {the} is.", ask(f"what's {the}"), f"What do we mean by {c}?", f"Tell me about {c}.", f"What exactly is {the}?", f"Can you define {c}?", f"Do you know what {the} is?", f"Explain {the} in simple words.", f"meaning of {c}", f"{c} meaning?", f"What is meant by {quoted(c)}?", f"Can you explain {the} to me?", f"can you tell me what {the} is")
    return u, f"I should define {c}.", f"{cap(the)} is {d}."


def listing():
    c = pick(list(LISTS))
    n = R.randrange(2, min(7, len(LISTS[c])))
    xs = R.sample(LISTS[c], n)
    nn = pick(str(n), number_words(n))
    u = cmd(pick(f"name {nn} {c}", f"list {nn} {c}", f"give me {nn} {c}", f"tell me {nn} {c}", f"write down {nn} {c}", f"can you list {nn} {c}", f"think of {nn} {c}", f"give an example of {nn} {c}"))
    r = R.random()
    a = join(xs) + "." if r < .45 else "\n".join(f"{i + 1}. {x}" for i, x in enumerate(xs)) if r < .85 else "\n".join("- " + x for x in xs)
    return u, f"I need {n} {c}.", cap(a)


def howto():
    c, s = pick(list(HOWTO.items()))
    u = pick(ask(f"how do I {c}"), ask(f"how can I {c}"), ask(f"how to {c}"), f"Tell me how to {c}.", f"Give me some tips to {c}.", f"I want to {c}. What should I do?", f"Explain how to {c}.", f"What is the best way to {c}?", f"Can you tell me how to {c}?", f"Show me how to {c}.", f"Help me {c}.", f"steps to {c}", ask(f"how do you {c}"), ask(f"how should I {c}"))
    return u, f"Steps to {c}.", pick(f"Here is how to {c}:\n", "Try these steps:\n", "Sure! Here are the steps:\n") + "\n".join(f"{i + 1}. {x}" for i, x in enumerate(s))


def code():
    what, lang, src, why = pick(CODE)
    L = {"python": "Python", "c": "C", "c++": "C++", "javascript": "JavaScript", "rust": "Rust", "bash": "Bash", "sql": "SQL", "html": "HTML"}[lang]
    if R.random() < .3:
        n = pick(NAMES)
        m = R.randrange(2, 21)
        r = R.randrange(4)
        lang, L = "python", "Python"
        if r == 0:
            what, src, why = f"a program that prints {n}", f'print("{n}")', f"It prints the name {n}."
        elif r == 1:
            what, src, why = f"a loop that counts from 1 to {m}", f"for i in range(1, {m + 1}):\n    print(i)", f"The range stops before {m + 1}."
        elif r == 2:
            what, src, why = f"a function that multiplies a number by {m}", f"def times_{m}(x):\n    return x * {m}", f"It returns x times {m}."
        else:
            what, src, why = f"a function that says hello to {n}", f'def hello():\n    print("Hello, {n}!")\n\nhello()', f"It greets {n}."
    u = pick(cmd(f"write {what} in {L}"), cmd(f"show me {what} in {L}"), ask(f"how do I write {what} in {L}"), f"{L}: {what}", cmd(f"give me {what} in {L}"), cmd(f"write {L} code for {what}"), cmd(f"write {what.replace('a ', 'a ' + L + ' ', 1) if what.startswith('a ') else what + ' in ' + L}"), ask(f"can you code {what} in {L}"), f"I need {what} in {L}.")
    if lang == "python" and R.random() < .15:
        u = cmd(f"write {what}")
    return u, f"They want {what} in {L}.", pick("Here it is:", "Sure:", f"Here is {what}:", "You can write it like this:") + f"\n\n```{lang}\n{src}\n```\n\n{why}"
