"""Trains the head that tells which words belong to claims of which kind: `python training/heads.py --gold FOLDER`.

The text model stays as it is; the head learns on its word vectors. `--folds` prints the F1 over words that each kind
reaches on threads of reports left out of training, which is what thresholds are chosen by.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from servanda.reading.learned import context_features, word_features
from servanda.reading.parses import parse
from servanda.reading.pipeline import lay_out
from servanda.terms.claims import KINDS
from servanda.terms.reports import Report

HIDDEN, EPOCHS, BATCH, RATE, DECAY = 96, 14, 8, 1.5e-3, 0.02
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
    """One sentence: features of its words, of its context, and which kinds each word belongs to."""

    thread: str
    words: Tensor
    context: Tensor
    labels: Tensor


class Net(nn.Module):
    """Two residual convolutions over five words, fed by the words and their context."""

    def __init__(self, words: int, context: int) -> None:
        super().__init__()
        self.i, self.c = nn.Linear(words, HIDDEN), nn.Linear(context, HIDDEN)
        self.c1, self.c2 = (nn.Conv1d(HIDDEN, HIDDEN, 5, padding=2) for _ in range(2))
        self.o = nn.Linear(HIDDEN, len(KINDS))
        self.inner, self.outer = nn.Dropout(0.35), nn.Dropout(0.2)

    def forward(self, words: Tensor, context: Tensor) -> Tensor:
        """The logit of each kind for each word."""
        hidden = torch.relu(self.i(self.outer(words)) + self.c(self.outer(context))[None])
        x = self.inner(hidden).T[None]
        for layer in (self.c1, self.c2):
            x = self.inner(x + torch.relu(layer(x)))
        return self.o(x[0].T)


def examples(file: Path) -> list[Example]:
    """The sentences of one annotated file that hold words."""
    content = json.loads(file.read_text(encoding="utf-8"))
    found = []
    for told in content["reports"]:
        report = Report(told["id"], date.fromisoformat(told["date"]), told["text"], told.get("publisher"), told.get("title"))
        document = lay_out(report)
        parses = parse(document)
        spans = [
            (at, at + len(quote), KINDS.index(claim["kind"]))
            for claim in content["claims"]
            if claim["report"] == told["id"]
            for quote in claim["quotes"]
            if (at := report.text.find(quote)) >= 0
        ]
        for number, parsed in enumerate(parses):
            if not parsed.words:
                continue
            labels = np.zeros((len(parsed.words), len(KINDS)), np.float32)
            for n, (start, end) in enumerate(parsed.words):
                for left, right, kind in spans:
                    if left <= start and end <= right:
                        labels[n, kind] = 1
            words = torch.from_numpy(word_features(document, number, parsed, UPOS, RELATIONS))
            context = torch.from_numpy(context_features(document, number, parses))
            found.append(Example(file.stem, words, context, torch.from_numpy(labels)))
    return found


def fit(data: Sequence[Example]) -> Net:
    """A head trained on some sentences."""
    net = Net(data[0].words.shape[1], data[0].context.shape[0])
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    order = list(data)
    for _ in range(EPOCHS):
        random.shuffle(order)
        net.train()
        for at in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[at : at + BATCH]
            losses = [
                nn.functional.binary_cross_entropy_with_logits(net(one.words, one.context), one.labels, reduction="sum")
                for one in batch
            ]
            optimizer.zero_grad()
            (torch.stack(losses).sum() / sum(one.labels.numel() for one in batch)).backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def folds(data: Sequence[Example], count: int = 4) -> None:
    """Print the best F1 over words of each kind on threads left out of training, and its threshold."""
    threads = sorted({one.thread for one in data})
    random.shuffle(threads)
    said, labels = [], []
    for fold in range(count):
        out = set(threads[fold::count])
        net = fit([one for one in data if one.thread not in out])
        with torch.no_grad():
            for one in data:
                if one.thread in out:
                    said.append(torch.sigmoid(net(one.words, one.context)).numpy())
                    labels.append(one.labels.numpy())
    values, truth = np.concatenate(said), np.concatenate(labels)
    for at, kind in enumerate(KINDS):
        best = max(
            (2 * ((values[:, at] > t) & (truth[:, at] > 0)).sum() / ((values[:, at] > t).sum() + truth[:, at].sum()), t)
            for t in np.arange(0.1, 0.8, 0.05)
        )
        print(f"{kind:<12} F1 over words {best[0]:.3f} at {best[1]:.2f}")


def main() -> None:
    """Train on every annotated file of a folder and write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gold", type=Path, required=True)
    options.add_argument("--out", type=Path, default=Path("src/servanda/models/en/heads.npz"))
    options.add_argument("--folds", action="store_true", help="measure by cross-validation first")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    data = [one for file in sorted(chosen.gold.glob("*.json")) for one in examples(file)]
    print(f"{len(data)} sentences, {sum(len(one.words) for one in data)} words")
    if chosen.folds:
        folds(data)
    net = fit(data)
    weights = {name: value.numpy().astype(np.float16) for name, value in net.state_dict().items()}
    np.savez_compressed(chosen.out, upos=np.array(UPOS), relations=np.array(RELATIONS), **weights)
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
