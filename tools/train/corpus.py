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


def varied(sentence, random):
    """Chat is careless: now and then all lower case, or without its last full stop."""
    inputs, lower, gold = sentence
    if random.random() < 0.08:
        inputs = lower
    n = len(gold)
    if n > 2 and random.random() < 0.06 and not (gold[:, -1] == n).any() and gold[-1, -1] != 0:
        inputs, gold = inputs[:-1], gold[:-1]
    return inputs, gold


def epoch(sentences, random, tokens=TOKENS):
    by_width = collections.defaultdict(list)
    for s in sentences:
        inputs, gold = varied(s, random)
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
