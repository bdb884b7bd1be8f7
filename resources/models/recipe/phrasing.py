"""Words, phrasings and the random source that every kind of dialogue shares."""
import random

from facts import NAMES

R = random.Random(0)
VOWELS = "aeiou"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
MLEN = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
ORD = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth").split()
ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen").split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def pick(*xs):
    return R.choice(xs[0] if len(xs) == 1 else xs)


def cap(s):
    return s[:1].upper() + s[1:]


ONSET = "b br c cl d dr f fl g gr h j k l m n p pl r s sh sl st t th tr v w z".split()
CODA = ["", "", "", "n", "r", "l", "s", "m", "t", "k", "nd", "x"]

RUDE = "sex shit tit cum fuk kok dik slut nazi kil hel rap pis pus tard hor fag gas".split()


def nonce():
    """An invented word, so that copying and spelling are learned and not only the known words."""
    while True:
        w = "".join(pick(ONSET) + pick("aeiou") + (pick(CODA) if R.random() < .6 else "") for _ in range(R.randrange(1, 4)))
        if not any(x in w for x in RUDE):
            return w


def names(k):
    return R.sample(NAMES, k) if R.random() < .7 else [cap(nonce()) for _ in range(k)]


def art(w):
    return ("an " if w[0].lower() in VOWELS else "a ") + w


def join(xs):
    xs = [str(x) for x in xs]
    return xs[0] if len(xs) == 1 else ", ".join(xs[:-1]) + " and " + xs[-1]


def ask(q):
    """Varies the manner of a question."""
    q = q.rstrip("?.!")
    r = R.random()
    if r < .46:
        return cap(q) + "?"
    if r < .56:
        return q.lower()
    if r < .64:
        return cap(q)
    if r < .72:
        return pick("Please tell me: ", "Tell me, ", "Quick question: ", "Can you help? ", "I want to know: ", "Hey, ", "Hi! ", "Hello. ") + q + "?"
    if r < .78:
        return pick("Do you know ", "Can you tell me ") + q[:1].lower() + q[1:] + "?" if q.lower().startswith(("who", "what", "which", "how", "where", "when")) else cap(q) + "?"
    if r < .84:
        return cap(q) + "? " + pick("Thanks!", "Thank you.", "Please answer.", "Thanks")
    return cap(q) + pick("?", "", "??", " please?", ", please?")


def cmd(q):
    """Varies the manner of a request."""
    r = R.random()
    if r < .4:
        return cap(q) + "."
    if r < .55:
        return cap(q)
    if r < .65:
        return q.lower()
    if r < .8:
        return pick("Please ", "Could you please ", "Can you ", "Could you ", "I want you to ", "Would you ") + q + pick(".", "?", "")
    return cap(q) + pick(" please", ", please.", " for me.", " now.", "!")


def num(lim=None):
    lim = lim or pick(10, 20, 20, 50, 100, 100, 100, 200, 500, 1000, 1000, 5000, 10000)
    return R.randrange(lim)


def quoted(w):
    return pick(f"'{w}'", f'"{w}"', w, w)
