"""Layers of small networks in numpy: recurrent ones as PyTorch lays out their weights, and a convolution over words.

Several networks of one shape run side by side, their weights stacked: the first axis of every array counts networks. One
step for all of them, and for both ways of reading, takes little longer than one step of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from servanda.reading.decoding import Floats


def sigmoid(x: Floats) -> Floats:
    """The logistic function; numbers far below 0 are cut off before they overflow."""
    return np.asarray(1 / (1 + np.exp(-np.maximum(x, -30))), np.float32)


def convolved(hidden: Floats, lengths: Sequence[int], weight: Floats, bias: Floats) -> Floats:
    """A convolution over an odd number of words of each of the sequences that follow one another in ``hidden``.

    ``hidden`` is (networks, words, in), ``weight`` (networks, out, in, reach). No sequence sees into its neighbours:
    between them stand zeros.
    """
    reach = weight.shape[3] // 2
    at = np.arange(hidden.shape[1]) + 2 * reach * np.repeat(np.arange(len(lengths)), lengths)
    padded = np.zeros((len(hidden), hidden.shape[1] + 2 * reach * len(lengths), hidden.shape[2]), np.float32)
    padded[:, at + reach] = hidden
    count = padded.shape[1] - 2 * reach
    total = np.zeros((len(hidden), count, weight.shape[1]), np.float32)
    for offset in range(weight.shape[3]):
        total += padded[:, offset : offset + count] @ weight[:, :, :, offset].swapaxes(1, 2)
    return np.asarray(total[:, at] + bias[:, None], np.float32)


def _both_ways(weights: Mapping[str, Floats], name: str, part: str) -> Floats:
    """One weight of a recurrent layer for reading onward and backward: (networks, 2, ...)."""
    return np.stack([weights[f"{name}.{part}_l0"], weights[f"{name}.{part}_l0_reverse"]], axis=1)


def _states(fed: Floats, going: Sequence[int], back: Floats) -> Floats:
    """The states of LSTMs over sequences, the longest first, all their first words, all their second ones and so on.

    ``fed`` is what the words bring to the gates, (networks, ways, words, 4 x width); ``going`` how many sequences have a
    first word, a second one and so on.
    """
    width = back.shape[2]
    shape = (*fed.shape[:2], going[0], width)
    state, cell = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    found = np.empty((*fed.shape[:3], width), np.float32)
    start = 0
    for count in going:
        gates = np.asarray(fed[:, :, start : start + count] + state[:, :, :count] @ back, np.float32)
        opened = sigmoid(gates)
        enter, forget, leave = opened[..., :width], opened[..., width : 2 * width], opened[..., 3 * width :]
        cell = forget * cell[:, :, :count] + enter * np.tanh(gates[..., 2 * width : 3 * width])
        state = leave * np.tanh(cell)
        found[:, :, start : start + count] = state
        start += count
    return found


def lstm(rows: Floats, lengths: Sequence[int], weights: Mapping[str, Floats], name: str) -> Floats:
    """The states of two-way LSTMs over sequences that follow one another in ``rows`` (Hochreiter and Schmidhuber 1997).

    ``rows`` is (networks, words, in), what comes back (networks, words, 2 x width). The sequences are read side by side,
    in memory that grows with the number of words alone.
    """
    going = len(lengths) - np.cumsum(np.bincount(lengths))[:-1]
    starts = np.cumsum(going) - going
    rank = np.empty(len(lengths), np.int64)
    rank[np.argsort(-np.array(lengths), kind="stable")] = np.arange(len(lengths))
    onward = np.concatenate([starts[:length] + one for length, one in zip(lengths, rank, strict=True)])
    backward = np.concatenate([starts[:length][::-1] + one for length, one in zip(lengths, rank, strict=True)])
    into = _both_ways(weights, name, "weight_ih").swapaxes(2, 3)
    bias = _both_ways(weights, name, "bias_ih") + _both_ways(weights, name, "bias_hh")
    brought = rows[:, None] @ into + bias[:, :, None]
    fed = np.empty_like(brought)
    fed[:, 0, onward], fed[:, 1, backward] = brought[:, 0], brought[:, 1]
    found = _states(fed, going.tolist(), _both_ways(weights, name, "weight_hh").swapaxes(2, 3))
    return np.concatenate([found[:, 0, onward], found[:, 1, backward]], axis=2)


def gru(rows: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """The states of two-way GRUs over one sequence of vectors (Cho and others 2014): (networks, steps, 2 x width)."""
    into = _both_ways(weights, name, "weight_ih").swapaxes(2, 3)
    back, bias = _both_ways(weights, name, "weight_hh"), _both_ways(weights, name, "bias_hh")
    fed = np.stack([rows, rows[:, ::-1]], axis=1) @ into + _both_ways(weights, name, "bias_ih")[:, :, None]
    width = back.shape[3]
    state = np.zeros((*fed.shape[:2], width), np.float32)
    found = np.empty((*fed.shape[:3], width), np.float32)
    for step in range(fed.shape[2]):
        one, held = fed[:, :, step], (back @ state[..., None])[..., 0] + bias
        opened = sigmoid(one[..., : 2 * width] + held[..., : 2 * width])
        new = np.tanh(one[..., 2 * width :] + opened[..., :width] * held[..., 2 * width :])
        state = ((1 - opened[..., width:]) * new + opened[..., width:] * state).astype(np.float32)
        found[:, :, step] = state
    return np.concatenate([found[:, 0], found[:, 1, ::-1]], axis=2)
