"""What the network sees of a token: one word and five hashed affixes. Mirrored by the Swift reader, byte for byte.

A *norm* is the token lower-cased scalar by scalar, with every ASCII digit replaced by 0. Affixes are counted in
Unicode scalars of the norm; the *shape* is taken from the token as written. Every string is hashed by 64-bit FNV-1a
over one byte that names the feature, then its UTF-8.
"""
OFFSET, PRIME, MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
FEATURES = [("prefix3", 2048), ("suffix2", 1024), ("suffix3", 4096), ("suffix4", 8192), ("shape", 1024)]


def fnv1a(seed, text):
    value = ((OFFSET ^ seed) * PRIME) & MASK
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * PRIME) & MASK
    return value


def norm(form):
    return "".join("0" if "0" <= c <= "9" else c.lower() for c in form)


def shape(form):
    """X upper, x lower, d digit, other ASCII itself, any other scalar u; runs are cut at three."""
    out = []
    for c in form:
        kind = ("d" if "0" <= c <= "9" else "X" if c.isupper() else "x" if c.islower() else c if c < "\x80" else "u")
        if len(out) < 3 or not (out[-1] == out[-2] == out[-3] == kind):
            out.append(kind)
    return "".join(out)


def word_key(form):
    """Keys the word tables."""
    return fnv1a(0, norm(form))


def affixes(form):
    """One bucket for each of FEATURES."""
    n = norm(form)
    strings = (n[:3], n[-2:], n[-3:], n[-4:], shape(form))
    return [fnv1a(i + 1, s) % size for i, (s, (_, size)) in enumerate(zip(strings, FEATURES))]
