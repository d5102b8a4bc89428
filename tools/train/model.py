"""The network: features → encoder → tags, lemma script, heads and relations. Parameters are a flat dictionary of arrays."""
import jax, jax.numpy as jnp, numpy as np
from features import FEATURES

ARC, REL, REACH = 96, 96, 16  # widths of the scorers; heads farther than REACH share a distance bias
ATTENDED, EYES = 96, 4        # width of an attention layer, and its number of heads (no syntactic ones)


def initial(seed, sizes, vectors, learned, width=192, encoder="csss"):
    """The encoder's layers, a letter each: c a convolution, s a simple recurrence both ways, a an attention."""
    r = np.random.default_rng(seed)

    def matrix(rows, columns, gain=1.0):
        return (r.standard_normal((rows, columns)) * gain / np.sqrt(rows)).astype(np.float32)

    def zeros(*shape):
        return np.zeros(shape, np.float32)

    p = {"word": (0.1 * r.standard_normal((learned, width))).astype(np.float32) * 0,
         "vectors": vectors, "unknown": zeros(vectors.shape[1]), "project": matrix(vectors.shape[1], width),
         "input.gain": np.ones(width, np.float32), "input.bias": zeros(width)}
    for name, size in FEATURES:
        p[name] = (0.3 * r.standard_normal((size, width))).astype(np.float32)
    for i, letter in enumerate(encoder):
        n = f"layer{i}."
        if letter == "c":
            p[n + "weight"], p[n + "bias"] = matrix(3 * width, 2 * width, 1.4), zeros(2 * width)
        elif letter == "s":
            p[n + "weight"], p[n + "bias"] = matrix(width, 3 * width), np.repeat(np.float32([0, 1, 0]), width)
        else:
            p[n + "weight"], p[n + "bias"] = matrix(width, 3 * ATTENDED), zeros(3 * ATTENDED)
            p[n + "distance"], p[n + "out"] = zeros(EYES, 2 * REACH + 1), matrix(ATTENDED, width)
        p[n + "gain"], p[n + "shift"] = np.ones(width, np.float32), zeros(width)
    for task in ("upos", "xpos", "feats", "lemma"):
        p[task + ".weight"], p[task + ".bias"] = matrix(width, sizes[task], 0.5), zeros(sizes[task])
    p["arc.weight"], p["arc.bias"] = matrix(width, 2 * ARC), zeros(2 * ARC)  # dependent, then head
    p["arc.bilinear"], p["arc.prior"] = matrix(ARC, ARC, 0.2), zeros(ARC)
    p["arc.root"], p["arc.relative"] = (0.1 * r.standard_normal(ARC)).astype(np.float32), zeros(ARC, 2 * REACH + 2)
    p["arc.distance"] = np.append(-np.log(np.maximum(np.abs(np.arange(-REACH, REACH + 1)), 1)), -1.0).astype(np.float32)
    p["rel.weight"], p["rel.bias"] = matrix(width, 2 * REL), zeros(REL)
    p["rel.root"], p["rel.distance"] = (0.1 * r.standard_normal(REL)).astype(np.float32), zeros(2 * REACH + 2, REL)
    p["rel.out"], p["rel.out.bias"] = matrix(REL, sizes["rel"]), zeros(sizes["rel"])
    return p


FROZEN = ("vectors",)


def norm(x, gain, bias):
    m = x.mean(-1, keepdims=True)
    v = ((x - m) ** 2).mean(-1, keepdims=True)
    return (x - m) * jax.lax.rsqrt(v + 1e-5) * gain + bias


class Dropout:
    """Masks shared along a sentence. Without a key it changes nothing."""
    def __init__(self, key):
        self.key = key

    def __call__(self, x, rate, along=True):
        if self.key is None or rate == 0:
            return x
        self.key, k = jax.random.split(self.key)
        shape = (x.shape[0], 1, x.shape[2]) if along else x.shape[:2] + (1,)
        return x * jax.random.bernoulli(k, 1 - rate, shape) / (1 - rate if along else 1)

    def unless(self, probability):
        """True where kept: an array of independent draws."""
        if self.key is None:
            return jnp.ones_like(probability)
        self.key, k = jax.random.split(self.key)
        return (jax.random.uniform(k, probability.shape) >= probability).astype(jnp.float32)


def embed(p, x, counts, drop, rate, context=None):
    pretrained, learned = x[..., 0], x[..., 1]
    c = counts[learned]
    keep = drop.unless(0.35 / (0.35 + c))[..., None]              # meet words as if they were new
    blind = drop.unless(0.25 / (1.0 + c) * (pretrained > 0))[..., None]  # and as if nobody knew them
    known = ((pretrained > 0)[..., None] * blind)
    v = p["vectors"][pretrained] * known + p["unknown"] * (1 - known)
    total = v @ p["project"] + p["word"][learned] * keep * blind * (learned > 0)[..., None]
    for i, (name, _) in enumerate(FEATURES):
        total += drop(p[name][x[..., 2 + i]], rate / 4, along=False)
    if context is not None:
        total += context
    return drop(norm(total, p["input.gain"], p["input.bias"]), rate)


def shifted(x):
    """Each position beside its neighbours: left, itself, right; zeros beyond the ends."""
    zero = jnp.zeros_like(x[:, :1])
    return jnp.concatenate([jnp.concatenate([zero, x[:, :-1]], 1), x, jnp.concatenate([x[:, 1:], zero], 1)], -1)


def scan_two_ways(step, carry, forward, backward):
    """Runs the first over time and the second against it, as one loop: inputs are [batch, time, …]."""
    merged = jnp.stack([forward, backward[:, ::-1]], 1).transpose(2, 0, 1, 3)
    _, out = jax.lax.scan(step, carry, merged)
    out = out.transpose(1, 2, 0, 3)
    return jnp.concatenate([out[:, 0], out[:, 1, ::-1]], -1)


def convolution(p, n, x, mask, width):
    h = shifted(x) @ p[n + "weight"] + p[n + "bias"]
    return jnp.maximum(h[..., :width], h[..., width:])


def recurrence(p, n, x, mask, width):
    half = width // 2
    u = x @ p[n + "weight"] + p[n + "bias"]
    f = jnp.where(mask[..., None] > 0, jax.nn.sigmoid(u[..., width:2 * width]), 1.0)
    new = (1 - f) * u[..., :width]

    def step(c, fn):
        c = fn[..., :half] * c + fn[..., half:]
        return c, c
    c = scan_two_ways(step, jnp.zeros((x.shape[0], 2, half)), jnp.concatenate([f[..., :half], new[..., :half]], -1),
                      jnp.concatenate([f[..., half:], new[..., half:]], -1))
    return jax.nn.sigmoid(u[..., 2 * width:]) * jnp.tanh(c)


def attention(p, n, x, mask, width):
    b, t, _ = x.shape
    u = (x @ p[n + "weight"] + p[n + "bias"]).reshape(b, t, 3, EYES, ATTENDED // EYES)
    s = jnp.einsum("bihd,bjhd->bhij", u[:, :, 0], u[:, :, 1]) / np.sqrt(ATTENDED // EYES)
    s = s + p[n + "distance"][:, bands(t)[:, 1:]] - 1e4 * (1 - mask[:, None, None])
    h = jnp.einsum("bhij,bjhd->bihd", jax.nn.softmax(s), u[:, :, 2]).reshape(b, t, ATTENDED)
    return h @ p[n + "out"]


LAYERS = {"c": convolution, "s": recurrence, "a": attention}


def encode(p, x, mask, drop, rate, encoder, width):
    for i, letter in enumerate(encoder):
        n = f"layer{i}."
        h = norm(LAYERS[letter](p, n, x, mask, width), p[n + "gain"], p[n + "shift"])
        x = (x + drop(h, rate)) * mask[..., None]
    return x


def bands(t):
    """Which distance bias holds for (dependent, head): the root is the last band."""
    d = np.clip(np.arange(t)[None] - np.arange(t)[:, None], -REACH, REACH) + REACH
    return np.concatenate([np.full((t, 1), 2 * REACH + 1), d], 1)


def arcs(p, x, mask, drop, rate):
    """Scores [batch, dependent, head + 1]; column 0 is the root."""
    a = drop(jax.nn.relu(x @ p["arc.weight"] + p["arc.bias"]), rate)
    root = jnp.broadcast_to(p["arc.root"], (x.shape[0], 1, ARC))
    heads = jnp.concatenate([root, a[..., ARC:]], 1)
    s = jnp.einsum("bih,bjh->bij", a[..., :ARC] @ p["arc.bilinear"] + p["arc.prior"], heads)
    near = a[..., :ARC] @ p["arc.relative"] + p["arc.distance"]  # how far from here the head is likely to be
    t = x.shape[1]
    s = s + jnp.take_along_axis(near, jnp.broadcast_to(jnp.asarray(bands(t)), (x.shape[0], t, t + 1)), 2)
    seen = jnp.concatenate([jnp.ones((x.shape[0], 1)), mask], 1)[:, None]
    itself = jnp.concatenate([jnp.zeros((x.shape[1], 1)), jnp.eye(x.shape[1])], 1)
    return s - 1e4 * (1 - seen) - 1e4 * itself


def relations(p, x, heads, drop, rate):
    """Scores [batch, dependent, relation], given each token's head (0 is the root)."""
    h = x @ p["rel.weight"]
    root = jnp.broadcast_to(p["rel.root"], (x.shape[0], 1, REL))
    above = jnp.concatenate([root, h[..., REL:]], 1)
    above = jnp.take_along_axis(above, heads[..., None], 1)
    t = x.shape[1]
    band = jnp.take_along_axis(jnp.broadcast_to(jnp.asarray(bands(t)), (x.shape[0], t, t + 1)), heads[..., None], 2)[..., 0]
    z = drop(jax.nn.relu(h[..., :REL] + above + p["rel.distance"][band] + p["rel.bias"]), rate)
    return z @ p["rel.out"] + p["rel.out.bias"]


def tags(p, x, task):
    return x @ p[task + ".weight"] + p[task + ".bias"]


def forward(p, x, mask, counts, encoder, key=None, rate=0.0, context=None):
    """States of all words, and the dropout to go on with. A teacher brings `context`, a vector more for each word."""
    drop = Dropout(key)
    width = p["input.gain"].shape[0]
    e = embed(p, x, counts, drop, rate, context) * mask[..., None]
    return drop(encode(p, e, mask, drop, rate / 2, encoder, width), rate / 2), drop
