"""Scores of the exported model on gold words; ``--treebank FOLDER [--model FOLDER] [--part dev]``.

UAS and LAS count every word, punctuation included. LAS is given for whole relations (``nmod:poss``) and, as the shared
tasks count it, for universal ones (``nmod``). Entities count when kind and both ends agree. With ``--raw`` the words
are cut by ``segments_words`` from the sentence's text, and a word is right if its bounds are, too (F1).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from treebank import TAGS, Sentence, part

from servanda.reading.encoder import Encoder, Parse
from servanda.reading.segments_words import words as cut


def _gold_entities(sentence: Sentence) -> set[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(sentence.entities or ()):
        assert tag in TAGS
        goes_on = found and found[-1][1] == at and found[-1][2] == tag[2:]
        if tag[0] == "I" and goes_on:
            found[-1] = (found[-1][0], at + 1, tag[2:])
        elif tag[0] != "O":
            found.append((at, at + 1, tag[2:]))
    return set(found)


def count(sentence: Sentence, parse: Parse) -> Counter[str]:
    """How many words and entities of one sentence are right."""
    found: Counter[str] = Counter(words=len(sentence.words))
    rows = zip(sentence.heads, sentence.relations, parse.heads, parse.relations, strict=True)
    for head, relation, own_head, own_relation in rows:
        if head == own_head + 1:
            found["uas"] += 1
            found["las"] += relation == own_relation
            found["las_universal"] += relation.partition(":")[0] == own_relation.partition(":")[0]
    found["upos"] = sum(gold == own for gold, own in zip(sentence.upos, parse.upos, strict=True))
    if sentence.entities is not None:
        gold, own = _gold_entities(sentence), set(parse.entities)
        found.update(gold=len(gold), own=len(own), both=len(gold & own))
    return found


def report(name: str, sentences: Sequence[Sentence], encoder: Encoder) -> str:
    """One line of figures for one treebank, with words per second of processor time."""
    begun = time.process_time()
    parses = encoder.parse([s.words for s in sentences])
    took = time.process_time() - begun
    total: Counter[str] = Counter()
    for sentence, parse in zip(sentences, parses, strict=True):
        total.update(count(sentence, parse))
    shares = [f"{key} {100 * total[key] / total['words']:.2f}" for key in ("upos", "uas", "las", "las_universal")]
    if total["gold"]:
        p, r = total["both"] / max(1, total["own"]), total["both"] / total["gold"]
        shares.append(f"entities P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / max(1e-9, p + r):.1f}")
    return f"{name}: {total['words']} words, {' '.join(shares)}, {total['words'] / took:.0f} words per CPU-second"


def raw_report(name: str, sentences: Sequence[Sentence], encoder: Encoder) -> str:
    """One line of F1 figures over words that the program cut itself."""
    spans = [cut(s.text) for s in sentences]
    parses = encoder.parse([[s.text[a:b] for a, b in own] for s, own in zip(sentences, spans, strict=True)])
    total: Counter[str] = Counter()
    for s, own, parse in zip(sentences, spans, parses, strict=True):
        rows = zip(s.spans, s.heads, s.relations, s.upos, strict=True)
        gold = {span: (s.spans[head - 1] if head else None, relation, upos) for span, head, relation, upos in rows}
        total.update(gold=len(s.words), own=len(own))
        for at, span in enumerate(own):
            head, relation, upos = gold.get(span, ((-1, -1), "", ""))
            total["upos"] += upos == parse.upos[at]
            if head == (own[parse.heads[at]] if parse.heads[at] >= 0 else None):
                total["uas"] += 1
                total["las"] += relation == parse.relations[at]
    shares = [f"{key} {200 * total[key] / (total['gold'] + total['own']):.2f}" for key in ("upos", "uas", "las")]
    return f"{name} from text, F1: {' '.join(shares)}"


def main() -> int:
    """Prints the figures of both treebanks."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    options.add_argument("--model", type=Path, default=None)
    options.add_argument("--part", choices=("dev", "test"), default="test")
    options.add_argument("--raw", action="store_true")
    given = options.parse_args()
    shown = raw_report if given.raw else report
    encoder = Encoder.load(given.model)
    sentences = part(given.treebank, given.part)
    # the NER column tells the treebanks apart: only EWT has one
    ewt = next(
        n for n, s in enumerate(sentences) if s.entities is None and all(t.entities is None for t in sentences[n:])
    )
    print(shown(f"EWT {given.part}", sentences[:ewt], encoder))
    print(shown(f"GUM {given.part}", sentences[ewt:], encoder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
