"""Fine-tunes all-MiniLM-L6-v2 to tag and parse, and lets it annotate text that no one has: silver for the small network.

  teacher.py train --data ../shared/data --vectors vectors.npz --out run/teacher [--epochs 5]
  teacher.py annotate --model run/teacher --vectors vectors.npz < IN.conllu > SILVER.conllu

The teacher is the small network with one input more: the encoder's states of a word's pieces, averaged.
"""
import argparse, collections, os, pickle, sys, time
import jax, jax.numpy as jnp, numpy as np, optax
import corpus, minilm, model, train, treebank
from decode import heads_of
from features import norm

WIDTH, ENCODER = 256, "cs"
SHAPES = ((8, 16), (16, 28), (24, 38), (32, 50), (48, 72), (64, 100), (96, 150), (168, 256))  # words, pieces
TASKS = ("upos", "xpos", "feats", "lemma")


def pieces_of(tokenizer, rows):
    encoding = tokenizer.encode([r[1] for r in rows], is_pretokenized=True)
    return np.array(encoding.ids, np.int32), np.array([-1 if w is None else w for w in encoding.word_ids], np.int32)


def shape_of(example):
    return next((s for s in SHAPES if len(example[0]) <= s[0] and len(example[2]) <= s[1]), None)


def stacked(group, shape, rows):
    """Words as in corpus.padded, then piece ids, their mask, and which word each belongs to."""
    x, y, mask = corpus.padded([(e[0], e[1]) for e in group], shape[0], rows)
    ids, seen, owner = np.zeros((rows, shape[1]), np.int32), np.zeros((rows, shape[1]), bool), np.full((rows, shape[1]), -1, np.int32)
    for i, e in enumerate(group):
        n = len(e[2])
        ids[i, :n], seen[i, :n], owner[i, :n] = e[2], True, e[3]
    seen[len(group):, 0] = True
    return x, y, mask, ids, seen, owner


def context(p, ids, seen, owner, words, key=None):
    states = minilm.encode(p["encoder"], ids, seen, key, 0.1)
    mix = jax.nn.softmax(p["mix"])
    state = sum(mix[i] * s for i, s in enumerate(states))
    belongs = (owner[:, None, :] == jnp.arange(words)[None, :, None]).astype(jnp.float32)
    mean = belongs @ state / jnp.maximum(belongs.sum(-1, keepdims=True), 1)
    return mean @ p["context"]


def batches(examples, random, tokens=1024):
    groups = collections.defaultdict(list)
    for i, e in enumerate(examples):
        if shape_of(e):
            groups[shape_of(e)].append(i)
    out = []
    for shape, members in groups.items():
        if random is not None:
            random.shuffle(members)
        rows = max(tokens // shape[0], 1)
        out += [(members[i:i + rows], shape, rows) for i in range(0, len(members), rows)]
    if random is not None:
        random.shuffle(out)
    return out


def state_of(p, x, mask, ids, seen, owner, counts, key=None, rate=0.0):
    k = jax.random.split(key) if key is not None else (None, None)
    return model.forward(p["heads"], x, mask, counts, ENCODER, k[0], rate, context(p, ids, seen, owner, x.shape[1], k[1]))


def predictor(counts):
    @jax.jit
    def states(p, x, mask, ids, seen, owner):
        h, drop = state_of(p, x, mask, ids, seen, owner, counts)
        return [model.tags(p["heads"], h, t).argmax(-1) for t in TASKS], model.arcs(p["heads"], h, mask, drop, 0), h

    @jax.jit
    def relations(p, h, heads):
        return model.relations(p["heads"], h, heads, model.Dropout(None), 0).argmax(-1)
    return states, relations


def predict(p, examples, run):
    states, relations = run
    out = [None] * len(examples)
    for members, shape, rows in batches(examples, None, 2048):
        x, _, mask, ids, seen, owner = stacked([(examples[i][0], None) + examples[i][2:] for i in members], shape, rows)
        tags, arcs, h = states(p, x, mask, ids, seen, owner)
        arcs, heads = np.asarray(arcs, np.float64), np.zeros(mask.shape, np.int32)
        for row, i in enumerate(members):
            n = len(examples[i][0])
            heads[row, :n] = heads_of(arcs[row, :n, :n + 1])
        found = np.stack([np.asarray(t) for t in tags] + [np.asarray(relations(p, h, heads)), heads], -1)
        for row, i in enumerate(members):
            out[i] = found[row, :len(examples[i][0])]
    return out


def examples_of(sentences, words, tokenizer, labels=None):
    out = []
    for rows in sentences:
        inputs, _, gold = corpus.arrays(rows, words, labels)
        out.append((inputs, gold) + pieces_of(tokenizer, rows))
    return out


def table(path, size=96):
    saved = np.load(path)
    vectors = saved["vectors"][:, :size].astype(np.float32)
    return [str(n) for n in saved["norms"]], np.concatenate([np.zeros((1, size), np.float32), vectors / np.sqrt((vectors ** 2).mean())])


def fit(o):
    rows = list(treebank.sentences(os.path.join(o.data, "treebank/en_ewt-ud-train.conllu")))
    held, rows = rows[::25], [r for i, r in enumerate(rows) if i % 25]
    rows += list(treebank.sentences(os.path.join(o.data, "treebank/ud_english_eslspok/en_eslspok-ud-train.conllu")))
    labels = corpus.Labels(rows)
    norms, vectors = table(o.vectors)
    words, tokenizer = corpus.Words(norms, collections.Counter(norm(r[1]) for s in rows for r in s)), minilm.tokenizer()
    data, test = examples_of(rows, words, tokenizer, labels), examples_of(held, words, tokenizer)
    heads = model.initial(1, {t: len(n) for t, n in labels.names.items()}, vectors, len(words.count), WIDTH, ENCODER)
    frozen = jnp.asarray(heads.pop("vectors"))
    r = np.random.default_rng(1)
    p = jax.tree.map(jnp.asarray, {"encoder": minilm.load(), "heads": heads, "mix": np.zeros(minilm.LAYERS + 1, np.float32),
                                   "context": (r.standard_normal((384, WIDTH)) / 10).astype(np.float32)})
    random, counts = np.random.default_rng(1), jnp.asarray(words.count)
    steps = len(batches(data, random)) * o.epochs
    scheme = optax.partition(
        {"slow": optax.adamw(optax.warmup_cosine_decay_schedule(0.0, o.lr, steps // 10, steps, 1e-6), 0.9, 0.98, weight_decay=0.01),
         "fast": optax.adamw(optax.warmup_cosine_decay_schedule(0.0, 2e-3, 100, steps, 1e-5), 0.9, 0.98, weight_decay=1e-3)},
        lambda tree: {k: jax.tree.map(lambda _: "slow" if k == "encoder" else "fast", v) for k, v in tree.items()})
    optimizer = optax.chain(optax.clip_by_global_norm(5.0), scheme)
    state = optimizer.init(p)

    def loss_of(p, frozen, x, y, mask, ids, seen, owner, key):
        full = {**p, "heads": {**p["heads"], "vectors": frozen}}
        h, drop = state_of(full, x, mask, ids, seen, owner, counts, key, 0.33)
        return train.heads_loss(full["heads"], h, drop, y, mask, 0.33)

    @jax.jit
    def step(p, state, frozen, key, *batch):
        loss, g = jax.value_and_grad(loss_of)(p, frozen, *batch, key)
        updates, state = optimizer.update(g, state, p)
        return optax.apply_updates(p, updates), state, loss

    key, began, run = jax.random.key(1), time.time(), predictor(counts)
    for e in range(o.epochs):
        losses = []
        for members, shape, count in batches(data, random):
            key, k = jax.random.split(key)
            p, state, loss = step(p, state, frozen, k, *stacked([data[i] for i in members], shape, count))
            losses.append(loss)
            if len(losses) % 50 == 0:
                print(f"  {len(losses)} {float(loss):.3f} {time.time() - began:.0f}s", flush=True)
        full = {**p, "heads": {**p["heads"], "vectors": frozen}}
        print(f"epoch {e + 1} loss {np.mean([float(l) for l in losses]):.3f} {time.time() - began:.0f}s held out",
              train.score(held, predict(full, test, run), labels), flush=True)
        with open(o.out + ".pickle", "wb") as f:
            pickle.dump({"p": jax.tree.map(np.asarray, p), "labels": labels.names, "counts": words.count,
                         "learned": words.learned}, f)


def annotate(o):
    saved = pickle.load(open(o.model + ".pickle", "rb"))
    norms, vectors = table(o.vectors)
    words = corpus.Words(norms, collections.Counter())
    words.learned = saved["learned"]
    p = jax.tree.map(jnp.asarray, saved["p"])
    p["heads"]["vectors"] = jnp.asarray(vectors)
    sentences = list(treebank.sentences("/dev/stdin"))
    examples = examples_of(sentences, words, minilm.tokenizer())
    names = saved["labels"]
    kept = [i for i, e in enumerate(examples) if shape_of(e)]
    for i, found in zip(kept, predict(p, [examples[i] for i in kept], predictor(jnp.asarray(saved["counts"])))):
        for n, (r, f) in enumerate(zip(sentences[i], found), 1):
            lemma = treebank.apply(names["lemma"][f[3]], r[1])
            print("\t".join([str(n), r[1], lemma, names["upos"][f[0]], names["xpos"][f[1]], names["feats"][f[2]], str(f[5]), names["rel"][f[4]], "_", "_"]))
        print()


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("command", choices=("train", "annotate"))
    a.add_argument("--data")
    a.add_argument("--vectors", required=True)
    a.add_argument("--out")
    a.add_argument("--model")
    a.add_argument("--epochs", type=int, default=5)
    a.add_argument("--lr", type=float, default=1.5e-4)
    o = a.parse_args()
    (fit if o.command == "train" else annotate)(o)


if __name__ == "__main__":
    main()
