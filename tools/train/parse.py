"""Parses CoNLL-U with an exported model in numpy; the plain reference for the Swift port.

  parse.py MODEL < IN.conllu > OUT.conllu
"""
import sys
import numpy as np
import jax
import export, model, treebank
from decode import heads_of
from features import affixes, word_key


MARGIN = 3  # of logits, chosen on training data held out


class Parser:
    def __init__(self, path):
        t, self.labels, options = export.read(path)
        self.encoder = options["encoder"]
        self.keys = {int(k): i for i, k in enumerate(t.pop("word.keys")[0])}
        self.learned = t.pop("word.learned")[0]
        vectors = t.pop("vectors")
        self.p = {n: (v if v.shape[0] > 1 or n == "arc.root" else v[0]).astype(np.float32) for n, v in t.items()}
        for name in ("arc.root", "rel.root", "arc.distance"):
            self.p[name] = self.p[name].reshape(-1)
        self.p["unknown"], self.p["vectors"] = vectors[0], np.concatenate([vectors[:1] * 0, vectors[1:]])
        self.p = jax.tree.map(jax.numpy.asarray, self.p)
        self.run = jax.jit(self.states)
        self.relate = jax.jit(lambda p, h, heads: model.relations(p, h, heads, model.Dropout(None), 0))

    def states(self, p, x, mask):
        h, drop = model.forward(p, x, mask, jax.numpy.zeros(1), self.encoder)
        return {t: model.tags(p, h, t) for t in ("upos", "xpos", "feats", "lemma")}, model.arcs(p, h, mask, drop, 0), h

    def encode(self, form):
        row = self.keys.get(word_key(form))
        return [0, 0] + affixes(form) if row is None else [row + 1, int(self.learned[row])] + affixes(form)

    def lemmas(self, forms, scores):
        """The best script, unless it makes no known word and another within MARGIN does."""
        out = []
        for form, row in zip(forms, scores):
            order = np.argsort(-row, kind="stable")
            made = [treebank.apply(self.labels["lemma"][k], form) for k in order if row[k] >= row[order[0]] - MARGIN]
            out.append(next((m for m in made if word_key(m) in self.keys), made[0]))
        return out

    def parse(self, forms, detail=None):
        """Rows of (upos, xpos, feats, lemma, head, relation)."""
        n = len(forms)
        width = next(w for w in (8, 16, 32, 64, 128, 256, 512, 1024) if w >= n)
        x, mask = np.zeros((1, width, 7), np.int32), np.zeros((1, width), np.float32)
        x[0, :n], mask[0, :n] = [self.encode(f) for f in forms], 1
        tags, arcs, h = self.run(self.p, x, mask)
        heads = heads_of(np.asarray(arcs, np.float64)[0, :n, :n + 1])
        full = np.zeros((1, width), np.int32)
        full[0, :n] = heads
        rels = np.asarray(self.relate(self.p, h, full))[0, :n].argmax(-1)
        best = {t: np.asarray(s)[0, :n].argmax(-1) for t, s in tags.items()}
        if detail is not None:
            detail.update({t: np.asarray(s)[0, :n] for t, s in tags.items()}, arcs=np.asarray(arcs)[0, :n, :n + 1], state=np.asarray(h)[0, :n])
        lemmas = self.lemmas(forms, np.asarray(tags["lemma"])[0, :n])
        name = self.labels
        return [(name["upos"][best["upos"][i]], name["xpos"][best["xpos"][i]], name["feats"][best["feats"][i]],
                 lemmas[i], int(heads[i]), name["rel"][rels[i]]) for i in range(n)]


def main():
    parser, rows = Parser(sys.argv[1]), []
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line and line[0] != "#":
            rows.append(line.split("\t"))
            continue
        if not line:
            words = [r for r in rows if r[0].isdigit()]
            found = iter(parser.parse([r[1] for r in words]) if words else [])
            for r in rows:
                if r[0].isdigit():
                    upos, xpos, feats, lemma, head, relation = next(found)
                    r = [r[0], r[1], lemma, upos, xpos, feats, str(head), relation, "_", "_"]
                print("\t".join(r))
            rows = []
        print(line)


if __name__ == "__main__":
    main()
