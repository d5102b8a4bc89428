"""Trains the parser and writes its parameters and labels.

  train.py --data ../shared/data --vectors vectors.npz --out run/NAME [--epochs 30] [--held-out] [--encoder csss]
"""
import argparse, collections, json, os, pickle, time
import jax, jax.numpy as jnp, numpy as np, optax
import corpus, model, treebank
from decode import heads_of
from features import norm

WEIGHT = {"upos": 0.5, "xpos": 0.5, "feats": 0.3, "lemma": 0.4, "rel": 1.0, "arc": 1.0}


def cross_entropy(logits, gold, smoothing):
    known = (gold >= 0).astype(jnp.float32)
    logp = jax.nn.log_softmax(logits)
    picked = jnp.take_along_axis(logp, jnp.maximum(gold, 0)[..., None], -1)[..., 0]
    return -(known * ((1 - smoothing) * picked + smoothing * logp.mean(-1))).sum() / jnp.maximum(known.sum(), 1)


def loss_of(p, frozen, x, y, mask, counts, key, encoder, rate):
    p = {**p, **frozen}
    h, drop = model.forward(p, x, mask, counts, encoder, key, rate)
    return heads_loss(p, h, drop, y, mask, rate)


def heads_loss(p, h, drop, y, mask, rate):
    total = 0.0
    for i, task in enumerate(("upos", "xpos", "feats", "lemma")):
        total += WEIGHT[task] * cross_entropy(model.tags(p, h, task), y[..., i], 0.02)
    heads = y[..., -1]
    total += WEIGHT["arc"] * cross_entropy(model.arcs(p, h, mask, drop, rate), heads, 0.0)
    total += WEIGHT["rel"] * cross_entropy(model.relations(p, h, jnp.maximum(heads, 0), drop, rate), y[..., 4], 0.02)
    return total


def predictor(encoder):
    @jax.jit
    def states(p, x, mask, counts):
        h, drop = model.forward(p, x, mask, counts, encoder)
        return [model.tags(p, h, t).argmax(-1) for t in ("upos", "xpos", "feats", "lemma")], model.arcs(p, h, mask, drop, 0), h

    @jax.jit
    def relations(p, h, heads):
        return model.relations(p, h, heads, model.Dropout(None), 0).argmax(-1)
    return states, relations


def predict(p, sentences, counts, run):
    """For each sentence an array [n, tasks + head]."""
    states, relations = run
    out, groups = [None] * len(sentences), collections.defaultdict(list)
    for i, s in enumerate(sentences):
        groups[corpus.width_of(len(s[0]))].append(i)
    for width, members in groups.items():
        rows = max(3072 // width, 1)
        for start in range(0, len(members), rows):
            chosen = members[start:start + rows]
            x, _, mask = corpus.padded([(sentences[i][0], None) for i in chosen], width, rows)
            tags, arcs, h = states(p, x, mask, counts)
            arcs = np.asarray(arcs, np.float64)
            heads = np.zeros(mask.shape, np.int32)
            for row, i in enumerate(chosen):
                n = len(sentences[i][0])
                heads[row, :n] = heads_of(arcs[row, :n, :n + 1])
            rels = relations(p, h, heads)
            stacked = np.stack([np.asarray(t) for t in tags] + [np.asarray(rels), heads], -1)
            for row, i in enumerate(chosen):
                out[i] = stacked[row, :len(sentences[i][0])]
    return out


def score(rows, found, labels):
    right, total = collections.Counter(), 0
    for sentence, one in zip(rows, found):
        for r, f in zip(sentence, one):
            total += 1
            right["upos"] += labels.names["upos"][f[0]] == r[3]
            right["xpos"] += labels.names["xpos"][f[1]] == r[4]
            right["feats"] += labels.names["feats"][f[2]] == r[5]
            right["lemma"] += treebank.apply(labels.names["lemma"][f[3]], r[1]).lower() == r[2].lower()
            head = int(r[6]) == f[5]
            right["uas"] += head
            right["las"] += head and labels.names["rel"][f[4]].split(":")[0] == r[7].split(":")[0]
    return {k: round(100 * float(v) / total, 2) for k, v in right.items()}


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", required=True)
    a.add_argument("--vectors", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--epochs", type=int, default=30)
    a.add_argument("--encoder", default="csss", help="layers: c convolution, s recurrence, a attention")
    a.add_argument("--width", type=int, default=192)
    a.add_argument("--size", type=int, default=96, help="principal components of the word vectors")
    a.add_argument("--rate", type=float, default=0.3, help="dropout")
    a.add_argument("--lr", type=float, default=2e-3)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--subset", type=int, default=1, help="every so many sentences")
    a.add_argument("--silver", nargs="*", default=[], help="CoNLL-U files that the teacher annotated")
    a.add_argument("--held-out", action="store_true", help="keep every 25th sentence of train out, and score it")
    o = a.parse_args()

    rows = list(treebank.sentences(os.path.join(o.data, "treebank/en_ewt-ud-train.conllu")))
    held = rows[::25]
    if o.held_out:
        rows = [r for i, r in enumerate(rows) if i % 25]
    spoken = list(treebank.sentences(os.path.join(o.data, "treebank/ud_english_eslspok/en_eslspok-ud-train.conllu")))
    rows = rows[::o.subset] + (spoken if o.subset == 1 else [])
    labels = corpus.Labels(rows)
    for path in o.silver:
        rows += list(treebank.sentences(path))
    counts = collections.Counter(norm(r[1]) for s in rows for r in s)
    saved = np.load(o.vectors)
    words = corpus.Words([str(n) for n in saved["norms"]], counts)
    vectors = saved["vectors"][:, :o.size].astype(np.float32)
    vectors = np.concatenate([np.zeros((1, o.size), np.float32), vectors / np.sqrt((vectors ** 2).mean())])
    data = [corpus.arrays(s, words, labels) for s in rows]
    test = [corpus.arrays(s, words) for s in held]
    sizes = {t: len(n) for t, n in labels.names.items()}
    print(len(rows), "sentences", sizes, len(words.learned), "learned words", flush=True)

    p = model.initial(o.seed, sizes, vectors, len(words.count), o.width, o.encoder)
    frozen = {k: jnp.asarray(p.pop(k)) for k in model.FROZEN}
    p = jax.tree.map(jnp.asarray, p)
    random = np.random.default_rng(o.seed)
    chat = corpus.Chat(words, labels)
    per_epoch = sum(1 for _ in corpus.epoch(data, chat, random))
    schedule = optax.warmup_cosine_decay_schedule(0.0, o.lr, 100, per_epoch * o.epochs, o.lr * 0.01)
    optimizer = optax.chain(optax.clip_by_global_norm(5.0), optax.adamw(schedule, 0.9, 0.98, weight_decay=1e-3))
    state, average, counted = optimizer.init(p), p, jnp.asarray(words.count)

    @jax.jit
    def step(p, state, average, frozen, x, y, mask, key, decay):
        loss, g = jax.value_and_grad(loss_of)(p, frozen, x, y, mask, counted, key, o.encoder, o.rate)
        updates, state = optimizer.update(g, state, p)
        p = optax.apply_updates(p, updates)
        average = jax.tree.map(lambda a, b: decay * a + (1 - decay) * b, average, p)
        return p, state, average, loss

    run, key, n, began = predictor(o.encoder), jax.random.key(o.seed), 0, time.time()
    for e in range(o.epochs):
        losses = []
        for x, y, mask in corpus.epoch(data, chat, random):
            key, k = jax.random.split(key)
            decay = min(0.998, (1 + n) / (10 + n))
            p, state, average, loss = step(p, state, average, frozen, x, y, mask, k, decay)
            losses.append(loss)
            n += 1
        line = f"epoch {e + 1} loss {float(np.mean([float(l) for l in losses])):.3f} {time.time() - began:.0f}s"
        if (e + 1) % 5 == 0 or e + 1 == o.epochs:
            line += " held out " + str(score(held, predict({**average, **frozen}, test, counted, run), labels))
            with open(o.out + ".pickle", "wb") as f:
                pickle.dump({"parameters": {k: np.asarray(v) for k, v in {**average, **frozen}.items()}, "labels": labels.names,
                             "learned": words.learned, "count": words.count, "norms": list(words.pretrained),
                             "encoder": o.encoder, "options": vars(o)}, f)
        print(line, flush=True)


if __name__ == "__main__":
    main()
