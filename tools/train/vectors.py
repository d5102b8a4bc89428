"""Distils one vector a word from all-MiniLM-L6-v2: the word alone through the encoder, several layers, principal components.

  vectors.py --data ../shared/data --words DIR_OF_SCOWL_LISTS --out vectors.npz
"""
import argparse, collections, glob, os, re
import jax, numpy as np
import minilm, treebank
from features import norm

LAYERS = (0, 2, 4, 6)


def vocabulary(data, words):
    """Norms, and for each the spelling that is encoded; the commonest spelling where the treebank has one."""
    spelling = {}
    for line in open(os.path.join(minilm.folder(), "vocab.txt"), encoding="utf-8"):
        word = line.strip()
        if not word.startswith(("##", "[")) and (word.isalpha() or len(word) == 1):
            spelling.setdefault(norm(word), word)
    for size in (10, 20, 35):
        for path in glob.glob(os.path.join(words, f"english-words.{size}")) + glob.glob(os.path.join(words, f"american-words.{size}")):
            for line in open(path, encoding="latin-1"):
                if line.strip() and not line.strip().endswith("'s"):
                    spelling.setdefault(norm(line.strip()), line.strip())
    seen = collections.Counter()
    for rows in treebank.sentences(os.path.join(data, "treebank/en_ewt-ud-train.conllu")):
        for row in rows:
            seen[row[1]] += 1
    chat = collections.Counter()
    for path in sorted(glob.glob(os.path.join(data, "replies/train/*raw*"))):
        for line in open(path, encoding="utf-8", errors="replace"):
            chat.update(re.findall(r"[a-z']*[a-z]", line.split("> ", 1)[-1].lower()))
    for word, count in chat.items():
        if count >= 12 and len(word) < 20:
            spelling.setdefault(norm(word), word)
    for word, _ in reversed(seen.most_common()):
        spelling[norm(word)] = word
    return spelling


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--words", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--size", type=int, default=128)
    options = arguments.parse_args()
    spelling = vocabulary(options.data, options.words)
    norms = sorted(spelling)
    print(len(norms), "words", flush=True)
    tokenizer, model = minilm.tokenizer(), minilm.load()
    ids = [tokenizer.encode(spelling[n][:64]).ids[:16] for n in norms]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    run = jax.jit(lambda ids, mask: sum_layers(model, ids, mask))
    out = np.zeros((len(norms), len(LAYERS) * 384), np.float32)
    step = 512
    for start in range(0, len(order), step):
        chosen = order[start:start + step]
        width = max(len(ids[i]) for i in chosen)
        batch, mask = np.zeros((step, width), np.int32), np.zeros((step, width), bool)
        for row, i in enumerate(chosen):
            batch[row, :len(ids[i])] = ids[i]
            mask[row, :len(ids[i])] = True
        mask[len(chosen):, 0] = True
        out[chosen] = np.asarray(run(batch, mask))[:len(chosen)]
    out -= out.mean(0)
    for block in range(len(LAYERS)):
        part = out[:, block * 384:(block + 1) * 384]
        part /= np.sqrt((part ** 2).sum(1).mean())
    values, axes = np.linalg.eigh(out.T @ out / len(out))
    axes = axes[:, ::-1][:, :options.size]
    print("variance kept", values[::-1][:options.size].sum() / values.sum(), values[::-1][:96].sum() / values.sum(), flush=True)
    reduced = out @ axes
    reduced /= np.sqrt((reduced ** 2).mean())
    np.savez(options.out, norms=np.array(norms), vectors=reduced.astype(np.float16))


def sum_layers(model, ids, mask):
    """Mean over the word's own pieces (neither [CLS] nor [SEP]), layer after layer."""
    states = minilm.encode(model, ids, mask)
    lengths = mask.sum(1)
    position = np.arange(ids.shape[1])
    inner = mask & (position > 0) & (position[None] < lengths[:, None] - 1)
    weight = inner / jax.numpy.maximum(inner.sum(1, keepdims=True), 1)
    return jax.numpy.concatenate([(states[i] * weight[:, :, None]).sum(1) for i in LAYERS], -1)


if __name__ == "__main__":
    main()
