"""Words of reading per CPU-second on one core, by stage, as ratios in one run: `python benchmarks/reading.py`.

The bundled reports are read again and again; with `--reports FILE.jsonl` others. Words are counted by white space. Where
spaCy is installed, a pipeline of its tagger, parser and entity recogniser over one shared network of its default size
runs in the same rounds: made ready but untrained, since training changes what it says and not how long it takes.
"""

from __future__ import annotations

import os

# one thread for numpy too, before it is imported
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import importlib.util
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from servanda.examples import demo_reports
from servanda.reading.mentions import find_mentions
from servanda.reading.pipeline import read_report
from servanda.reading.segments import segment
from servanda.sources.folder import list_files, read_files
from servanda.terms.reports import Report

ROUNDS = 12


def load(path: Path) -> list[Report]:
    """The reports of a file or folder."""
    return [one for one in read_files(list_files([path])) if isinstance(one, Report)]


def rate(reports: list[Report], step: Callable[[Report], object]) -> float:
    """Words per CPU-second of one step over all reports."""
    words = sum(len(r.text.split()) for r in reports) * ROUNDS
    started = time.process_time()
    for _ in range(ROUNDS):
        for report in reports:
            step(report)
    return words / (time.process_time() - started)


def spacy_pipeline() -> Callable[[Report], object]:
    """SpaCy's components as its small English pipeline has them, with the labels of a treebank."""
    import spacy  # noqa: PLC0415 - not a dependency
    from spacy.training import Example  # noqa: PLC0415

    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": tagger})
    for name, states in (("parser", "parser"), ("ner", "ner")):
        model = {
            "@architectures": "spacy.TransitionBasedParser.v2", "state_type": states, "extra_state_tokens": False,
            "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": listener,
        }  # fmt: skip
        nlp.add_pipe(name, config={"model": model})
    words = ["The", "minister", "met", "Anwar", "in", "Nairobi", "."]
    told = {
        "words": words, "tags": ["DT", "NN", "VBD", "NNP", "IN", "NNP", "."], "heads": [1, 2, 2, 2, 5, 2, 2],
        "deps": ["det", "nsubj", "ROOT", "obj", "case", "obl", "punct"],
        "entities": ["O", "O", "O", "U-PER", "O", "U-LOC", "O"],
    }  # fmt: skip
    nlp.initialize(lambda: [Example.from_dict(spacy.tokens.Doc(nlp.vocab, words=words), told)])
    return lambda report: nlp(report.text)


def main() -> int:
    """Print a line for each stage; 0."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=Path, default=None)
    reports = load(options.parse_args().reports or demo_reports())
    started = time.perf_counter()
    read_report(reports[0])
    first = time.perf_counter() - started
    whole = rate(reports, read_report)
    print(f"{len(reports)} reports, {sum(len(r.text.split()) for r in reports)} words, {ROUNDS} rounds")
    print(f"first report, lexicons loaded      {first:8.2f} s")
    print(f"whole reader                       {whole:8.0f} words per CPU-second")
    stages: tuple[tuple[str, Callable[[Report], object]], ...] = (
        ("segments", lambda r: segment(r.text)),
        ("mentions", lambda r: find_mentions(r.text, r.date)),
    )
    for name, step in stages:
        found = rate(reports, step)
        print(f"{name:<35}{found:8.0f} words per CPU-second, {found / whole:.1f} times the whole")
    if importlib.util.find_spec("spacy") is not None:
        beside = rate(reports, spacy_pipeline())
        print(
            f"{'spaCy tagger, parser, entities':<35}{beside:8.0f} words per CPU-second, {beside / whole:.1f} times the whole"
        )
    print(f"memory                             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
