"""Stories, poems, messages, rewriting and reading."""

from facts import ADJ, JOKES, NAMES, PLACES, THINGS, WORDS
from phrasing import DAYS, R, art, cap, cmd, names, pick

HERO = ("fox rabbit cat dog mouse bear owl frog duck squirrel hedgehog robot dragon star boy girl king princess farmer baker "
        "turtle bird bee lion elephant penguin snowman pirate wizard cloud horse fish").split()
HNAME = "Pip Milo Nell Tilly Bruno Daisy Rufus Hazel Oscar Luna Finn Poppy Otto Wren Basil Mabel Toby Olive Juno Sunny".split()
TRAIT = "little brave shy clever lonely kind curious lazy cheerful tiny gentle sleepy hungry proud".split()
WHERE = ["in a quiet forest", "near a blue lake", "in a small village", "on a green hill", "by the sea", "in an old castle",
         "in a busy town", "at the edge of a desert", "in a warm house", "on a little farm", "under a tall tree", "on a far island"]
WANT = [("to find a friend", "found a friend"), ("to see the sea", "saw the sea"), ("to learn to sing", "learned to sing"),
        ("to fly", "flew above the trees"), ("to find a lost key", "found the lost key"), ("to bake a big cake", "baked a big cake"),
        ("to reach the moon", "touched the moonlight on the lake"), ("to help the village", "helped the whole village"),
        ("to find a golden apple", "found the golden apple"), ("to build a boat", "built a fine boat"),
        ("to catch a star", "caught the light of a star in a jar"), ("to win the race", "won the race")]
TROUBLE = ["But the path was dark and long.", "But a big storm came.", "But nobody wanted to help.", "But the bridge was broken.",
           "But it was very cold.", "But {h} got lost.", "But a wall stood in the way.", "But the night was near.",
           "But {h} was afraid.", "But the river was too wide."]
HELP = ["Then an old {x} came by and said, \"Do not give up. I will help you.\"", "A friendly {x} heard this and showed the way.",
        "{h} sat down and thought, and then had a good idea.", "A small {x} said, \"Let us try it together.\"",
        "{h} took a deep breath and tried again.", "Along came a wise {x}, who gave {h} a lamp.",
        "\"I can carry you,\" said a strong {x}."]
ENDING = ["From that day on, {h} was never lonely.", "{h} went home and slept well.", "And they lived happily ever after.",
          "{h} smiled and said, \"Thank you, my friend.\"", "Everyone cheered and danced until the morning.",
          "{h} learned that it is good to ask for help.", "And {h} never forgot that day.", "It was the best day of all."]


def story_text(hero=None, place=None):
    hero = hero or pick(HERO)
    h, x, t = pick(HNAME), pick([y for y in HERO if y != hero]), pick(TRAIT)
    w, done = pick(WANT)
    f = lambda s: cap(s.format(h=h, x=x))
    place = place or pick(WHERE)
    s = [pick(f"Once upon a time, {art(t)} {hero} named {h} lived {place}.", f"There once was {art(t)} {hero} called {h}, who lived {place}.",
              f"Long ago, {place}, there lived {art(t)} {hero}. Its name was {h}.", f"{h} was {art(t)} {hero}. {h} lived {place}.")]
    s.append(pick(f"{h} wanted {w}.", f"Every day {h} dreamed of one thing: {h} wanted {w}.", f"One morning {h} said, \"I want {w}.\"", f"More than anything, {h} wanted {w}."))
    if R.random() < .5:
        s.append(pick(f"So {h} packed a bag and set off.", f"So {h} walked for a whole day.", f"{h} left early in the morning.", f"The other animals laughed, but {h} did not mind."))
    s.append(f(pick(TROUBLE)))
    s.append(f(pick(HELP)))
    s.append(pick(f"In the end, {h} {done}.", f"At last, {h} {done}.", f"After a while, {h} {done}.", f"And so {h} {done}."))
    s.append(f(pick(ENDING)))
    return h, " ".join(s)


RHYMES = [("day", "way"), ("night", "light"), ("tree", "sea"), ("sun", "run"), ("rain", "train"), ("star", "far"),
          ("snow", "glow"), ("cat", "hat"), ("sky", "high"), ("spring", "sing"), ("moon", "soon"), ("song", "long")]


def creative():
    k = R.randrange(6)
    if k <= 2:
        hero = pick(HERO)
        h, s = story_text(hero)
        u = cmd(pick(f"tell me a story about {art(hero)}", f"write a short story about {art(hero)}", f"tell me a short story about {art(hero)}", f"write a story about {art(hero)}", f"make up a story with {art(hero)}"))
        if R.random() < .15:
            u = cmd(pick("tell me a story", "tell me a short story", "write a little story"))
        return u, f"A short story about {art(hero)} named {h}.", s
    if k == 3:
        (a, b), (c, d) = R.sample(RHYMES, 2)
        w = pick("the sea", "the moon", "spring", "a cat", "the night", "rain", "home", "a friend", "winter", "the stars")
        s = "\n".join([pick(f"I think of {w} all through the {a},", f"Oh {w}, oh {w}, you came with the {a},", f"A song for {w} at the end of the {a},"),
                       pick(f"And you can see me go my {b}." if b == "way" else f"And softly I follow the {b}.", f"It makes me dream of the {b}.", f"It lives in my heart with the {b}."),
                       pick(f"I keep it near me with the {c},", f"It whispers to me of the {c},"), pick(f"And all is quiet, all is {d}.", f"And that is the end of my {d}.")])
        return cmd(pick(f"write a poem about {w}", f"write a short poem about {w}", f"make a rhyme about {w}")), f"A short poem about {w}.", s
    if k == 4:
        return cmd(pick("tell me a joke", "tell a joke", "make me laugh", "say something funny", "I want to hear a joke")), "A short joke will do.", pick(JOKES)
    n, m = names(2)
    o = pick([("birthday", f"Dear {n},\n\nHappy birthday! I wish you a day full of joy.\n\nYours,\n{m}"),
              ("thank-you", f"Dear {n},\n\nThank you very much for your help. It meant a lot to me.\n\nYours,\n{m}"),
              ("get-well", f"Dear {n},\n\nI hear that you are ill. I hope that you feel better soon.\n\nYours,\n{m}"),
              ("invitation", f"Dear {n},\n\nI am having a party on {pick(DAYS)}. I would be glad if you came.\n\nYours,\n{m}"),
              ("apology", f"Dear {n},\n\nI am sorry that I was late. It will not happen again.\n\nYours,\n{m}")])
    return cmd(f"write {art(o[0])} message to {n} from {m}"), f"{cap(art(o[0]))} message from {m} to {n}.", o[1]


# ---------------------------------------------------------------- rewriting and reading
def small_sentence():
    n, o, p, a = pick(NAMES), pick(THINGS), pick(PLACES), pick(ADJ)
    return pick(f"{n} likes the {a} {o}", f"the {o} is in the {p}", f"{n} went to the {p}", f"I saw {art(a)} {o} in the {p}",
                f"my {o} is {a}", f"{n} has {art(a)} {o}", f"we walked to the {p}", f"{n} put the {o} in the {p}", f"the {p} is {pick('quiet', 'big', 'old', 'small')}")


def rewrite():
    s = cap(small_sentence())
    k = R.randrange(7)
    if k == 0:
        return pick(f"Repeat after me: {s}.", f"Say this: {s}.", f"Please repeat: {s}.", f"Repeat this sentence: {s}."), "I repeat it exactly.", s + "."
    if k == 1:
        return pick(f"Write this in capital letters: {s}.", f"Make this uppercase: {s}."), "All letters become capitals.", s.upper() + "."
    if k == 2:
        w, n = pick(WORDS), R.randrange(2, 7)
        return cmd(pick(f"say {w} {n} times", f"write {w} {n} times", f"repeat the word {w} {n} times")), f"{n} times {w}.", " ".join([w] * n) + "."
    if k == 3:
        x = pick(["give me the book", "close the door", "come here", "be quiet", "send me the file", "help me", "wait for me", "pass me the salt", "open the window", "show me the way", "clean the table", "call me later"])
        return cmd(pick(f"make this polite: {x}", f"rewrite this politely: {x}", f"say this in a polite way: {x}")), "I add please and make it a question.", f"Could you please {x}?"
    if k == 4:
        n, _, p = pick(NAMES), pick(THINGS), pick(PLACES)  # the unused draw keeps the seeded stream
        v, pv = pick([("goes to", "went to"), ("sees", "saw"), ("likes", "liked"), ("leaves", "left"), ("finds", "found"), ("paints", "painted"), ("cleans", "cleaned")])
        return f"{pick('Rewrite in the past tense', 'Put this in the past tense', 'Change this to past tense')}: {n} {v} the {p}.", f"{v} becomes {pv}.", f"{n} {pv} the {p}."
    if k == 5:
        n, a, b = pick(NAMES), *R.sample(THINGS, 2)
        return f"{pick('Replace', 'Change')} {a} with {b}: {n} has {art(pick(ADJ))} {a}.".replace(" a " + a, " the " + a), f"{a} becomes {b}.", None
    w = R.sample(WORDS, R.randrange(3, 6))
    return cmd(pick(f"write these words in reverse order: {' '.join(w)}", f"reverse the order of these words: {' '.join(w)}")), "From last to first.", " ".join(w[::-1])


def rewrite_fixed():
    u, th, a = rewrite()
    if a is None:
        n, (x, y), d = pick(NAMES), R.sample(THINGS, 2), pick(ADJ)
        return f"{pick('Replace', 'Change')} {x} {pick('with', 'to')} {y}: {n} likes the {d} {x}.", f"{x} becomes {y}.", f"{n} likes the {d} {y}."
    return u, th, a


def reading():
    k = R.randrange(5)
    n = names(4)
    o = R.sample(THINGS, 4)
    p = R.sample(PLACES, 4)
    m = R.randrange(2, 5)
    i = R.randrange(m)
    if k == 0:
        c = [pick(ADJ) for _ in range(m)]
        s = " ".join(f"{n[j]} has {art(c[j])} {o[j]}." for j in range(m))
        r = R.random()
        if r < .5:
            return s + f" Who has the {o[i]}?", f"{n[i]} has {art(c[i])} {o[i]}.", f"{n[i]} has the {o[i]}."
        return s + f" What does {n[i]} have?", f"{n[i]} has {art(c[i])} {o[i]}.", f"{n[i]} has {art(c[i])} {o[i]}."
    if k == 1:
        s = " ".join(f"{n[j]} {pick('is in', 'went to', 'is at')} the {p[j]}." for j in range(m))
        return s + f" Where is {n[i]}?", f"The text says: {n[i]}, {p[i]}.", f"{n[i]} is in the {p[i]}."
    if k == 2:
        s = f"{n[0]} went to the {p[0]}. Then {n[0]} went to the {p[1]}." + (f" After that {n[0]} went to the {p[2]}." if m > 2 else "")
        e = p[2] if m > 2 else p[1]
        return s + f" Where is {n[0]} now?", f"The last place is the {e}.", f"{n[0]} is in the {e}."
    if k == 3:
        s = " ".join(f"The {o[j]} is {pick('in', 'at')} the {p[j]}." for j in range(m))
        return s + f" Where is the {o[i]}?", f"The text says: {o[i]}, {p[i]}.", f"The {o[i]} is in the {p[i]}."
    h, s = story_text()
    return f"Read this: {s}\n\n" + pick("What is the name of the hero?", "Who is the story about?"), f"The story is about {h}.", f"The story is about {h}."
