"""The best tree and the best entities under the network's scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Wholes = NDArray[np.int64]


def _cycle(heads: Wholes) -> list[int]:
    """The nodes of one cycle, none if the heads make a tree under node 0."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = int(heads[node])
        if node and seen[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(int(heads[cycle[-1]]))
            return cycle
    return []


def _best_heads(scores: NDArray[np.float64]) -> Wholes:
    """The heads of the highest-scoring tree over ``scores[node, head]`` under node 0 (Chu and Liu; Edmonds)."""
    heads: Wholes = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.setdiff1d(np.arange(len(scores)), inside)
    # the cycle becomes one node, the last; entering it costs the arc that the entry breaks
    enter = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    leave = scores[np.ix_(outside, inside)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    smaller[size, :size] = enter.max(axis=0)
    smaller[:size, size] = leave.max(axis=1)
    found = _best_heads(smaller)
    for place in range(1, size):
        head = found[place]
        heads[outside[place]] = inside[leave[place].argmax()] if head == size else outside[head]
    entry = found[size]
    heads[inside[enter[:, entry].argmax()]] = outside[entry]
    return heads


def tree(arcs: Floats) -> list[int]:
    """The head of each word, -1 for the one root, from ``arcs[word, head]`` where head 0 is the root."""
    count = len(arcs)
    scores = np.full((count + 1, count + 1), -np.inf)
    scores[1:] = arcs
    np.fill_diagonal(scores, -np.inf)
    heads: Wholes = scores.argmax(axis=1)
    heads[0] = 0
    if np.count_nonzero(heads[1:] == 0) == 1 and not _cycle(heads):
        # no tree can beat the best head of every word, and mostly they make one
        return [int(head) - 1 for head in heads[1:]]
    # a second root would cost more than any tree with one root could lose
    scores[1:, 0] -= (float(arcs.max()) - float(arcs.min()) + 1.0) * (count + 1)
    return [int(head) - 1 for head in _best_heads(scores)[1:]]


def entity_ranges(scores: Floats, tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The entities of the best tag sequence in which every inside tag goes on from its own kind (Viterbi)."""
    outside = tags.index("O")
    if (scores.argmax(axis=1) == outside).all():
        return []
    allowed = np.array([[_follows(tag, before) for before in tags] for tag in tags])
    barrier = np.where(allowed, 0.0, -np.inf)
    best = scores[0] + barrier[:, outside]
    back = []
    for row in scores[1:]:
        paths = best[None, :] + barrier
        back.append(paths.argmax(axis=1))
        best = paths.max(axis=1) + row
    chosen = [int(best.argmax())]
    for pointers in reversed(back):
        chosen.append(int(pointers[chosen[-1]]))
    return _ranges([tags[number] for number in reversed(chosen)])


def _follows(tag: str, before: str) -> bool:
    return tag[0] != "I" or (before[0] != "O" and before[2:] == tag[2:])


def _ranges(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(tags):
        if tag[0] == "B":
            found.append((at, at + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], at + 1, tag[2:])
    return found
