"""The learned head: the same for a report wherever it is read, and sound on any weights."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from servanda.reading.learned import PARTS, features, head, likelihoods, placed
from servanda.reading.pipeline import lay_out, read_document, read_report
from servanda.reading.recurrent import convolved, gru, lstm, sigmoid
from servanda.terms.claims import KINDS
from servanda.terms.reports import Report

TEXT = (
    "President of Kenya William Ruto met with President of Uganda Yoweri Museveni in Nairobi on May 6.\n\n"
    "The sides agreed to build a bridge over the Suam by 2027:\n- Kenya will finance it;\n- Uganda will build the roads.\n\n"
    "Trade between Kenya and Uganda reached $1.2 billion in 2023."
)
DOCUMENT = lay_out(Report("k", date(2024, 5, 6), TEXT))


def test_every_word_has_a_likelihood_of_every_kind_and_part():
    told = likelihoods(DOCUMENT)
    assert len(told.sentences) == len(DOCUMENT.sentences)
    for words, values in told.sentences:
        assert values.shape == (len(words), len(PARTS) * len(KINDS))
        assert ((values >= 0) & (values <= 1)).all()


def test_what_is_likely_stands_where_a_reader_would_look():
    told = likelihoods(DOCUMENT)
    at = {
        words: (TEXT.index(words), TEXT.index(words) + len(words))
        for words in ("met with", "$1.2 billion", "will finance it")
    }
    assert told.of("meeting", *at["met with"]) > told.of("meeting", *at["$1.2 billion"])
    assert told.of("figure", *at["$1.2 billion"]) > told.of("figure", *at["met with"])
    assert told.of("commitment", *at["will finance it"]) > told.of("commitment", *at["met with"])


def test_the_same_document_gives_the_same_numbers():
    again = likelihoods(lay_out(Report("other", date(2024, 5, 6), TEXT)))
    for (words, values), (others, theirs) in zip(likelihoods(DOCUMENT).sentences, again.sentences, strict=True):
        assert words == others
        assert np.array_equal(values, theirs)


def test_likelihoods_told_from_elsewhere_stand_at_the_sentences_with_words():
    told = [values for words, values in likelihoods(DOCUMENT).sentences if words]
    again = placed(DOCUMENT, told)
    assert all(len(words) == len(values) for words, values in again.sentences)
    assert read_document(DOCUMENT, again) == read_report(DOCUMENT.report)


def test_a_text_without_words_has_no_likelihoods():
    assert all(not words for words, _ in likelihoods(lay_out(Report("x", date(2024, 5, 6), "\n\n \n"))).sentences)


def test_features_are_as_wide_as_the_weights():
    known = head()
    for one in features(DOCUMENT, known.upos, known.relations):
        assert one.words.shape[1] == known.weights["i.weight"].shape[2]
        assert one.context.shape[0] == known.weights["c.weight"].shape[2]


def weights(name: str, gates: int, width: int, into: int) -> dict[str, np.ndarray]:
    """Those of two networks."""
    chance = np.random.default_rng(3)
    made = {}
    for end in ("l0", "l0_reverse"):
        made[f"{name}.weight_ih_{end}"] = chance.normal(size=(2, gates * width, into)).astype(np.float32)
        made[f"{name}.weight_hh_{end}"] = chance.normal(size=(2, gates * width, width)).astype(np.float32)
        for bias in ("ih", "hh"):
            made[f"{name}.bias_{bias}_{end}"] = chance.normal(size=(2, gates * width)).astype(np.float32)
    return made


@pytest.mark.parametrize("lengths", [(1,), (3, 1, 7), (2, 2)])
def test_sequences_side_by_side_come_out_as_alone(lengths):
    chance, held = np.random.default_rng(5), weights("l", 4, 3, 4)
    rows = [chance.normal(size=(2, length, 4)).astype(np.float32) for length in lengths]
    together = np.split(lstm(np.concatenate(rows, axis=1), lengths, held, "l"), np.cumsum(lengths)[:-1], axis=1)
    for row, states in zip(rows, together, strict=True):
        assert states.shape == (2, row.shape[1], 6)
        assert np.allclose(lstm(row, [row.shape[1]], held, "l"), states, atol=1e-6)


@pytest.mark.parametrize("layer", ["lstm", "gru"])
def test_networks_side_by_side_come_out_as_alone(layer):
    chance = np.random.default_rng(9)
    held = weights("x", 4 if layer == "lstm" else 3, 3, 4)
    rows = chance.normal(size=(2, 6, 4)).astype(np.float32)

    def run(rows, held):
        return lstm(rows, [6], held, "x") if layer == "lstm" else gru(rows, held, "x")

    both = run(rows, held)
    for number in range(2):
        alone = {key: value[number : number + 1] for key, value in held.items()}
        assert np.allclose(run(rows[number : number + 1], alone)[0], both[number], atol=1e-6)
    assert not np.allclose(both[0], both[1])


def test_a_sequence_read_backwards_has_its_ways_swapped():
    chance, held = np.random.default_rng(7), weights("g", 3, 3, 4)
    swapped = {
        key.replace("_l0_reverse", "_x").replace("_l0", "_l0_reverse").replace("_x", "_l0"): v
        for key, v in held.items()
    }
    rows = chance.normal(size=(2, 5, 4)).astype(np.float32)
    onward, backward = gru(rows, held, "g"), gru(rows[:, ::-1], swapped, "g")[:, ::-1]
    assert np.allclose(onward[..., :3], backward[..., 3:], atol=1e-6)


def test_a_convolution_sees_as_far_as_its_reach():
    rows = np.zeros((1, 7, 2), np.float32)
    rows[0, 3] = 1
    kernel, bias = np.ones((1, 1, 2, 5), np.float32), np.zeros((1, 1), np.float32)
    assert convolved(rows, [7], kernel, bias)[0, :, 0].tolist() == [0, 2, 2, 2, 2, 2, 0]
    assert convolved(rows, [3, 4], kernel, bias)[0, :, 0].tolist() == [0, 0, 0, 2, 2, 2, 0]
    assert sigmoid(np.array([-1e9, 0, 1e9], np.float32)).tolist() == pytest.approx([0, 0.5, 1])
