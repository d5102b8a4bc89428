"""Heads from arc scores: the best one-rooted tree (Chu & Liu 1965, Edmonds 1967)."""
import numpy as np


def cycle_of(heads):
    """Some cycle among nodes 1…n, or None. heads[0] is unused."""
    state = np.zeros(len(heads), np.int8)
    state[0] = 2
    for start in range(1, len(heads)):
        path, v = [], start
        while state[v] == 0:
            state[v] = 1
            path.append(v)
            v = heads[v]
        if state[v] == 1:
            return path[path.index(v):]
        for u in path:
            state[u] = 2
    return None


def arborescence(s):
    """s[dependent, head] over nodes 0…n, node 0 the root; returns heads."""
    n = len(s)
    s = s.copy()
    np.fill_diagonal(s, -1e9)
    s[0] = -1e9
    heads = s.argmax(1)
    heads[0] = 0
    cycle = cycle_of(heads)
    if cycle is None:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    cycle = np.array(cycle)
    kept = s[cycle, heads[cycle]]
    entering = s[np.ix_(cycle, rest)] - kept[:, None]
    m = len(rest)
    small = np.full((m + 1, m + 1), -1e9)
    small[:m, :m] = s[np.ix_(rest, rest)]
    small[m, :m] = entering.max(0)
    leaving = s[np.ix_(rest, cycle)]
    small[:m, m] = leaving.max(1)
    found = arborescence(small)
    out = heads.copy()
    for i in range(1, m):
        out[rest[i]] = cycle[leaving[i].argmax()] if found[i] == m else rest[found[i]]
    source = found[m]
    broken = cycle[entering[:, source].argmax()]
    out[broken] = rest[source]
    return out


def heads_of(scores):
    """scores[n, n + 1] for one sentence (column 0 the root): the best tree with exactly one root child.

    Every tree has an arc from the root; a toll on each leaves the best of those that have one only (Zmigrod et al. 2020).
    """
    n = len(scores)
    best = scores.argmax(1)
    if (best == 0).sum() == 1 and cycle_of(np.concatenate([[0], best])) is None:
        return best
    s = np.full((n + 1, n + 1), -1e9)
    s[1:] = scores
    s[1:, 0] -= 4096
    return arborescence(s)[1:]
