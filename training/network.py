"""The network in PyTorch: layers of MiniLM-L6 with letter case, linear heads for tags, biaffine heads for the tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, ATTENTION_HEADS, INNER = 384, 12, 1536
ARC_WIDTH, LABEL_WIDTH = 256, 96
CASES = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """One padded batch; ``firsts`` holds 0 (the sentence mark) and then the place of the first piece of each word."""

    pieces: Tensor
    cases: Tensor
    mask: Tensor
    firsts: Tensor
    words: Tensor
    """Which of the word places are words."""
    targets: dict[str, Tensor]


class Layer(nn.Module):
    """One BERT layer with queries, keys and values in one matrix."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.mixed = nn.Linear(WIDTH, 3 * WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The layer's output for ``x`` (batch, pieces, width)."""
        batch, length, _ = x.shape
        query, key, value = (
            self.mixed(x).view(batch, length, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        )
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        joined = self.joined(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm(x + F.dropout(joined, self.dropout, self.training))
        inner = self.narrow(F.gelu(self.wide(x)))
        return self.last_norm(x + F.dropout(inner, self.dropout, self.training))


class Network(nn.Module):
    """Word vectors, and the scores of tags, heads and relations over them."""

    def __init__(self, sizes: dict[str, int], *, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.word_table = nn.Embedding(30522, WIDTH)
        self.word_table.weight.requires_grad_(requires_grad=False)
        self.place_table = nn.Embedding(512, WIDTH)
        self.case_table = nn.Embedding(CASES, WIDTH)
        nn.init.normal_(self.case_table.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.taggers = nn.ModuleDict(
            {name: nn.Linear(WIDTH, sizes[name]) for name in ("upos", "xpos", "feats", "tags")}
        )
        self.arc_word, self.arc_head = nn.Linear(WIDTH, ARC_WIDTH), nn.Linear(WIDTH, ARC_WIDTH)
        self.label_word, self.label_head = nn.Linear(WIDTH, LABEL_WIDTH), nn.Linear(WIDTH, LABEL_WIDTH)
        relations = sizes["relations"]
        # one row more on the word's side is the bias of a head as such
        self.arc_weight = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label_weight = nn.Parameter(torch.zeros(relations, LABEL_WIDTH + 1, LABEL_WIDTH + 1))
        nn.init.normal_(self.arc_weight, std=1 / ARC_WIDTH)
        nn.init.normal_(self.label_weight, std=1 / LABEL_WIDTH)
        self.dropout = dropout

    def encode(self, batch: Batch) -> Tensor:
        """The vectors of the sentence mark and of each word's first piece."""
        places = torch.arange(batch.pieces.shape[1])
        x = self.word_table(batch.pieces) + self.place_table(places) + self.case_table(batch.cases)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, batch.mask)
        return torch.gather(x, 1, batch.firsts[:, :, None].expand(-1, -1, WIDTH))

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Scores by name; ``arcs`` is (batch, word, head) with the root at head 0."""
        vectors = self.encode(batch).float()
        x = F.dropout(vectors, 2 * self.dropout, self.training)
        words = x[:, 1:]
        scores = {name: tagger(words) for name, tagger in self.taggers.items()}

        def part(linear: nn.Linear, of: Tensor) -> Tensor:
            return F.dropout(F.gelu(linear(of)), 2 * self.dropout, self.training)

        arc_word, arc_head = part(self.arc_word, words), part(self.arc_head, x)
        scores["arcs"] = _with_one(arc_word) @ self.arc_weight @ arc_head.transpose(1, 2)
        scores["arcs"] = scores["arcs"].masked_fill(~_heads_mask(batch.words)[:, None, :], -1e4)
        scores["label_word"] = _with_one(part(self.label_word, words))
        scores["label_head"] = _with_one(part(self.label_head, x))
        return scores

    def relation_scores(self, scores: dict[str, Tensor], heads: Tensor) -> Tensor:
        """The scores of each relation to the given heads (batch, word, relation)."""
        head = torch.gather(scores["label_head"], 1, heads[:, :, None].expand(-1, -1, LABEL_WIDTH + 1))
        return torch.einsum("bwi,rij,bwj->bwr", scores["label_word"], self.label_weight, head)

    def loss(self, batch: Batch) -> Tensor:
        """The sum of the heads' mean losses over the words whose target is known (-1 is unknown)."""
        scores, targets = self(batch), batch.targets
        scores["relations"] = self.relation_scores(scores, targets["arcs"].clamp(min=0))
        weights = {"arcs": 1.0, "relations": 1.0, "upos": 1.0, "tags": 1.0, "xpos": 0.5, "feats": 0.5}
        total = torch.zeros(())
        for name, weight in weights.items():
            if (targets[name] >= 0).any():
                total = total + weight * F.cross_entropy(
                    scores[name].flatten(0, 1), targets[name].flatten(), ignore_index=-1
                )
        return total


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def _heads_mask(words: Tensor) -> Tensor:
    return torch.cat([torch.ones_like(words[:, :1]), words], dim=1)


def start_weights(network: Network, file: Path) -> None:
    """Puts the first layers of MiniLM-L6 into a new network."""
    held = load_file(file)
    with torch.no_grad():
        network.word_table.weight.copy_(held["embeddings.word_embeddings.weight"])
        # there is only one segment type, so its embedding is part of the place's
        kind = held["embeddings.token_type_embeddings.weight"][0]
        network.place_table.weight.copy_(held["embeddings.position_embeddings.weight"] + kind)
        _copy(network.norm, held, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            name = f"encoder.layer.{number}"
            mixed = [f"{name}.attention.self.{kind}" for kind in ("query", "key", "value")]
            layer.mixed.weight.copy_(torch.cat([held[f"{m}.weight"] for m in mixed]))
            layer.mixed.bias.copy_(torch.cat([held[f"{m}.bias"] for m in mixed]))
            _copy(layer.joined, held, f"{name}.attention.output.dense")
            _copy(layer.norm, held, f"{name}.attention.output.LayerNorm")
            _copy(layer.wide, held, f"{name}.intermediate.dense")
            _copy(layer.narrow, held, f"{name}.output.dense")
            _copy(layer.last_norm, held, f"{name}.output.LayerNorm")


def _copy(module: nn.Linear | nn.LayerNorm, held: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(held[f"{name}.weight"])
    module.bias.copy_(held[f"{name}.bias"])
