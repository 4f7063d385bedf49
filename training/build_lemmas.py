"""Writes the table of forms that the lemma rules get wrong; ``--treebank FOLDER --out FILE``.

What the treebanks' training parts say of a form comes first, then WordNet's exceptions, then regular forms of WordNet's
words (both tables as spacy-lookups-data packs them).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path

from treebank import part

from servanda.reading.lemmas import by_rule, table_key

_KINDS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}
Forms = dict[tuple[str, str], str]


def _packed(name: str) -> dict[str, object]:
    data = resources.files("spacy_lookups_data") / "data" / f"en_lemma_{name}.json.gz"
    return json.loads(gzip.decompress(data.read_bytes()))


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _regular(word: str, upos: str) -> list[str]:
    """The regular forms of a word; doubled consonants are among WordNet's exceptions."""
    if upos == "NOUN":
        return [_plural(word)]
    stem = word[:-1] if word.endswith("e") else word
    past = stem[:-1] + "ied" if word.endswith("y") and word[-2:-1] not in set("aeiou") else stem + "ed"
    if upos == "VERB":
        return [_plural(word), past, (word if word.endswith("ee") else stem) + "ing"]
    if upos == "ADJ" and len(word) <= 7:
        stem = past[:-2]
        return [stem + "er", stem + "est"]
    return []


def wordnet() -> Forms:
    """Every form of WordNet's words with its lemma."""
    found: Forms = {}
    index, exceptions = _packed("index"), _packed("exc")
    for kind, upos in _KINDS.items():
        words = [word for word in index[kind] if word.isalpha()]
        for word in sorted(words):
            for form in _regular(word, upos):
                found.setdefault((upos, form), word)
        for word in words:
            # "goods" and "means" have nouns without the s beside them, and the treebanks decide on those
            if upos != "NOUN" or (upos, word) not in found:
                found[upos, word] = word
        for form, lemmas in exceptions[kind].items():
            if lemmas and form.isalpha():
                found[upos, form] = lemmas[0]
    return found


def treebanks(folder: Path) -> Forms:
    """The most frequent lemma of each form in the training parts."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for s in part(folder, "train"):
        for word, lemma, upos in zip(s.words, s.lemmas, s.upos, strict=True):
            if lemma != "_" and upos not in {"PUNCT", "SYM", "X"}:
                seen[table_key(word, upos)][lemma] += 1
    best = {key: max(sorted(lemmas), key=lemmas.__getitem__) for key, lemmas in seen.items()}
    # nouns and verbs inside names have capitals in the treebanks; lexicons look them up without
    plain = {"NOUN", "VERB", "ADV", "AUX"}
    return {key: lemma.casefold() if key[0] in plain else lemma for key, lemma in best.items()}


def main() -> int:
    """Writes the table and prints how often table and rules are right on the test parts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--treebank", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    known = wordnet() | treebanks(given.treebank)
    table = {key: lemma for key, lemma in known.items() if by_rule(key[1], key[0]) != lemma}
    rows = "".join(f"{upos}\t{form}\t{lemma}\n" for (upos, form), lemma in sorted(table.items()))
    given.out.write_bytes(gzip.compress(rows.encode(), 9, mtime=0))
    right = rules = count = 0
    wrong: Counter[tuple[str, str, str, str]] = Counter()
    for s in part(given.treebank, "test"):
        for word, lemma, upos in zip(s.words, s.lemmas, s.upos, strict=True):
            own = table.get(table_key(word, upos)) or by_rule(word, upos)
            count, right, rules = count + 1, right + (own == lemma), rules + (by_rule(word, upos) == lemma)
            if own != lemma:
                wrong[upos, word, own, lemma] += 1
    print(f"{len(table)} forms, {given.out.stat().st_size} bytes")
    shares = f"{100 * right / count:.2f} % right, rules alone {100 * rules / count:.2f} %"
    print(f"test parts, {count} words with gold parts of speech: {shares}")
    print(*(f"{n} {case}" for case, n in wrong.most_common(40)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
