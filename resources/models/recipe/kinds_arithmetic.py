"""Dialogues about numbers: sums step by step, word problems, comparisons, number words."""

from facts import OBJECTS
from phrasing import ONES, R, TENS, ask, cap, cmd, names, num, pick


def add_steps(a, b):
    """Column addition, ones first: the reasoning that the model is to imitate."""
    if a < 10 and b < 10:
        return f"{a}+{b}={a + b}."
    x, y = str(a)[::-1], str(b)[::-1]
    out, c, res = [], 0, ""
    for i in range(max(len(x), len(y))):
        p, q = int(x[i]) if i < len(x) else 0, int(y[i]) if i < len(y) else 0
        s = p + q + c
        out.append(f"{p}+{q}" + (f"+{c}" if c else "") + f"={s}")
        c, res = s // 10, str(s % 10) + res
    if c:
        res = str(c) + res
    return "; ".join(out) + f". {a}+{b}={a + b}."


def sub_steps(a, b):
    """Column subtraction for a >= b."""
    if a < 20 and b < 10:
        return f"{a}-{b}={a - b}."
    x, y = str(a)[::-1], str(b)[::-1]
    out, c = [], 0
    for i in range(len(x)):
        p, q = int(x[i]), int(y[i]) if i < len(y) else 0
        d = p - q - c
        if d < 0:
            out.append(f"1{p}-{q}" + (f"-{c}" if c else "") + f"={d + 10}")
            c = 1
        else:
            out.append(f"{p}-{q}" + (f"-{c}" if c else "") + f"={d}")
            c = 0
    return "; ".join(out) + f". {a}-{b}={a - b}."


def mul_steps(a, b):
    if a < 13 and b < 13:
        return f"{a}*{b}={a * b}."
    if a < b and a < 10:
        a, b = b, a
    if b < 10:                       # long times one digit
        parts, x = [], str(a)
        for i, d in enumerate(x):
            v = int(d) * 10 ** (len(x) - 1 - i)
            if v:
                parts.append((v, v * b))
        t = "; ".join(f"{v}*{b}={w}" for v, w in parts)
        s = parts[0][1]
        for _, w in parts[1:]:
            t += "; " + add_steps(s, w).rstrip(".").replace(". ", "; ")
            s += w
        return t + f". {a}*{b}={a * b}."
    t10, t1 = b // 10 * 10, b % 10   # two digits
    t = f"{a}*{t10}={a * t10}"
    if t1:
        t += f"; {a}*{t1}={a * t1}; " + add_steps(a * t10, a * t1).rstrip(".").replace(". ", "; ")
    return t + f". {a}*{b}={a * b}."


def div_steps(a, b):
    q, r = divmod(a, b)
    t = f"{b}*{q}={b * q}"
    if r:
        t += f"; {a}-{b * q}={r}"
    return t + f". {a}/{b}={q}" + (f" remainder {r}." if r else ".")


def calc(op, a, b):
    """-> reasoning, result text"""
    if op == "+":
        return add_steps(a, b), str(a + b)
    if op == "-":
        if a >= b:
            return sub_steps(a, b), str(a - b)
        return f"{b} is more than {a}. " + sub_steps(b, a) + f" So {a}-{b}=-{b - a}.", str(a - b)
    if op == "*":
        return mul_steps(a, b), str(a * b)
    q, r = divmod(a, b)
    return div_steps(a, b), str(q) + (f" remainder {r}" if r else "")


def rand_op():
    op = pick("+", "+", "+", "-", "-", "-", "*", "*", "/")
    if op in "+-":
        a, b = num(), num()
        if op == "-" and a < b and R.random() < .85:
            a, b = b, a
    elif op == "*":
        r = R.random()
        if r < .55:
            a, b = R.randrange(13), R.randrange(13)
        elif r < .9:
            a, b = R.randrange(10, 100), R.randrange(2, 10)
            if R.random() < .3:
                a, b = b, a
        else:
            a, b = R.randrange(11, 60), R.randrange(11, 40)
    else:
        b, q = R.randrange(2, 13), R.randrange(1, 13)
        a = b * q + (R.randrange(b) if R.random() < .25 else 0)
    return op, a, b


def expr(op, a, b):
    s = {"*": pick("*", "x", "×", "*"), "/": pick("/", "÷", "/")}.get(op, op)
    return f"{a} {s} {b}" if R.random() < .7 else f"{a}{s}{b}"


def word_op(op, a, b):
    return {"+": pick(f"{a} plus {b}", f"the sum of {a} and {b}", f"{a} and {b} together", f"{a} plus {b}"),
            "-": pick(f"{a} minus {b}", f"{a} minus {b}", f"the difference of {a} and {b}") if a >= b else f"{a} minus {b}",
            "*": pick(f"{a} times {b}", f"{a} multiplied by {b}", f"the product of {a} and {b}"),
            "/": pick(f"{a} divided by {b}", f"{a} divided by {b}", f"{a} over {b}")}[op]


def say(op, a, b, res):
    r = R.random()
    if r < .45:
        return f"{a} {op} {b} = {res}."
    if r < .75:
        return f"The answer is {res}."
    if r < .9:
        return f"That is {res}."
    return f"It is {res}."


def arithmetic():
    op, a, b = rand_op()
    th, res = calc(op, a, b)
    e = expr(op, a, b) if R.random() < .6 else word_op(op, a, b)
    r = R.random()
    if r < .45:
        u = pick(f"What is {e}?", f"what is {e}", f"What's {e}?", f"whats {e}?", f"What is {e}")
    elif r < .6:
        u = pick(f"Calculate {e}.", f"Compute {e}", f"Work out {e}.", f"Please calculate {e}.", f"calculate {e}", f"Solve {e}", f"Solve: {e}")
    elif r < .75:
        u = pick(f"{e}", f"{e} = ?", f"{e}=", f"{e}?")
    elif r < .9:
        u = pick(f"How much is {e}?", f"Can you tell me what {e} is?", f"I need to know {e}.", f"Do you know what {e} is?", f"Tell me {e}.", f"Hi, how much is {e}?")
    else:
        u = pick(f"Please help me with this: {e}", f"My homework says {e}. What is the answer?", f"Think step by step: {e}", f"What do you get for {e}?",
                 f"What does {e} equal?", f"{e} equals?", f"{e} is?", f"Evaluate {e}.", f"can u calculate {e}", f"What is the result of {e}?")
    if R.random() < .15:
        u = pick({"+": [f"Add {a} and {b}.", f"add {a} to {b}", f"If I add {a} and {b}, what do I get?", f"How much do {a} and {b} make?"],
                  "-": [f"{a} take away {b}", f"Subtract {b} from {a}.", f"What is left if you take {b} from {a}?", f"{a} less {b}"],
                  "*": [f"Multiply {a} by {b}.", f"multiply {a} and {b}", f"What do I get when I multiply {a} by {b}?"],
                  "/": [f"Divide {a} by {b}.", f"divide {a} by {b}", f"How often does {b} go into {a}?"]}[op])
    return u, th, say(op, a, b, res)


def chain():
    """Three numbers."""
    a, b, c = num(100), num(100), num(60)
    o1, o2 = pick("+", "+", "-"), pick("+", "-")
    if o1 == "-" and a < b:
        a, b = b, a
    t1, r1 = calc(o1, a, b)
    r1 = int(r1)
    if o2 == "-" and r1 < c:
        o2 = "+"
    t2, r2 = calc(o2, r1, c)
    e = f"{a} {o1} {b} {o2} {c}"
    return pick(f"What is {e}?", f"{e}", f"Calculate {e}.", f"{e} = ?", f"How much is {e}?"), f"First {t1} Then {t2}", pick(f"The answer is {r2}.", f"{e} = {r2}.")


def word_problem():
    n, m = names(2)
    o = pick(OBJECTS)
    k = R.randrange(7)
    a, b = R.randrange(2, pick(20, 50, 100)), R.randrange(2, pick(10, 20, 40))
    if k == 0:
        u = f"{n} has {a} {o}. {m} gives {n} {b} more. How many {o} does {n} have now?"
        op = "+"
        ans = f"{n} has {{}} {o} now."
    elif k == 1:
        if a < b:
            a, b = b, a
        u = f"{n} has {a} {o} and {pick('gives', 'loses', 'sells', 'uses')} {b} {pick('of them', 'away', '')}".rstrip() + f". How many {o} are left?"
        op = "-"
        ans = f"{n} has {{}} {o} left."
    elif k == 2:
        a, b = R.randrange(2, 13), R.randrange(2, 13)
        u = f"There are {a} {pick('boxes', 'bags', 'baskets')} with {b} {o} each. How many {o} are there in total?"
        op = "*"
        ans = f"There are {{}} {o} in total."
    elif k == 3:
        b = R.randrange(2, 11)
        a = b * R.randrange(2, 12)
        u = f"{a} {o} are shared equally by {b} {pick('children', 'friends', 'people')}. How many does each get?"
        op = "/"
        ans = f"Each gets {{}} {o}."
    elif k == 4:
        u = f"{n} has {a} {o} and {m} has {b}. How many {o} do they have together?"
        op = "+"
        ans = f"Together they have {{}} {o}."
    elif k == 5:
        if a < b:
            a, b = b, a
        u = f"{n} is {a} years old and {m} is {b}. How much older is {n}?"
        op = "-"
        ans = f"{n} is {{}} years older."
    else:
        a, b = R.randrange(2, 13), R.randrange(2, 13)
        u = f"One {pick('ticket', 'book', 'cake', 'pen', 'toy')} costs {a} {pick('coins', 'euros', 'dollars', 'pounds')}. How much do {b} cost?"
        op = "*"
        ans = "They cost {} in total."
    if k in (0, 1) and R.random() < .4:            # first person
        u, ans = pick([(f"I have {a} {o} and {pick('buy', 'find', 'get')} {b} more. How many {o} do I have", f"You have {{}} {o}."),
                       (f"If I have {a} {o} and you give me {b}, how many {o} do I have", f"You have {{}} {o}.")] if op == "+" else
                      [(f"I have {a} {o} and {pick('lose', 'eat', 'use', 'sell', 'give away')} {b}. How many are left", f"You have {{}} {o} left."),
                       (f"I had {a} {o}, but {b} are gone. How many do I still have", f"You still have {{}} {o}.")])
        u += pick("?", "?", " now?", "")
    if R.random() < .15:
        u = u.lower()
    th, res = calc(op, a, b)
    return u, pick("I need ", "This is ", "") + f"{a}{op}{b}. " + th, ans.format(res)


def compare():
    k = R.random()
    a, b = num(), num()
    if k < .5:
        if a == b:
            b += 1
        big = R.random() < .6
        u = pick(f"which is {'bigger' if big else 'smaller'}, {a} or {b}", f"which number is {'larger' if big else 'smaller'}: {a} or {b}", f"what is {'more' if big else 'less'}, {a} or {b}")
        x, y = str(a), str(b)
        if len(x) != len(y):
            th = f"{a} has {len(x)} digits and {b} has {len(y)}. "
        else:
            i = next(i for i in range(len(x)) if x[i] != y[i])
            th = f"Same length. Compare digits: {x[i]} and {y[i]}. "
        th += f"{max(a, b)} is bigger."
        return ask(u), th, pick(f"{max(a, b) if big else min(a, b)} is {'bigger' if big else 'smaller'}.", f"{max(a, b) if big else min(a, b)}.")
    xs = R.sample(range(1, pick(20, 100, 100, 1000)), R.randrange(3, 7))
    s = ", ".join(map(str, xs))
    if k < .75:
        down = R.random() < .35
        u = pick(f"sort these numbers{' from largest to smallest' if down else ''}: {s}", f"sort {s}" + (" in descending order" if down else ""), f"put these numbers in {'descending' if down else 'ascending'} order: {s}", f"order these {'from high to low' if down else 'from low to high'}: {s}")
        left, th = list(xs), ""
        while len(left) > 1:
            m = max(left) if down else min(left)
            left.remove(m)
            th += f"{m}, left " + " ".join(map(str, left)) + ". "
        th += f"{left[0]}."
        o = ", ".join(map(str, sorted(xs, reverse=down)))
        return cmd(u), th, pick(o + ".", "Sorted: " + o + ".")
    if k < .9:
        big = R.random() < .5
        m, th = xs[0], f"{xs[0]}"
        for x in xs[1:]:
            m = max(m, x) if big else min(m, x)
            th += f"; {x}: {m}"
        w = "largest" if big else "smallest"
        return ask(pick(f"what is the {w} number in {s}", f"which of these is the {w}: {s}", f"find the {w} of {s}")), th + ".", f"The {w} number is {m}."
    t, th = xs[0], ""
    for x in xs[1:4]:
        th += add_steps(t, x) + " "
        t += x
    return ask(f"what is the sum of {', '.join(map(str, xs[:4]))}"), th.strip(), f"The sum is {t}."


def number_words(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    return ONES[n // 100] + " hundred" + (" and " + number_words(n % 100) if n % 100 else "")


def roman(n):
    out = ""
    for v, s in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= v:
            out += s
            n -= v
    return out


def numbers():
    k = R.randrange(9)
    if k == 0:
        n = R.randrange(1000)
        return pick(f"Write {n} in words.", f"How do you write {n} in words?", f"{n} in words please"), f"{n} is {number_words(n)}.", cap(number_words(n)) + "."
    if k == 1:
        n = R.randrange(1000)
        return pick(f"Write {number_words(n)} as a number.", f"What number is {number_words(n)}?"), f"{number_words(n)} is {n}.", f"{n}."
    if k == 2:
        n = R.randrange(1, 101)
        return pick(f"What is {n} in Roman numerals?", f"Write {n} as a Roman numeral."), f"{n // 10 * 10} is {roman(n // 10 * 10) or 'nothing'} and {n % 10} is {roman(n % 10) or 'nothing'}.", f"{n} is {roman(n)} in Roman numerals."
    if k == 3:
        n = num(2000)
        w = pick("odd", "even")
        e = n % 2 == 0
        return pick(f"Is {n} odd or even?", f"Is {n} {w}?", f"is {n} an {w} number?"), f"The last digit is {n % 10}, which is {'even' if e else 'odd'}.", f"{n} is {'even' if e else 'odd'}."
    if k == 4:
        n = R.randrange(2, 120)
        d = next((i for i in range(2, n) if n % i == 0), None)
        th = ""
        for i in (2, 3, 5, 7):
            if i * i > n:
                break
            th += f"{i}*{n // i}={n // i * i}" + (f", rest {n % i}; " if n % i else ".")
            if n % i == 0:
                break
        th = th if d else th + "No divisor."
        return pick(f"Is {n} a prime number?", f"Is {n} prime?"), th, (f"No, {n} is not prime: it is {d} * {n // d}." if d else f"Yes, {n} is prime.")
    if k == 5:
        a, d, n = R.randrange(1, 30), R.randrange(1, 12), R.randrange(3, 6)
        xs = [a + i * d for i in range(n)]
        return pick("What comes next: ", "Continue the sequence: ", "What is the next number: ") + ", ".join(map(str, xs)) + pick("?", ", ...", ""), f"Each step adds {d}. {xs[-1]}+{d}={xs[-1] + d}.", f"The next number is {xs[-1] + d}."
    if k == 6:
        a, n = R.randrange(0, 60), R.randrange(2, 12)
        if R.random() < .5:
            return cmd(f"count from {a} to {a + n}"), f"Start at {a} and stop at {a + n}.", ", ".join(str(a + i) for i in range(n + 1)) + "."
        return cmd(f"count down from {a + n} to {a}"), f"Start at {a + n} and stop at {a}.", ", ".join(str(a + n - i) for i in range(n + 1)) + "."
    if k == 7:
        n = R.randrange(1, 200)
        if R.random() < .5:
            return ask(pick(f"what is double {n}", f"what is twice {n}")), add_steps(n, n), f"Double {n} is {2 * n}."
        return ask(pick(f"what is half of {2 * n}", f"what is {2 * n} divided in two")), f"{n}+{n}={2 * n}.", f"Half of {2 * n} is {n}."
    n = R.randrange(1, 16)
    return ask(pick(f"what is {n} squared", f"what is the square of {n}")), mul_steps(n, n), f"{n} squared is {n * n}."
