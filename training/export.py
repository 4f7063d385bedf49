"""Writes the model that ships from trained weights; ``build/model.pt --out src/servanda/models/en``.

The graph is written node by node, for one sentence without a batch axis. Word embeddings are int8 with a scale for each
row, and only those of the pieces that ship (``pieces.py``). Products with fixed weights are quantised dynamically to int8, per channel and with a reduced range, so that
processors without VNNI instructions do not saturate; the two products with raw biaffine weights stay float, because
their inputs have outliers that int8 would round away.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from pieces import kept, report_texts, treebank_texts
from safetensors.torch import load_file
from tokenizers import Tokenizer
from train import start_folder

from servanda.reading.encoder import PIECES_OF_A_RUN

WIDTH, ATTENTION_HEADS = 384, 12
# deeper layers of MiniLM tell what a sentence is about as a whole, and less of each word
MEANING_LAYERS = 4
LEXICONS = Path(__file__).parents[1] / "src" / "servanda" / "lexicons" / "en"
FLOAT_PRODUCTS = ("arc_biaffine", "label_biaffine")


class Graph:
    """Nodes and fixed tensors, added in the order of computation; each method gives the name of its result."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.fixed: list[onnx.TensorProto] = []

    def const(self, name: str, value: np.ndarray) -> str:
        """A fixed tensor."""
        self.fixed.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def half(self, name: str, value: np.ndarray) -> str:
        """A fixed tensor that the file holds in half the bytes."""
        halves = self.const(f"{name}.half", value.astype(np.float16))
        return self.add("Cast", [halves], name, to=TensorProto.FLOAT)

    def bytes_of(self, name: str, value: np.ndarray) -> str:
        """A fixed matrix that the file holds in int8 with a scale for each column."""
        scale = np.maximum(np.abs(value).max(axis=0), 1e-6) / 127
        whole = self.const(f"{name}.whole", np.round(value / scale).astype(np.int8))
        floats = self.add("Cast", [whole], f"{name}.floats", to=TensorProto.FLOAT)
        return self.add("Mul", [floats, self.const(f"{name}.scale", scale.astype(np.float32))], name)

    def add(self, kind: str, inputs: list[str], name: str, **attributes: object) -> str:
        """One node with one output of the same name."""
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def linear(self, x: str, weight: str, name: str) -> str:
        """``x`` times a linear layer of the weights, plus its bias."""
        matrix = self.const(f"{name}.matrix", self.weights[f"{weight}.weight"].T)
        product = self.add("MatMul", [x, matrix], f"{name}.product")
        return self.add("Add", [product, self.const(f"{name}.bias", self.weights[f"{weight}.bias"])], name)

    def norm(self, x: str, weight: str, name: str) -> str:
        """Layer normalisation."""
        scale = self.const(f"{name}.scale", self.weights[f"{weight}.weight"])
        shift = self.const(f"{name}.shift", self.weights[f"{weight}.bias"])
        return self.add("LayerNormalization", [x, scale, shift], name, axis=-1, epsilon=1e-12)

    def reshape(self, x: str, shape: list[int], name: str) -> str:
        """``x`` in another shape."""
        return self.add("Reshape", [x, self.const(f"{name}.shape", np.array(shape, dtype=np.int64))], name)

    def with_one(self, x: str, name: str) -> str:
        """``x`` with a last column of ones."""
        pads = self.const(f"{name}.pads", np.array([0, 0, 0, 1], dtype=np.int64))
        return self.add("Pad", [x, pads, self.const(f"{name}.one", np.array(1.0, dtype=np.float32))], name)


def embeddings(graph: Graph) -> str:
    """Word pieces, places and letter cases, added and normalised."""
    table = graph.weights["word_table.weight"]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-6) / 127
    whole = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    rows = graph.add("Gather", [graph.const("word_table", whole), "pieces"], "word_rows", axis=0)
    floats = graph.add("Cast", [rows], "word_floats", to=TensorProto.FLOAT)
    scales = graph.add("Gather", [graph.const("word_scales", scale.astype(np.float32)), "pieces"], "row_scales", axis=0)
    words = graph.add("Mul", [floats, scales], "word_vectors")
    shape = graph.add("Shape", ["pieces"], "length")
    zero = graph.const("zero", np.array([0], dtype=np.int64))
    table = graph.half("place_table", graph.weights["place_table.weight"][:PIECES_OF_A_RUN])
    places = graph.add("Slice", [table, zero, shape], "places")
    cases = graph.add(
        "Gather", [graph.const("case_table", graph.weights["case_table.weight"]), "cases"], "case_rows", axis=0
    )
    total = graph.add("Add", [graph.add("Add", [words, places], "placed"), cases], "cased")
    return graph.norm(total, "norm", "embedded")


def meanings(graph: Graph, start: dict[str, np.ndarray], layers: int) -> None:
    """``meanings``, the word vectors of MiniLM's own first layers: what the parser's training has worn off of sense.

    The rows of the word table are the same in both, since the parser's training left them alone.
    """
    named = {
        "mixed": None, "joined": "attention.output.dense", "norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense", "narrow": "output.dense", "last_norm": "output.LayerNorm",
    }  # fmt: skip
    for part in ("weight", "bias"):
        graph.weights[f"meaning.norm.{part}"] = start[f"embeddings.LayerNorm.{part}"]
        for number in range(layers):
            held, mine = f"encoder.layer.{number}", f"meaning.layers.{number}"
            for name, theirs in named.items():
                whole = [f"{held}.attention.self.{x}.{part}" for x in ("query", "key", "value")]
                told = [start[key] for key in whole] if theirs is None else [start[f"{held}.{theirs}.{part}"]]
                graph.weights[f"{mine}.{name}.{part}"] = np.concatenate(told)
    places = start["embeddings.position_embeddings.weight"] + start["embeddings.token_type_embeddings.weight"][0]
    table = graph.half("meaning.place_table", places[:PIECES_OF_A_RUN])
    rows = graph.add("Slice", [table, "zero", "length"], "meaning.places")
    x = graph.norm(graph.add("Add", ["word_vectors", rows], "meaning.placed"), "meaning.norm", "meaning.embedded")
    for number in range(layers):
        x = layer(graph, x, f"meaning.layers.{number}")
    marks = graph.add("Gather", [x, "firsts"], "meaning.marks", axis=0)
    graph.add("Slice", [marks, "one", "many"], "meanings")


def layer(graph: Graph, x: str, name: str) -> str:
    """One encoder layer; the scale of the scores lies in the query weights."""
    width = WIDTH // ATTENTION_HEADS
    for part in ("weight", "bias"):
        scaled = graph.weights[f"{name}.mixed.{part}"].copy()
        scaled[:WIDTH] /= np.sqrt(width)
        graph.weights[f"{name}.mixed.{part}"] = scaled
    mixed = graph.linear(x, f"{name}.mixed", f"{name}.mixed")
    split = graph.reshape(mixed, [-1, 3, ATTENTION_HEADS, width], f"{name}.split")
    turned = graph.add("Transpose", [split], f"{name}.turned", perm=[1, 2, 0, 3])
    query, key, value = (
        graph.add(
            "Gather", [turned, graph.const(f"{name}.at{n}", np.array(n, dtype=np.int64))], f"{name}.{part}", axis=0
        )
        for n, part in enumerate(("query", "key", "value"))
    )
    keys = graph.add("Transpose", [key], f"{name}.keys", perm=[0, 2, 1])
    scores = graph.add("MatMul", [query, keys], f"{name}.scores")
    shares = graph.add("Softmax", [scores], f"{name}.shares", axis=-1)
    seen = graph.add("MatMul", [shares, value], f"{name}.seen")
    flat = graph.reshape(graph.add("Transpose", [seen], f"{name}.back", perm=[1, 0, 2]), [-1, WIDTH], f"{name}.flat")
    joined = graph.add("Add", [x, graph.linear(flat, f"{name}.joined", f"{name}.joined")], f"{name}.residue")
    x = graph.norm(joined, f"{name}.norm", f"{name}.normed")
    wide = graph.add("Gelu", [graph.linear(x, f"{name}.wide", f"{name}.wide")], f"{name}.gelu")
    inner = graph.add("Add", [x, graph.linear(wide, f"{name}.narrow", f"{name}.narrow")], f"{name}.last_residue")
    return graph.norm(inner, f"{name}.last_norm", f"{name}.out")


def tree_scores(graph: Graph, marks: str, words: str) -> None:
    """``arcs`` (word, head) and ``relations`` (word, relation, head), head 0 being the root."""

    def part(weight: str, x: str) -> str:
        return graph.add("Gelu", [graph.linear(x, weight, f"{weight}.out")], f"{weight}.gelu")

    arc_word = graph.with_one(part("arc_word", words), "arc_word.one")
    arc_head = graph.add("Transpose", [part("arc_head", marks)], "arc_head.turned", perm=[1, 0])
    weighed = graph.add("MatMul", [arc_word, graph.half("arc_matrix", graph.weights["arc_weight"])], "arc_biaffine")
    graph.add("MatMul", [weighed, arc_head], "arcs")

    label_word = graph.with_one(part("label_word", words), "label_word.one")
    label_head = graph.with_one(part("label_head", marks), "label_head.one")
    weight = graph.weights["label_weight"]
    relations, width, _ = weight.shape
    matrix = weight.transpose(1, 0, 2).reshape(width, relations * width)
    weighed = graph.add("MatMul", [label_word, graph.bytes_of("label_matrix", matrix)], "label_biaffine")
    shaped = graph.reshape(weighed, [-1, relations, width], "label_shaped")
    turned = graph.add("Transpose", [label_head], "label_head.turned", perm=[1, 0])
    graph.add("MatMul", [shaped, turned], "relations")


def build(weights: dict[str, np.ndarray], sizes: dict[str, int], start: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The float model; ``start`` are the weights of MiniLM-L6."""
    graph = Graph(weights)
    x = embeddings(graph)
    for number in range(sum(name.endswith("mixed.weight") for name in weights)):
        x = layer(graph, x, f"layers.{number}")
    marks = graph.add("Gather", [x, "firsts"], "marks", axis=0)
    one, many = (graph.const(name, np.array([n], dtype=np.int64)) for name, n in (("one", 1), ("many", 1 << 40)))
    words = graph.add("Slice", [marks, one, many], "vectors")
    for name in ("upos", "tags"):
        graph.linear(words, f"taggers.{name}", name)
    tree_scores(graph, marks, words)
    meanings(graph, start, MEANING_LAYERS)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [size]) for name, size in
              (("pieces", "pieces"), ("cases", "pieces"), ("firsts", "marks"))]  # fmt: skip
    shapes = {
        "upos": ["words", sizes["upos"]], "tags": ["words", sizes["tags"]], "arcs": ["words", "marks"],
        "relations": ["words", sizes["relations"], "marks"], "vectors": ["words", WIDTH], "meanings": ["words", WIDTH],
    }  # fmt: skip
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    made = helper.make_graph(graph.nodes, "servanda-en", inputs, outputs, graph.fixed)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    onnx.checker.check_model(model)
    return model


def write(model: onnx.ModelProto, path: Path, *, whole: bool) -> None:
    """The model at ``path``, its products in int8 if ``whole``."""
    if not whole:
        onnx.save(model, path)
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(model, plain)
        quantize_dynamic(
            plain, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, nodes_to_exclude=list(FLOAT_PRODUCTS),
        )  # fmt: skip


def tokenizer_of(rows: list[int]) -> str:
    """The start model's tokenizer over the rows that ship, numbered anew."""
    told = json.loads((start_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    told.update(truncation=None, padding=None, post_processor=None, decoder=None)
    number = {row: n for n, row in enumerate(rows)}
    told["model"]["vocab"] = {piece: number[row] for piece, row in told["model"]["vocab"].items() if row in number}
    for mark in told["added_tokens"]:
        mark["id"] = number[mark["id"]]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def main() -> int:
    """Writes the model, its tokenizer and its label lists."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("weights", type=Path)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--treebank", type=Path, required=True, help="whose words' pieces ship")
    options.add_argument("--reports", type=Path, nargs="+", required=True, help="annotated reports, likewise")
    options.add_argument("--float", action="store_true", help="leave the products in float, for comparison")
    given = options.parse_args()
    held = torch.load(given.weights)
    weights = {name: value.numpy() for name, value in held["weights"].items()}
    texts = [*treebank_texts(given.treebank), *(text for folder in given.reports for text in report_texts(folder))]
    lists = [file.read_text(encoding="utf-8") for file in sorted(LEXICONS.iterdir()) if file.is_file()]
    rows = kept(Tokenizer.from_file(str(start_folder() / "tokenizer.json")), texts, lists)
    weights["word_table.weight"] = weights["word_table.weight"][rows]
    names = {name: held["labels"][name] for name in ("upos", "relations", "tags")}
    given.out.mkdir(parents=True, exist_ok=True)
    start = {name: value.numpy() for name, value in load_file(start_folder() / "model.safetensors").items()}
    model = build(weights, {name: len(values) for name, values in names.items()}, start)
    write(model, given.out / "model.onnx", whole=not given.float)
    (given.out / "labels.json").write_text(json.dumps(names, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (given.out / "tokenizer.json").write_text(tokenizer_of(rows) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
