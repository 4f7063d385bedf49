"""Layers of a small network in numpy: recurrent ones as PyTorch lays out their weights, and a convolution over words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from servanda.reading.decoding import Floats


def sigmoid(x: Floats) -> Floats:
    """The logistic function; numbers far out are cut off before they overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)


def convolved(hidden: Floats, weight: Floats, bias: Floats) -> Floats:
    """A convolution over an odd number of words; ``weight`` is (out, in, words)."""
    reach = weight.shape[2] // 2
    padded = np.pad(hidden, ((reach, reach), (0, 0)))
    total = np.broadcast_to(bias, (hidden.shape[0], bias.shape[0])).copy()
    for offset in range(weight.shape[2]):
        total += padded[offset : offset + hidden.shape[0]] @ weight[:, :, offset].T
    return total.astype(np.float32)


def _one_way(rows: Sequence[Floats], weights: Mapping[str, Floats], name: str, end: str) -> list[Floats]:
    """The states of an LSTM over each sequence, all of them side by side."""
    into, back = weights[f"{name}.weight_ih_{end}"], weights[f"{name}.weight_hh_{end}"]
    bias = weights[f"{name}.bias_ih_{end}"] + weights[f"{name}.bias_hh_{end}"]
    width = back.shape[1]
    fed = [row @ into.T + bias for row in rows]
    lengths = np.array([len(row) for row in rows])
    state, cell = np.zeros((len(rows), width), np.float32), np.zeros((len(rows), width), np.float32)
    found = [np.zeros((len(row), width), np.float32) for row in rows]
    for at in range(int(lengths.max())):
        going = np.flatnonzero(lengths > at)
        gates = np.stack([fed[n][at] for n in going]) + state[going] @ back.T
        enter, forget, new, leave = (gates[:, k * width : (k + 1) * width] for k in range(4))
        cell[going] = sigmoid(forget) * cell[going] + sigmoid(enter) * np.tanh(new)
        state[going] = sigmoid(leave) * np.tanh(cell[going])
        for n in going:
            found[n][at] = state[n]
    return found


def lstm(rows: Sequence[Floats], weights: Mapping[str, Floats], name: str) -> list[Floats]:
    """The states of a two-way LSTM over each sequence of vectors (Hochreiter and Schmidhuber 1997)."""
    onward = _one_way(rows, weights, name, "l0")
    backward = _one_way([row[::-1] for row in rows], weights, name, "l0_reverse")
    return [np.concatenate([a, b[::-1]], axis=1) for a, b in zip(onward, backward, strict=True)]


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
