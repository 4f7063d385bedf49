"""Layers of a small network in numpy: recurrent ones as PyTorch lays out their weights, and a convolution over words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from servanda.reading.decoding import Floats


def sigmoid(x: Floats) -> Floats:
    """The logistic function; numbers far below 0 are cut off before they overflow."""
    return np.asarray(1 / (1 + np.exp(-np.maximum(x, -30))), np.float32)


def convolved(hidden: Floats, lengths: Sequence[int], weight: Floats, bias: Floats) -> Floats:
    """A convolution over an odd number of words of each of the sequences that follow one another in ``hidden``.

    ``weight`` is (out, in, words). No sequence sees into its neighbours: between them stand zeros.
    """
    reach = weight.shape[2] // 2
    at = np.arange(len(hidden)) + 2 * reach * np.repeat(np.arange(len(lengths)), lengths)
    padded = np.zeros((len(hidden) + 2 * reach * len(lengths), hidden.shape[1]), np.float32)
    padded[at + reach] = hidden
    total = np.zeros((len(padded) - 2 * reach, len(bias)), np.float32)
    for offset in range(weight.shape[2]):
        total += padded[offset : offset + len(total)] @ weight[:, :, offset].T
    return np.asarray(total[at] + bias, np.float32)


def _one_way(fed: Floats, going: Sequence[int], back: Floats) -> Floats:
    """The states of an LSTM over sequences, the longest first, all their first words, all their second ones and so on.

    ``fed`` is what the words bring to the gates, ``going`` how many sequences have a first word, a second one and so on.
    """
    width = back.shape[1]
    state, cell = np.zeros((going[0], width), np.float32), np.zeros((going[0], width), np.float32)
    found = np.empty((len(fed), width), np.float32)
    start = 0
    for count in going:
        gates = fed[start : start + count] + state[:count] @ back.T
        opened = sigmoid(gates)
        enter, forget, leave = opened[:, :width], opened[:, width : 2 * width], opened[:, 3 * width :]
        cell = forget * cell[:count] + enter * np.tanh(gates[:, 2 * width : 3 * width])
        state = leave * np.tanh(cell)
        found[start : start + count] = state
        start += count
    return found


def lstm(rows: Floats, lengths: Sequence[int], weights: Mapping[str, Floats], name: str) -> Floats:
    """The states of a two-way LSTM over sequences that follow one another in ``rows`` (Hochreiter and Schmidhuber 1997).

    The sequences are read side by side, in memory that grows with the number of words alone.
    """
    going = len(lengths) - np.cumsum(np.bincount(lengths))[:-1]
    starts = np.cumsum(going) - going
    rank = np.empty(len(lengths), np.int64)
    rank[np.argsort(-np.array(lengths), kind="stable")] = np.arange(len(lengths))
    onward = np.concatenate([starts[:length] + one for length, one in zip(lengths, rank, strict=True)])
    backward = np.concatenate([starts[:length][::-1] + one for length, one in zip(lengths, rank, strict=True)])
    states = []
    for end, at in (("l0", onward), ("l0_reverse", backward)):
        fed = np.empty((len(rows), weights[f"{name}.weight_ih_{end}"].shape[0]), np.float32)
        bias = weights[f"{name}.bias_ih_{end}"] + weights[f"{name}.bias_hh_{end}"]
        fed[at] = rows @ weights[f"{name}.weight_ih_{end}"].T + bias
        states.append(_one_way(fed, going.tolist(), weights[f"{name}.weight_hh_{end}"])[at])
    return np.concatenate(states, axis=1)


def _gated(rows: Floats, weights: Mapping[str, Floats], name: str, end: str) -> Floats:
    """The states of a GRU over one sequence."""
    back, bias = weights[f"{name}.weight_hh_{end}"], weights[f"{name}.bias_hh_{end}"]
    width = back.shape[1]
    fed = rows @ weights[f"{name}.weight_ih_{end}"].T + weights[f"{name}.bias_ih_{end}"]
    state = np.zeros(width, np.float32)
    found = []
    for one in fed:
        held = back @ state + bias
        reset = sigmoid(one[:width] + held[:width])
        keep = sigmoid(one[width : 2 * width] + held[width : 2 * width])
        new = np.tanh(one[2 * width :] + reset * held[2 * width :])
        state = ((1 - keep) * new + keep * state).astype(np.float32)
        found.append(state)
    return np.stack(found)


def gru(rows: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """The states of a two-way GRU over one sequence of vectors (Cho and others 2014)."""
    onward, backward = _gated(rows, weights, name, "l0"), _gated(rows[::-1], weights, name, "l0_reverse")
    return np.concatenate([onward, backward[::-1]], axis=1)
