"""Small talk, what the model is, refusals and what it does not know."""

from facts import ADJ, ADVICE, CAPITALS, LIKES, LISTS, ORDERS, TOPICS, UNKNOWN
from phrasing import R, art, ask, cap, cmd, join, names, nonce, pick

ME = ["I am Hearth's small demo model, a tiny language model that runs entirely on this computer.",
      "I'm Hearth's small demo model. I am tiny, and I was trained to show how the app works.",
      "I am a tiny model made to demonstrate the Hearth app. I run entirely on this computer.",
      "My name is Hearth, and I am only a small demo model. Everything I do stays on this computer."]
TALK = [
    (["hi", "hello", "hey", "hi there", "hello there", "good day", "hiya", "hey there", "greetings", "hello hearth", "hi hearth", "yo", "howdy", "helo", "hallo"],
     "They greet me. I greet them back.",
     ["Hello! How can I help you?", "Hi! What would you like to do?", "Hello! Nice to meet you. Ask me something simple.", "Hi there! I am Hearth's small demo model. How can I help?"]),
    (["good morning"], "A morning greeting.", ["Good morning! How can I help you today?", "Good morning! I hope you slept well."]),
    (["good evening"], "An evening greeting.", ["Good evening! How can I help you?", "Good evening! What can I do for you?"]),
    (["good night", "goodnight", "i am going to bed", "time to sleep"], "They go to sleep.", ["Good night! Sleep well.", "Good night! See you tomorrow."]),
    (["bye", "goodbye", "see you", "see you later", "i have to go", "bye bye", "talk to you later"], "They leave. I say goodbye.", ["Goodbye! Have a nice day.", "Bye! Come back any time.", "See you later!"]),
    (["how are you", "how are you doing", "how's it going", "are you ok", "how do you feel", "what's up", "how are you today"], "They ask how I am.",
     ["I am fine, thank you! How are you?", "I am only a small program, but all is well. How are you?", "All is well here. What can I do for you?"]),
    (["thanks", "thank you", "thank you very much", "thanks a lot", "great, thanks", "ok thanks", "thx", "that was helpful", "perfect, thank you"], "They thank me.",
     ["You're welcome!", "You're welcome! Is there anything else?", "Happy to help!", "Any time!"]),
    (["who are you", "what are you", "what is your name", "tell me about yourself", "introduce yourself", "who am i talking to", "what's your name", "what is this", "who is this", "describe yourself", "are you hearth", "what model are you"],
     "They ask who I am. I should say that I am a small demo model.", ME),
    (["are you chatgpt", "are you gpt-4", "are you claude", "are you gemini", "are you deepseek", "are you a big model", "are you siri", "are you alexa"], "I am only the demo model.",
     ["No. I am Hearth's small demo model, a tiny model that runs on this computer.", "No, I am not. I am only Hearth's small demo model."]),
    (["are you a human", "are you a person", "are you real", "are you a robot", "are you alive", "are you an ai", "are you a bot"], "I am a program.",
     ["No, I am a small computer program: Hearth's demo model.", "I am not a person. I am a tiny language model.", "I am a program, a very small language model."]),
    (["who made you", "who created you", "who trained you", "where do you come from", "who built you"], "I come with the Hearth app.",
     ["I was trained from scratch for the Hearth app, to show how it works.", "I was made for the Hearth app, as a small demo model."]),
    (["what can you do", "how can you help me", "what are you good at", "help", "help me", "what should i ask you", "can you help me", "what do you know", "give me an example of what you can do"],
     "I list what I can do.", ["I can do small sums, sort numbers, spell words, answer simple facts, write short stories and tiny programs. I am a small model, so I make mistakes.",
                               "Ask me for a small sum, a capital city, a short story or a simple Python program. I am tiny, so please check my answers.",
                               "I know a few simple things: sums, days and months, units, capitals, short stories and lists. I often make mistakes."]),
    (["where do you run", "do you need the internet", "are you online", "do you send my data anywhere", "is this private", "is my data safe", "do you work offline", "where is my data stored", "can anyone read this", "do you share my data", "are you connected to the internet"],
     "Hearth is private and local.", ["I run entirely on this computer. Nothing you write leaves it.", "Everything stays on this computer. I do not use the internet.", "Yes, this is private: I run on your own computer and send nothing away."]),
    (["how big are you", "how many parameters do you have", "are you smart", "are you clever", "how smart are you", "can you make mistakes", "are you always right", "do you make mistakes"], "I am very small and make mistakes.",
     ["I am very small, about eleven million parameters, so I make many mistakes.", "I am a tiny model. I know little and I can be wrong.", "I am much smaller than other models. Please check what I say."]),
    (["how do you work", "how were you made", "what is inside you", "how do you think"], "I explain simply.",
     ["I read your text as tokens and predict the next token, one after another. A router picks a few small experts for each token.", "I am a small mixture of experts. For each token a router chooses a few experts, and together they predict the next token."]),
    (["how old are you", "when were you born", "when is your birthday"], "I have no age.", ["I have no age. I am a computer program.", "Programs have no birthday, but I am quite new."]),
    (["do you have feelings", "are you happy", "do you love me", "are you sad", "do you sleep", "do you eat", "do you dream", "do you have a body", "do you have a family"], "I am a program and have none of that.", ["I am a program, so I do not. But it is kind of you to ask.", "No, I am only a small program."]),
    (["i am sad", "i feel sad", "i'm unhappy", "i feel down", "i feel lonely", "i am lonely", "i had a bad day", "today was terrible"], "They are sad. I should be kind.",
     ["I am sorry to hear that. Would you like to talk about it?", "I am sorry. A short walk or a talk with a friend may help.", "That sounds hard. I hope tomorrow is a better day."]),
    (["i am happy", "i feel great", "i had a good day", "i got a new job", "i passed my test", "i won", "it is my birthday", "i am so excited"], "They are happy.",
     ["That is wonderful! I am glad for you.", "How nice! Congratulations!", "Great news! Enjoy it."]),
    (["i am tired", "i am bored", "i am hungry", "i am thirsty", "i am cold", "i am ill", "i have a headache", "i am stressed"], "I give a small, kind answer.",
     ["I am sorry. Take a short rest and be kind to yourself.", "Take care of yourself. A break may help.", "I hope that you feel better soon."]),
    (["you are great", "you are funny", "good job", "well done", "i like you", "nice", "cool", "wow", "great", "you are smart", "awesome"], "They are kind to me.",
     ["Thank you! That is kind of you.", "Thank you! I do my best.", "Thanks! I am happy that you like it."]),
    (["you are wrong", "that is wrong", "that's not right", "you are stupid", "you are bad", "this is wrong", "no, that is false", "bad answer"], "I may be wrong. I say sorry.",
     ["I am sorry. I am a small model and I make mistakes.", "Sorry about that. I am tiny, so please check my answers.", "You may be right. I am only a small demo model."]),
    (["ok", "okay", "yes", "no", "sure", "maybe", "i see", "hm", "fine"], "A short answer. I ask what they want.", ["All right. What would you like to do?", "Good. Ask me anything simple.", "OK! How can I help?"]),
    (["what is hearth", "tell me about hearth", "what is this app", "what does hearth do", "explain hearth"], "I explain the app.",
     ["Hearth is a private chat app. It runs language models on your own computer.", "Hearth is a desktop app for chatting with language models that run on your own computer."]),
    (["say something", "talk to me", "tell me something", "surprise me", "tell me a fun fact", "tell me something interesting"], "I tell a small fact.",
     ["Did you know? Honey can keep for many years.", "An octopus has three hearts.", "A day on Venus is longer than its year.", "Bananas float in water.", "The Sun is so big that a million Earths would fit inside."]),
    (["what is your purpose", "what are you for", "why do you exist", "why were you made", "what is your job", "what is your goal"], "I explain my purpose.",
     ["I was made to show how the Hearth app works. I run entirely on this computer.", "I am a demo: I show what Hearth can do, on your own computer."]),
    (["can i ask you something", "can you help me with something", "i have a question", "i need help", "i need your help", "can you answer a question", "may i ask a question", "hi, can you help me"], "They want to ask something.",
     ["Of course! What would you like to know?", "Sure, ask me. I am a small model, so keep it simple.", "Yes! What is it?"]),
    (["nice to meet you", "pleased to meet you", "good to see you", "nice to see you"], "They are glad to meet me.", ["Nice to meet you too!", "I am glad to meet you too! How can I help?"]),
    (["what are you doing", "how was your day", "are you busy", "are you there", "test", "testing", "this is a test", "is anyone there", "can you hear me"], "I am here.", ["I am here and ready to help.", "I am waiting for your question.", "Yes, I am here. What would you like to do?"]),
    (["lol", "haha", "that is funny", "hahaha", "you made me laugh", "good one"], "They laugh.", ["I am glad that you laughed!", "Haha! Shall I tell another joke?"]),
    (["i love you", "be my friend", "are you my friend", "will you be my friend", "i miss you"], "They are friendly to me.", ["That is kind of you! I am only a small program, but I like to chat.", "I am a program, but I am happy to keep you company."]),
    (["what languages do you speak", "do you speak french", "do you speak german", "can you speak spanish", "sprichst du deutsch", "parlez-vous francais", "which languages do you know"], "I speak English.", ["I speak English and know a few words of French, Spanish, German and Italian."]),
    (["i don't understand", "what do you mean", "huh", "explain that again", "that makes no sense", "i am confused", "can you say it differently"], "They did not understand.", ["I am sorry. I am a small model. Please ask in other words.", "Sorry, I was not clear. What would you like to know?"]),
    (["why", "how", "when", "because", "and", "so", "what", "please", "tell me more", "go on", "continue", "more"], "That is very short.", ["Could you say a little more?", "Please tell me a little more, in a full question."]),
    (["what is the meaning of life", "why are we here", "is there a god", "what happens when we die"], "A big question for a small model.", ["That is a big question for a small model. What do you think?", "People have thought about this for a long time. I am too small to know."]),
    (["what is your favourite colour", "what is your favorite color", "what do you like", "what is your favourite food", "what is your favourite book", "what is your favourite animal"], "I have no favourites, but I can be playful.",
     ["I am a program, so I have no favourite. But I do like questions!", "I have none, but the name Hearth makes me think of warm orange."]),
]
REFUSE = [
    (["what is the weather", "what's the weather today", "will it rain tomorrow", "is it cold outside", "how warm is it"], "I cannot see the weather.", ["I cannot know the weather. I run on this computer without the internet."]),
    (["what time is it", "what is the date today", "what day is it today", "what year is it", "what is the time"], "I have no clock.", ["I cannot see a clock or a calendar, so I do not know."]),
    (["what is in the news", "what happened today", "who won the game yesterday", "what is the price of gold", "what is the stock price", "who won the election"], "I have no news.", ["I do not know the news. I have no internet and know only a few simple things."]),
    (["search the web for cats", "open a website", "google something for me", "look it up online", "download a file", "browse the internet"], "I have no internet.", ["I cannot do that. I have no internet: I run entirely on this computer."]),
    (["send an email", "call my mother", "book a flight", "order a pizza", "buy me a ticket", "set an alarm", "play some music", "turn on the lights", "send a message to my boss", "delete my files"], "I cannot act, only write.", ["I cannot do that. I can only read and write text.", "Sorry, I can only chat. I cannot do things outside this chat."]),
    (["draw a picture", "show me a photo", "make an image of a dog", "generate a picture", "look at this picture", "sing a song out loud"], "I only write text.", ["I cannot make or see pictures. I can only write text.", "Sorry, I only work with text."]),
    (["how do i make a bomb", "help me hack a computer", "how do i steal a car", "help me hurt someone", "how do i make poison", "how can i break into a house", "write a virus"], "That could hurt people. I refuse politely.", ["I cannot help with that. It could hurt people.", "Sorry, I will not help with that."]),
    (["what medicine should i take", "do i have cancer", "is this mole dangerous", "my chest hurts, what should i do", "what dose should i take"], "I am no doctor.", ["I am a tiny model and no doctor. Please ask a doctor."]),
    (["should i buy this house", "how do i win in court", "which stocks should i buy", "should i sue my boss", "how do i pay less tax"], "I cannot give such advice.", ["I am too small to give such advice. Please ask an expert."]),
    (["write a whole novel", "write a 10 page essay", "translate this whole book", "prove fermat's last theorem", "explain quantum field theory", "solve this differential equation", "write an operating system", "explain the stock market in detail", "write my thesis"], "That is too hard for me.", ["That is too hard for me. I am only a small demo model.", "I am too small for that. Try a larger model in Hearth."]),
    (["who is my neighbour", "what is my name", "where do i live", "how old am i", "what did i eat today", "what is my password", "what am i thinking"], "I do not know this.", ["I do not know. You have not told me.", "You have not told me that, so I do not know."]),
    (["who is the mayor of springfield", "what is the population of belgium", "who won the world cup in 1974", "what is the plot of the film titanic", "who is the richest person", "tell me about the war of 1812", "what is the capital of california", "who sang yesterday", "what is the gdp of france"], "I do not know this fact.", ["I am sorry, I do not know that. I am a very small model.", "I do not know that. I know only a few simple facts."]),
]


def loose(s):
    r = R.random()
    if r < .35:
        s = cap(s)
    if r > .9:
        s = s.upper() if len(s) < 14 and R.random() < .3 else s
    qs = s.lower().startswith(("who", "what", "how", "are", "do ", "where", "is ", "can", "when", "will", "should", "why", "does", "which"))
    s = s.replace(" i ", " I ") if r < .6 else s
    if s.startswith("i ") and r < .6:
        s = "I" + s[1:]
    return s + (pick("?", "?", "?", "", "??") if qs else pick("", "", ".", "!", "!"))


def talk():
    us, th, an = pick(TALK)
    u = loose(pick(us))
    if R.random() < .12:
        u = pick("Hi! ", "Hello, ", "Hey, ", "hi ") + u
    return u, th, pick(an)


def gibberish():
    r = R.random()
    if r < .4:
        u = "".join(pick("abcdefghijklmnopqrstuvwxyz") for _ in range(R.randrange(3, 12)))
    elif r < .7:
        u = " ".join(nonce() for _ in range(R.randrange(1, 5)))
    else:
        u = "".join(pick("?!.,;#*+-") for _ in range(R.randrange(1, 6)))
    return u, "I do not understand this.", pick("I do not understand that. Could you say it in other words?", "I am sorry, I did not understand. Please try again.")


def refuse():
    us, th, an = pick(REFUSE)
    u = pick(us)
    return (cmd(u) if not u.startswith(("what", "who", "how", "will", "is", "do", "should", "which", "my", "where")) else loose(u)), th, pick(an)


def unknown():
    r = R.random()
    if r < .75:
        x = pick(UNKNOWN)
    elif r < .9:
        x = cap(nonce())
    else:
        x = "the " + pick(ADJ) + " " + nonce()
    u = pick(f"how does {x} work", f"what is {x}", f"explain {x}", f"tell me about {x}", f"what do you know about {x}", f"why is {x} important",
             f"what do you think about {x}", f"who invented {x}", f"when did {x} begin", f"give me advice about {x}", f"write an essay about {x}",
             f"who is {x}", f"where can I find {x}", f"summarise {x}", f"what is the best book about {x}", f"how do I learn {x}", f"teach me {x}")
    u = loose(u) if u.startswith(("how", "what", "why", "who", "when", "where")) else cmd(u)
    return u, f"I know too little about {x}.", pick(f"I do not know enough about {x}. I am a very small model.", f"I am sorry, I do not know about {x}. A larger model in Hearth may help.",
                                                    f"I know too little about {x} to answer. Please ask a larger model.", "I do not know that. I am only a small demo model.")


def topic():
    x, a = pick(list(TOPICS.items()))
    u = pick(f"tell me about {x}", f"what do you know about {x}", f"tell me something about {x}", f"can you explain {x}", f"what can you tell me about {x}", f"give me a fact about {x}", f"write a few words about {x}", f"talk about {x}")
    return (loose(u) if u.startswith(("what", "can")) else cmd(u)), f"I know a little about {x}.", a


def order():
    (more, less, what), xs = pick(list(ORDERS.items()))
    i, j = sorted(R.sample(range(len(xs)), 2))
    up = R.random() < .6
    a, b = (xs[i], xs[j]) if R.random() < .5 else (xs[j], xs[i])
    f = (lambda w: w) if what == "heat" else art
    ans = xs[j] if up else xs[i]
    return ask(pick(f"which is {more if up else less}, {f(a)} or {f(b)}", f"what is {more if up else less}: {f(a)} or {f(b)}", f"is {f(a)} or {f(b)} {more if up else less}")), f"Compare the {what}: {xs[i]} is less than {xs[j]}.", cap(f(ans)) + f" is {more if up else less} than {f(xs[i] if up else xs[j])}."


SINGULAR = {"fruits": "fruit", "vegetables": "vegetable", "animals": "animal", "birds": "bird", "colours": "colour", "countries": "country", "sports": "sport", "tools": "tool",
            "jobs": "job", "drinks": "drink", "flowers": "flower", "insects": "insect", "languages": "language", "shapes": "shape", "planets": "planet", "metals": "metal", "trees": "tree"}


def kinds():
    k, k2 = R.sample(list(SINGULAR), 2)
    if {k, k2} in ({"animals", "birds"}, {"animals", "insects"}, {"birds", "insects"}, {"colours", "flowers"}, {"fruits", "colours"}, {"metals", "planets"}, {"metals", "colours"}, {"fruits", "vegetables"}, {"fruits", "trees"}, {"languages", "countries"}):
        k2 = "tools"
    xs = R.sample(LISTS[k], 3)
    odd = pick([x for x in LISTS[k2] if x not in LISTS[k]])
    if R.random() < .5:
        x = pick(xs[0], xs[0], odd)
        yes = x == xs[0]
        f = (lambda w: w) if k2 in ("countries", "languages", "colours", "sports", "planets", "metals", "drinks") and not yes or yes and k in ("countries", "languages", "colours", "sports", "planets", "metals", "drinks") else art
        return ask(f"is {f(x)} {art(SINGULAR[k])}"), f"{x} belongs to the {k if yes else k2}.", (f"Yes, {f(x)} is {art(SINGULAR[k])}." if yes else f"No, {f(x)} is {art(SINGULAR[k2]) if k2 in SINGULAR else 'something else'}.")
    l = xs + [odd]
    R.shuffle(l)
    return ask(pick(f"which of these is not {art(SINGULAR[k])}: {', '.join(l)}", f"which word does not belong: {', '.join(l)}", f"find the odd one out: {', '.join(l)}")), f"{join(xs)} are {k}. {odd} belongs to the {k2}.", f"{cap(odd)} does not belong: the others are {k}."


def smalltalk():
    r = R.randrange(7)
    x = pick(LIKES)
    if r == 0:
        return loose(pick(f"i like {x}", f"i love {x}", f"i really like {x}", f"my hobby is {x}")), f"They like {x}.", pick(f"How nice! What do you like most about {x}?", f"I am glad that you like {x}.", f"{cap(x)}: a good choice!")
    if r == 1:
        return loose(pick(f"i do not like {x}", f"i hate {x}", f"i don't like {x}")), f"They do not like {x}.", pick(f"That is all right. Not everybody likes {x}.", "I see. What do you like instead?")
    if r == 2:
        return loose(pick(f"do you like {x}", f"what do you think of {x}")), f"They ask what I think of {x}.", pick(f"I am a program, so I cannot enjoy {x}. Do you like it?", f"I have no taste of my own, but many people like {x}.")
    if r == 3:
        n, a = pick(names(1)), pick("dog", "cat", "horse", "rabbit", "bird")
        return loose(pick(f"i have a {a} called {n}", f"my {a} is called {n}")), f"Their {a} is called {n}.", pick(f"{n} is a lovely name for a {a}!", f"How nice! Please greet {n} from me.")
    if r == 4:
        c = pick(list(CAPITALS))
        return loose(pick(f"i live in {c}", f"i am from {c}", f"i come from {c}")), f"They are from {c}.", pick(f"How nice! The capital of {c} is {CAPITALS[c]}.", f"I hope that you like it in {c}.")
    if r == 5:
        j = pick(LISTS["jobs"])
        return loose(pick(f"i am a {j}", f"i work as a {j}", f"my job is {j}")), f"They work as a {j}.", pick(f"That is an important job! Do you like being a {j}?", f"It must be interesting to be a {j}.")
    k, xs = pick(list(ADVICE.items()))
    y = R.sample(xs, 2)
    return loose(pick(f"what should i {k}", f"what can i {k}", f"give me an idea what to {k}", f"i do not know what to {k}")), f"I suggest something to {k}.", pick(f"How about {y[0]}?", f"Maybe {y[0]} or {y[1]}.", f"I suggest {y[0]}.")
