"""Dialogues about words, the calendar and units."""

from facts import WORDS
from kinds_arithmetic import mul_steps
from phrasing import DAYS, MLEN, MONTHS, ORD, R, VOWELS, ask, cmd, join, nonce, pick, quoted


def spelled(w):
    return " ".join(w)


def words():
    w = pick(WORDS) if R.random() < .72 else nonce()
    k = R.randrange(11)
    if k <= 1:
        c = pick(w) if R.random() < .85 else pick("abcdefghilmnoprstuwy")
        n, th = 0, ""
        for x in w:
            n += x == c
            th += f"{x} {n}, "
        u = pick(f"How many {c}'s are in {quoted(w)}?", f"how many {c} are in {quoted(w)}", f"How many times does {c} appear in {quoted(w)}?", f"How many letters {c} are in the word {quoted(w)}?", f"Count the letter {c} in {quoted(w)}.", f"how many {c}s in {w}?", f"Tell me how many {c} there are in {w}.", f"{w}: how many {c}?", f"How often does the letter {c} occur in {quoted(w)}?", f"how many times is {c} in {w}", f"How many \"{c}\" are there in {quoted(w)}?")
        return u, th[:-2] + ".", pick(f"There {'is' if n == 1 else 'are'} {n} {c} in {w}.", f"The letter {c} appears {n} time{'' if n == 1 else 's'} in {w}.")
    if k == 2:
        return pick(f"Spell {quoted(w)}.", f"How do you spell {quoted(w)}?", f"Spell the word {quoted(w)}", f"spell {w} please", f"Can you spell {quoted(w)}?", f"How is {quoted(w)} spelled?", f"Spell out {w}.", f"what are the letters of {w}"), f"The word is {w}.", "-".join(w) + "."
    if k in (3, 4):
        return pick(f"Reverse the word {quoted(w)}.", f"Write {quoted(w)} backwards.", f"What is {quoted(w)} backwards?", f"spell {w} backwards", f"Reverse {quoted(w)}", f"Can you reverse {quoted(w)}?", f"{w} backwards", f"Turn {quoted(w)} around.", f"Write {quoted(w)} in reverse.", f"say {w} backwards", f"How do you write {w} backwards?", f"What is the reverse of {quoted(w)}?"), f"{spelled(w)}. Backwards: {spelled(w[::-1])}.", w[::-1] + pick("", ".")
    if k == 5:
        th = ", ".join(f"{x} {i + 1}" for i, x in enumerate(w)) + "."
        return pick(f"How many letters are in {quoted(w)}?", f"How long is the word {quoted(w)}?", f"count the letters in {w}", f"How many letters does {quoted(w)} have?", f"How many letters does the word {quoted(w)} have?", f"What is the length of {quoted(w)}?", f"how long is {w}", f"letters in {w}?"), th, f"The word {w} has {len(w)} letters."
    if k == 6:
        last = R.random() < .5
        return ask(pick(f"what is the {'last' if last else 'first'} letter of {quoted(w)}", f"which letter does {quoted(w)} {'end' if last else 'start'} with", f"what letter is {'last' if last else 'first'} in {w}", f"with which letter does {quoted(w)} {'end' if last else 'begin'}")), f"{spelled(w)}.", f"The {'last' if last else 'first'} letter of {w} is {w[-1] if last else w[0]}."
    if k == 7:
        n, th = 0, ""
        for x in w:
            n += x in VOWELS
            th += f"{x} {n}, "
        return pick(f"How many vowels are in {quoted(w)}?", f"Count the vowels in {w}.", f"how many vowels does {w} have", f"How many vowels are there in the word {quoted(w)}?"), th[:-2] + ".", f"There {'is' if n == 1 else 'are'} {n} vowel{'' if n == 1 else 's'} in {w}."
    if k == 8:
        ws = R.sample(WORDS, R.randrange(3, 6))
        left, th = list(ws), ""
        while left:
            m = min(left)
            left.remove(m)
            th += m + ", "
        return cmd(pick("sort these words alphabetically: ", "put these words in alphabetical order: ") + ", ".join(ws)), "First letters: " + ", ".join(x[0] for x in ws) + ".", ", ".join(sorted(ws)) + "."
    if k == 9:
        if R.random() < .5:
            return cmd(pick(f"write {w} in capital letters", f"write {w} in uppercase", f"make {w} uppercase")), f"{spelled(w)} in capitals.", w.upper()
        return cmd(f"write {w.upper()} in lowercase"), f"{spelled(w.upper())} in small letters.", w
    i = R.randrange(min(len(w), 6))
    return ask(f"what is the {ORD[i]} letter of {quoted(w)}"), ", ".join(f"{x} {j + 1}" for j, x in enumerate(w)) + ".", f"The {ORD[i]} letter of {w} is {w[i]}."


def calendar():
    k = R.randrange(9)
    d, m = R.randrange(7), R.randrange(12)
    if k == 0:
        return ask(pick(f"what day comes after {DAYS[d]}", f"which day follows {DAYS[d]}", f"today is {DAYS[d]}. What day is tomorrow", f"what is the day after {DAYS[d]}", f"which day is after {DAYS[d]}", f"what comes after {DAYS[d]}", f"if today is {DAYS[d]}, what is tomorrow")), f"After {DAYS[d]} comes {DAYS[(d + 1) % 7]}.", pick(f"{DAYS[(d + 1) % 7]}.", f"{DAYS[(d + 1) % 7]} comes after {DAYS[d]}.")
    if k == 1:
        return ask(pick(f"what day comes before {DAYS[d]}", f"today is {DAYS[d]}. What day was yesterday", f"what is the day before {DAYS[d]}", f"which day is before {DAYS[d]}", f"what comes before {DAYS[d]}")), f"Before {DAYS[d]} comes {DAYS[(d - 1) % 7]}.", f"{DAYS[(d - 1) % 7]}."
    if k == 2:
        n = R.randrange(2, 7)
        return ask(pick(f"what day is {n} days after {DAYS[d]}", f"if today is {DAYS[d]}, what day is it in {n} days")), "; ".join(f"{i}: {DAYS[(d + i) % 7]}" for i in range(1, n + 1)) + ".", f"It is {DAYS[(d + n) % 7]}."
    if k == 3:
        return ask(pick(f"what month comes after {MONTHS[m]}", f"which month follows {MONTHS[m]}", f"what is the month after {MONTHS[m]}", f"what comes after {MONTHS[m]}", f"next month after {MONTHS[m]}")), f"After {MONTHS[m]} comes {MONTHS[(m + 1) % 12]}.", f"{MONTHS[(m + 1) % 12]} comes after {MONTHS[m]}."
    if k == 4:
        return ask(f"what month comes before {MONTHS[m]}"), f"Before {MONTHS[m]} comes {MONTHS[(m - 1) % 12]}.", f"{MONTHS[(m - 1) % 12]} comes before {MONTHS[m]}."
    if k == 5:
        return ask(pick(f"how many days are in {MONTHS[m]}", f"how many days does {MONTHS[m]} have", f"how long is {MONTHS[m]}", f"how many days are there in {MONTHS[m]}", f"days in {MONTHS[m]}")), f"{MONTHS[m]} has {MLEN[m]} days.", f"{MONTHS[m]} has {MLEN[m]} days" + (", or 29 in a leap year." if m == 1 else ".")
    if k == 6:
        return ask(pick(f"what is the {ORD[m]} month of the year", f"which month is number {m + 1}")), f"Month {m + 1} is {MONTHS[m]}.", f"The {ORD[m]} month is {MONTHS[m]}."
    if k == 7:
        if R.random() < .5:
            return cmd("list the days of the week"), "There are 7 days.", join(DAYS) + "."
        return cmd(pick("list the months of the year", "name all the months")), "There are 12 months.", join(MONTHS) + "."
    h, a = R.randrange(1, 13), R.randrange(1, 12)
    r = (h + a - 1) % 12 + 1
    return ask(f"it is {h} o'clock. What time is it in {a} hours"), f"{h}+{a}={h + a}." + (f" {h + a}-12={r}." if h + a > 12 else ""), f"It will be {r} o'clock."


UNITS = [("kilometres", "metres", 1000), ("metres", "centimetres", 100), ("centimetres", "millimetres", 10),
         ("kilograms", "grams", 1000), ("litres", "millilitres", 1000), ("hours", "minutes", 60),
         ("minutes", "seconds", 60), ("days", "hours", 24), ("weeks", "days", 7), ("years", "months", 12),
         ("feet", "inches", 12), ("dozens", "items", 12), ("tonnes", "kilograms", 1000), ("centuries", "years", 100),
         ("decades", "years", 10), ("gigabytes", "megabytes", 1000), ("yards", "feet", 3), ("pounds", "pence", 100),
         ("dollars", "cents", 100), ("bytes", "bits", 8)]
SING = {"kilometres": "kilometre", "metres": "metre", "centimetres": "centimetre", "kilograms": "kilogram", "litres": "litre",
        "hours": "hour", "minutes": "minute", "days": "day", "weeks": "week", "years": "year", "feet": "foot", "dozens": "dozen",
        "tonnes": "tonne", "centuries": "century", "decades": "decade", "gigabytes": "gigabyte", "yards": "yard", "pounds": "pound",
        "dollars": "dollar", "bytes": "byte"}


ABBR = [("km", "m", 1000), ("m", "cm", 100), ("cm", "mm", 10), ("kg", "g", 1000), ("l", "ml", 1000), ("h", "min", 60), ("min", "s", 60), ("t", "kg", 1000), ("GB", "MB", 1000)]


def units():
    if R.random() < .25:
        a, b, f = pick(ABBR)
        n = R.randrange(1, 13) if f == 60 else R.randrange(1, 100)
        u = ask(pick(f"convert {n} {a} to {b}", f"how many {b} are {n} {a}", f"what is {n} {a} in {b}", f"{n} {a} in {b}", f"how many {b} in {n} {a}"))
        return u.replace(a.lower() + " ", a + " "), f"1 {a} is {f} {b}. " + (mul_steps(n, f) if f == 60 else f"{n}*{f}={n * f}."), f"{n} {a} is {n * f} {b}."
    a, b, f = pick(UNITS)
    n = R.randrange(1, 13) if f in (60, 24, 7, 12, 8, 3) else R.randrange(1, pick(10, 100))
    rule = f"1 {SING[a]} is {f} {b}. "
    if R.random() < .6:
        return ask(pick(f"how many {b} are in {n} {a if n > 1 else SING[a]}", f"convert {n} {a if n > 1 else SING[a]} to {b}", f"what is {n} {a if n > 1 else SING[a]} in {b}")), rule + mul_steps(n, f) if f in (60, 24, 12, 7, 8, 3) else rule + f"{n}*{f}={n * f}.", f"{n} {a if n > 1 else SING[a]} {'are' if n > 1 else 'is'} {n * f} {b}."
    return ask(pick(f"how many {a} are {n * f} {b}", f"convert {n * f} {b} to {a}")), rule + f"{n * f}/{f}={n}.", f"{n * f} {b} are {n} {a if n > 1 else SING[a]}."
