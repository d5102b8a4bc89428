"""Turns treebank sentences into arrays, and arrays into padded batches of sentences of like length."""
import collections
import numpy as np
import treebank
from features import FEATURES, affixes, norm

TASKS = ("upos", "xpos", "feats", "lemma", "rel")
WIDTHS = (8, 16, 24, 32, 48, 64, 96, 168)
TOKENS = 1024  # a batch holds about so many, padding included


class Labels:
    """The closed sets of labels. Index 0 of lemma and feats is also the fallback for what is too rare to learn."""
    def __init__(self, sentences, rare=3):
        count = {t: collections.Counter() for t in TASKS}
        for rows in sentences:
            for row in rows:
                for task, label in zip(TASKS, self.of(row)):
                    count[task][label] += label is not None
        self.names = {t: [l for l, c in count[t].most_common() if c >= (rare if t in ("lemma", "feats") else 1)] for t in TASKS}
        self.index = {t: {l: i for i, l in enumerate(self.names[t])} for t in TASKS}

    @staticmethod
    def of(row):
        """None for what the treebank doesn't say: lemma and features in spoken learner English, or of words torn in two."""
        if row[2] == "_" != row[1]:
            return row[3], row[4], None, None, row[7]
        return row[3], row[4], row[5], treebank.script(row[1], row[2]), row[7]

    def encode(self, row):
        """-1 for a label outside the set: no loss is taken there."""
        return [self.index[t].get(l, -1) for t, l in zip(TASKS, self.of(row))]


class Words:
    """Row 0 stands for an unknown word in both tables."""
    def __init__(self, norms, counts):
        self.pretrained = {n: i + 1 for i, n in enumerate(norms)}
        kept = [n for n, c in counts.most_common() if c >= 2]
        self.learned = {n: i + 1 for i, n in enumerate(kept)}
        self.count = np.array([0] + [counts[n] for n in kept], np.float32)

    def encode(self, form):
        n = norm(form)
        return [self.pretrained.get(n, 0), self.learned.get(n, 0)] + affixes(form)


def arrays(rows, words, labels=None):
    """inputs [n, 2 + features]; the same in lower case; gold [n, tasks + head]."""
    inputs = np.array([words.encode(r[1]) for r in rows], np.int32)
    lower = np.array([words.encode(r[1].lower()) for r in rows], np.int32)
    gold = np.array([labels.encode(r) + [int(r[6])] for r in rows], np.int32) if labels else None
    return inputs, lower, gold


def width_of(n):
    for width in WIDTHS:
        if n <= width:
            return width
    return None


def padded(group, width, rows):
    """Stacks sentences; gold is -1 beyond a sentence's end."""
    x = np.zeros((rows, width, 2 + len(FEATURES)), np.int32)
    y = np.full((rows, width, len(TASKS) + 1), -1, np.int32)
    mask = np.zeros((rows, width), np.float32)
    for i, (inputs, gold) in enumerate(group):
        n = len(inputs)
        x[i, :n], mask[i, :n] = inputs, 1
        if gold is not None:
            y[i, :n] = gold
    return x, y, mask


class Chat:
    """Makes edited prose look like chat, now and then: lower case, no last full stop, @handles, #channels, emoji."""
    SIGNS = "👍 🎉 🙏 😂 🚀 😅 ✅ 👀 ❤️ 😭 🤔 :) :-) :( ;) :D :tada: :+1: :pray: :eyes: :rocket: :sweat_smile: <3".split()
    NAMES = ("alice bob carol dave erin frank grace priya tess joão kat daniel chen maria sam alex li jordan omar nina "
             "deploy-bot release project-lavender general random incidents eng design data-team on-call hiring").split()

    def __init__(self, words, labels):
        def name(mark):
            return np.array([words.encode(mark + n) for n in self.NAMES], np.int32)
        self.handles, self.channels = name("@"), name("#")
        self.signs = np.array([words.encode(s) for s in self.SIGNS], np.int32)
        index = labels.index

        def gold(*values):
            return np.array([index[t].get(v, -1) for t, v in zip(TASKS, values)] + [0], np.int32)
        self.vocative = gold("PROPN", "NNP", "Number=Sing", "l0+", "vocative")
        self.sign = gold("SYM", "NFP", "_", "l0+", "discourse")
        self.proper = index["upos"]["PROPN"]
        self.unsplit = index["lemma"]["l0+"]

    def vary(self, sentence, random):
        inputs, lower, gold = sentence
        chance = random.random(5)
        if chance[0] < 0.08:
            inputs = lower
        n = len(gold)
        if chance[1] < 0.06 and n > 2 and not (gold[:, -1] == n).any() and gold[-1, -1] != 0:
            inputs, gold = inputs[:-1], gold[:-1]
        proper = np.flatnonzero(gold[:, 0] == self.proper)
        if chance[2] < 0.08 and len(proper):
            place, pool = random.choice(proper), self.handles if chance[2] < 0.05 else self.channels
            inputs, gold = inputs.copy(), gold.copy()
            inputs[place], gold[place, 3] = pool[random.integers(len(pool))], self.unsplit
        if chance[3] < 0.03:
            inputs, gold = self.before(inputs, gold, self.handles[random.integers(len(self.handles))])
        if chance[4] < 0.03:
            root = int(np.flatnonzero(gold[:, -1] == 0)[0]) + 1
            sign = self.sign.copy()
            sign[-1] = root
            inputs = np.concatenate([inputs, self.signs[random.integers(len(self.signs))][None]])
            gold = np.concatenate([gold, sign[None]])
        return inputs, gold

    def before(self, inputs, gold, handle):
        """Addresses the sentence to somebody; every head moves by one."""
        gold = gold.copy()
        gold[:, -1] += gold[:, -1] > 0
        first = self.vocative.copy()
        first[-1] = int(np.flatnonzero(gold[:, -1] == 0)[0]) + 2
        return np.concatenate([handle[None], inputs]), np.concatenate([first[None], gold])


def epoch(sentences, chat, random, tokens=TOKENS):
    by_width = collections.defaultdict(list)
    for s in sentences:
        inputs, gold = chat.vary(s, random)
        if width_of(len(inputs)):
            by_width[width_of(len(inputs))].append((inputs, gold))
    batches = []
    for width, group in by_width.items():
        random.shuffle(group)
        rows = max(tokens // width, 1)
        batches += [(group[i:i + rows], width, rows) for i in range(0, len(group), rows)]
    random.shuffle(batches)
    for group, width, rows in batches:
        yield padded(group, width, rows)
