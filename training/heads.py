"""Trains the head that tells which words belong to claims of which kind: `python training/heads.py --gold FOLDER ...`.

The text model stays as it is; the head learns on its vectors. `--folds` trains on three quarters of the threads of the
first folder at a time and prints the F1 over words that each kind reaches on the quarter left out, which is what
thresholds are chosen by; what it said there is kept beside the weights, so that rules and head together can be measured
on reports that the head has not seen (`measure.py`).
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from servanda.reading.learned import PARTS, features
from servanda.reading.parses import parse
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import KINDS
from servanda.terms.reports import Report

HIDDEN, EPOCHS, RATE, DECAY = 192, 14, 1.5e-3, 0.02
# gradients of short reports are scaled as if they had so many answers
LEAST_ANSWERS = 1500
RELATIONS = (
    "nsubj", "nsubj:pass", "obj", "root", "aux", "aux:pass", "xcomp", "ccomp", "parataxis", "advcl", "conj", "nmod", "obl",
    "mark", "amod", "compound", "case", "det", "acl:relcl", "acl", "appos",
)
UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)


@dataclass(frozen=True)
class Example:
    """One report: features of the words of each sentence, of its context, and what each word belongs to."""

    thread: str
    report: str
    words: list[Tensor]
    contexts: list[Tensor]
    labels: list[Tensor]


class Net(nn.Module):
    """A recurrent layer over each sentence, one over the sentences, and a convolution over five words on top of both."""

    def __init__(self, words: int, context: int) -> None:
        super().__init__()
        self.i, self.c = nn.Linear(words, HIDDEN), nn.Linear(context, HIDDEN)
        self.l = nn.LSTM(HIDDEN, HIDDEN // 2, bidirectional=True, batch_first=True)
        self.g = nn.GRU(HIDDEN, HIDDEN // 2, bidirectional=True, batch_first=True)
        self.m = nn.Linear(2 * HIDDEN, HIDDEN)
        self.c1 = nn.Conv1d(HIDDEN, HIDDEN, 5, padding=2)
        self.o = nn.Linear(HIDDEN, len(PARTS) * len(KINDS))
        self.inner, self.outer = nn.Dropout(0.35), nn.Dropout(0.2)

    def forward(self, one: Example) -> list[Tensor]:
        """The logits of each word of each sentence."""
        words = [
            self.inner(torch.relu(self.i(self.outer(x)) + self.c(self.outer(c))[None]))
            for x, c in zip(one.words, one.contexts, strict=True)
        ]
        packed = self.l(nn.utils.rnn.pack_sequence(words, enforce_sorted=False))[0]
        states = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)[0]
        words = [x + self.inner(states[n, : len(x)]) for n, x in enumerate(words)]
        around = self.inner(self.g(torch.stack([x.max(0).values for x in words])[None])[0][0])
        answers = []
        for x, beside in zip(words, around, strict=True):
            x = x + self.inner(torch.relu(self.m(torch.cat([x, beside[None].expand(len(x), -1)], 1))))
            turned = x.T[None]
            answers.append(self.o(self.inner(turned + torch.relu(self.c1(turned)))[0].T))
        return answers


def examples(file: Path) -> list[Example]:
    """The reports of one annotated file that hold words."""
    content = json.loads(file.read_text(encoding="utf-8"))
    found = []
    for told in content["reports"]:
        report = Report(told["id"], date.fromisoformat(told["date"]), told["text"], told.get("publisher"), told.get("title"))
        document = lay_out(report)
        parses = parse(document)
        spans = [
            (at, at + len(quote), KINDS.index(claim["kind"]), number)
            for claim in content["claims"]
            if claim["report"] == told["id"]
            for number, quote in enumerate(claim["quotes"])
            if (at := report.text.find(quote)) >= 0
        ]
        seen = features(document, UPOS, RELATIONS)
        labels = []
        for one in seen:
            words = parses[one.at].words
            truth = np.zeros((len(words), len(PARTS) * len(KINDS)), np.float32)
            for start, end, kind, number in spans:
                inside = [n for n, (left, right) in enumerate(words) if start <= left and right <= end]
                truth[inside, kind] = 1
                if inside and number == 0:
                    truth[inside, len(KINDS) + kind] = 1
                    truth[inside[0], 2 * len(KINDS) + kind] = 1
            labels.append(torch.from_numpy(truth))
        if seen:
            words = [torch.from_numpy(one.words) for one in seen]
            found.append(Example(file.stem, report.id, words, [torch.from_numpy(one.context) for one in seen], labels))
    return found


def fit(data: Sequence[Example]) -> Net:
    """A head trained on some reports."""
    net = Net(data[0].words[0].shape[1], data[0].contexts[0].shape[0])
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * len(data) + 1)
    order = list(data)
    for _ in range(EPOCHS):
        random.shuffle(order)
        net.train()
        for one in order:
            truth = torch.cat(one.labels)
            loss = nn.functional.binary_cross_entropy_with_logits(torch.cat(net(one)), truth, reduction="sum")
            optimizer.zero_grad()
            (loss / max(truth.numel(), LEAST_ANSWERS)).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return net.eval()


def _said(nets: Sequence[Net], one: Example) -> list[np.ndarray]:
    with torch.no_grad():
        told = [[torch.sigmoid(x).numpy() for x in net(one)] for net in nets]
    return [sum(rows) / len(nets) for rows in zip(*told, strict=True)]


def folds(data: Sequence[Example], more: Sequence[Example], nets: int, count: int = 4) -> dict[str, list[np.ndarray]]:
    """What is said of the words of each report by heads that have not seen its thread; prints F1 by kind."""
    threads = sorted({one.thread for one in data})
    random.shuffle(threads)
    said: dict[str, list[np.ndarray]] = {}
    for fold in range(count):
        out = set(threads[fold::count])
        fitted = [fit([*(one for one in data if one.thread not in out), *more]) for _ in range(nets)]
        said |= {one.report: _said(fitted, one) for one in data if one.thread in out}
        print(f"fold {fold + 1} of {count}", flush=True)
    values = np.concatenate([x for one in data for x in said[one.report]])
    truth = np.concatenate([x.numpy() for one in data for x in one.labels])
    for part, name in enumerate(PARTS[:2]):
        for number, kind in enumerate(KINDS):
            at = part * len(KINDS) + number
            best = max(
                (2 * ((values[:, at] > t) & (truth[:, at] > 0)).sum() / ((values[:, at] > t).sum() + truth[:, at].sum()), t)
                for t in np.arange(0.1, 0.8, 0.05)
            )
            print(f"{name:<8}{kind:<12} F1 over words {best[0]:.3f} at {best[1]:.2f}")
    return said


def main() -> None:
    """Train on every annotated file of the folders and write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gold", type=Path, nargs="+", required=True, help="folders of annotated files")
    options.add_argument("--out", type=Path, default=Path("src/servanda/models/en/heads.npz"))
    options.add_argument("--nets", type=int, default=2, help="networks whose answers are averaged")
    options.add_argument("--folds", type=Path, help="measure by cross-validation first and keep what was said here")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    first, *rest = ([one for file in sorted(folder.glob("*.json")) for one in examples(file)] for folder in chosen.gold)
    more = [one for folder in rest for one in folder]
    print(f"{len(first)} reports and {len(more)} more, {sum(len(x) for one in (*first, *more) for x in one.words)} words")
    if chosen.folds:
        chosen.folds.write_bytes(pickle.dumps(folds(first, more, chosen.nets)))
    weights = {}
    for number in range(chosen.nets):
        state = fit([*first, *more]).state_dict()
        weights |= {f"{number}/{name}": value.numpy().astype(np.float16) for name, value in state.items()}
    np.savez_compressed(chosen.out, upos=np.array(UPOS), relations=np.array(RELATIONS), **weights)
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
