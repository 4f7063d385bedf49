"""Decisions as forms send them: what each button keeps, what comes back, who came first, what a reader is not shown."""

from __future__ import annotations

import re
from contextlib import ExitStack

import lxml.html
import pytest

from servanda.faces.access.posting import TOKEN_FIELD
from servanda.ledger import decided
from servanda.terms.decisions import standing
from servanda.workflows.decide import Signature, correct
from servanda.workflows.waiting import tasks

BRIDGE = {
    "f.type": "construction", "f.name": "bridge", "f.status": "completed", "f.date": "", "f.place": "", "f.states": "",
}  # fmt: skip


class Page:
    """A page that was answered, with its forms."""

    def __init__(self, office, answer) -> None:
        self.office, self.answer, self.text = office, answer, answer.text
        self.tree = lxml.html.fromstring(answer.text)

    def form(self, name: str) -> lxml.html.FormElement:
        """The form with an id, within something with an id, or of an address that ends so."""
        return next(
            one
            for one in self.tree.forms
            if name == one.get("id")
            or name in [above.get("id") for above in one.iterancestors()]
            or one.action.endswith(name)
        )

    def send(self, name: str, do: str = "", **fields: str):
        """Send a form by one of its buttons, with some fields filled in."""
        form = self.form(name)
        return self.office.post(form.action, data=self.fields(name) | ({"do": do} if do else {}) | fields)

    def fields(self, name: str) -> dict[str, str]:
        """What stands in a form; of a text area without the line end that opens it, as a browser reads it."""
        return {key: (value or "").removeprefix("\n") for key, value in self.form(name).fields.items()}

    @property
    def links(self) -> list[str]:
        return [link for element, _, link, _ in self.tree.iterlinks() if element.tag == "a"]

    @property
    def words(self) -> str:
        return " ".join(self.tree.text_content().split())


def get(office, path: str) -> Page:
    answer = office.get(path)
    assert answer.status_code == 200, answer.text
    return Page(office, answer)


def first(office, topic: str) -> str:
    return next(link for link in get(office, f"/review?topic={topic}").links if re.match(r"/review/[pcru]", link))


def trail(ledger):
    told = decided.all_decisions(ledger)
    stand = {one.id for one in standing(told)}
    return [(one.action, one.by, one.reason, one.id in stand) for one in told]


def actions(ledger):
    return [action for action, _, _, _ in trail(ledger)]


@pytest.fixture
def a(visitor):
    with visitor("A. Reviewer") as opened:
        yield opened


BUTTONS = [
    ("pairs", "same", {"reason": "one market"}, [("same", "one market")]),
    ("pairs", "different", {"why": "two different things"}, [("different", "two different things")]),
    ("pairs", "unsure", {}, [("unsure", "")]),
    ("pairs", "confirm-1", {}, [("confirm", "")]),
    ("pairs", "reject-2", {"why": "one thing told twice", "reason": "misread"}, [("reject", "misread")]),
    ("pairs", "none-1", {}, [("reject", "not a commitment")]),
    ("contradictions", "all", {"why": "the reports do differ"}, [("confirm", "the reports do differ")] * 2),
    ("contradictions", "split-2", {}, [("split", "")]),
    ("contradictions", "reject-1", {"why": "misread"}, [("reject", "misread")]),
    ("contradictions", "none-2", {}, [("reject", "not a figure")]),
    ("refused", "accept", {}, [("accept", "")]),
    ("refused", "reject", {"why": "the refusal is right"}, [("reject", "the refusal is right")]),
    ("unread", "reject", {"why": "no claim in it"}, [("reject", "no claim in it")]),
]


@pytest.mark.parametrize(("topic", "do", "fields", "kept"), BUTTONS, ids=lambda v: str(v) if isinstance(v, str) else "")
def test_a_button_decides_and_one_button_takes_it_back(a, waiting, topic, do, fields, kept):
    before = [task.id for task in tasks(waiting, date_of(a), topics=[topic])]
    task = first(a, topic)
    answer = get(a, task).send("decide", do, **fields)
    assert answer.status_code == 303
    assert [(action, why) for action, _, why, _ in trail(waiting)] == kept
    assert {by for _, by, _, _ in trail(waiting)} == {"A. Reviewer"}
    onward = get(a, answer.headers["location"])
    assert "Kept:" in onward.words
    back = onward.send("/undo")
    assert (back.status_code, back.headers["location"].partition("?")[0]) == (303, task.partition("?")[0])
    assert "Taken back by A. Reviewer" in get(a, back.headers["location"]).words
    assert [stands for *_, stands in trail(waiting)] == [False] * len(kept) + [True] * len(kept)
    assert [task.id for task in tasks(waiting, date_of(a), topics=[topic])] == before


def date_of(office):
    return office.app.state.today()


def test_after_a_decision_the_next_of_the_same_filter_opens(a):
    here = first(a, "pairs")
    listed = [link.partition("?")[0] for link in get(a, "/review?topic=pairs").links if link.startswith("/review/p-")]
    assert len(set(listed)) == 2
    skipped = get(a, a.get(get(a, here).tree.xpath("//a[@data-key='n']/@href")[0]).headers["location"])
    assert skipped.answer.url.path == listed[-1]
    answer = skipped.send("decide", "different")
    assert answer.headers["location"].startswith("/review?topic=pairs")
    left = get(a, answer.headers["location"])
    assert next(link for link in left.links if link.startswith("/review/p-")).partition("?")[0] == listed[0]


@pytest.mark.parametrize("do", ["reject-1", "reject-2"])
def test_to_reject_needs_a_reason_and_says_so_beside_it(a, waiting, do):
    answer = get(a, first(a, "pairs")).send("decide", do, reason="  ")
    assert answer.status_code == 422
    page = Page(a, answer)
    (control,) = page.tree.xpath("//*[@aria-invalid='true']")
    assert (
        page.tree.get_element_by_id(control.get("aria-describedby")).text_content() == "choose a reason, or write one"
    )
    assert trail(waiting) == []


def test_a_correction_is_held_to_the_words_or_to_ones_own(a, waiting):
    page = get(a, first(a, "contradictions"))
    answer = page.send("correct-2", "correct-2", **{"f.value": "1100000000", "reason": "misread"})
    assert answer.status_code == 422
    again = Page(a, answer)
    assert "value 1100000000 is not in the quotes" in again.words
    assert again.fields("correct-2")["f.value"] == "1100000000"
    assert again.fields("correct-2")["reason"] == "misread"
    assert trail(waiting) == []
    answer = again.send("correct-2", "correct-2", word="1")
    assert answer.status_code == 303
    (one,) = decided.all_decisions(waiting)
    assert (one.was, one.now) == ({"value": 1900000000}, {"value": 1100000000})
    assert one.unsupported
    assert "It rests on that word alone" in get(a, answer.headers["location"]).words


HOSTILE = [
    ("f.due", "soon", "no EDTF date"),
    ("f.due", "2024-13", "no EDTF date"),
    ("f.strength", "<script>alert(1)</script>", "is none of firm, soft"),
    ("f.strength", "", "tell this"),
    ("f.action", "", "tell this"),
    ("f.target.value", "1e999999999", ""),
    ("f.target.value", "NaN", "no number"),
    ("f.target.value", "1'; DROP TABLE claims; --", "is no number"),
    ("f.target.unit", "USD", "tell this"),
]


@pytest.mark.parametrize(("name", "value", "words"), HOSTILE)
def test_a_value_that_is_none_comes_back_with_its_fault_beside_it(a, waiting, name, value, words):
    page = get(a, first(a, "pairs"))
    fields = {"f.action": "open <b>a market</b>", "reason": "mis\"read'", name: value}
    answer = page.send("correct-1", "correct-1", **fields)
    assert answer.status_code == 422
    again = Page(a, answer)
    form = again.form("correct-1")
    assert {key: form.fields[key] for key in fields} == fields
    told = [
        again.tree.get_element_by_id(e.get("aria-describedby")).text_content()
        for e in form.xpath(".//*[@aria-invalid]")
    ]
    assert words in " ".join([*told, *(e.text_content() for e in form.xpath(".//*[@role='alert']"))])
    assert again.tree.xpath("//script/@src") == ["/static/office.js"]
    assert trail(waiting) == []


@pytest.mark.parametrize(
    "do", ["", "drop", "correct", "correct-9", "correct--1", "reject-0", "same-1", "all", "accept", "add", "reject-²"]
)
def test_what_no_button_sends_decides_nothing(a, waiting, do):
    answer = get(a, first(a, "pairs")).send("decide", do, reason="x")
    assert answer.status_code == 422
    assert "use one of its buttons" in answer.text
    assert trail(waiting) == []


@pytest.mark.parametrize(
    ("reason", "words"), [("a\x1b[31mb", "control characters"), ("a\u2028b", ""), ("x" * 5000, ""), ("<i>\u202e", "")]
)
def test_a_reason_is_text_and_is_bounded(a, waiting, reason, words):
    answer = get(a, first(a, "pairs")).send("decide", "same", reason=reason)
    if words:
        assert answer.status_code == 422
        assert words in answer.text
    else:
        ((_, _, kept, _),) = trail(waiting)
        assert len(kept) <= 300
        assert "<i>" not in get(a, "/decisions").text


def test_a_refused_claim_is_accepted_as_corrected_and_taken_back_whole(a, waiting):
    page = get(a, first(a, "refused"))
    assert "value 3000000000 is not in the quotes" in page.words
    answer = page.send("correct-1", "correct-1", **{"f.value": "2000000000", "why": "the words say so"})
    assert answer.status_code == 303, answer.text
    assert actions(waiting) == ["accept", "correct"]
    onward = get(a, answer.headers["location"])
    assert "Kept: accepted, corrected, by A. Reviewer." in onward.words
    assert onward.send("/undo").status_code == 303
    assert [stands for *_, stands in trail(waiting)] == [False, False, True, True]
    assert [task.topic for task in tasks(waiting, date_of(a), topics=["refused"])] == ["refused"]


def test_a_claim_is_added_from_an_unread_stretch_and_taken_back_whole(a, waiting):
    here = first(a, "unread")
    assert "What kind of thing is told?" in get(a, here).words
    assert get(a, here).send("decide", "add").status_code == 422
    page = get(a, here + "&as=activity")
    assert page.fields("missing")["quote1"] == "A bridge was opened."
    answer = page.send("missing", "add", **BRIDGE)
    assert answer.status_code == 303, answer.text
    assert actions(waiting) == ["add", "reject"]
    onward = get(a, answer.headers["location"])
    assert onward.send("/undo").status_code == 303
    assert [stands for *_, stands in trail(waiting)] == [False, False, True, True]


def test_what_the_reader_missed_goes_through_the_gate(a):
    page = get(a, "/report/told")
    answer = page.send("miss", quote1="The  ministers\nthanked", kind="activity")
    assert answer.status_code == 303
    form = get(a, answer.headers["location"])
    assert form.fields("missing")["quote1"] == "The ministers thanked"
    again = form.send("missing", "add", **{**BRIDGE, "f.states": "Kenya, Uganda"})
    assert again.status_code == 422
    assert "The evidence gate would refuse it" in again.text
    assert Page(a, again).fields("missing")["f.states"] == "Kenya, Uganda"
    kept = Page(a, again).send("missing", "add", word="1", reason="I was there")
    assert kept.status_code == 303
    claim = get(a, kept.headers["location"])
    assert "Kept: added, by A. Reviewer." in claim.words
    assert "The ministers thanked" in [mark.text for mark in claim.tree.iter("mark")]
    assert (
        get(a, answer.headers["location"])
        .send("missing", "add", word="1", **BRIDGE | {"f.states": "KEN,UGA"})
        .status_code
        == 422
    )


@pytest.mark.parametrize(
    ("words", "at", "found"),
    [
        ("A bridge", "", "A bridge was"),
        ("and", "1000", None),
        ("told of trade of $2", "", "told of"),
        ("no such words", "", "does not stand in told"),
        ("", "", "copy them from the text"),
        ("   ", "", "copy them from the text"),
        ("the", "", "stands more than once"),
        ("the", "80", None),
        ("the", "x", "stands more than once"),
        ("<script>", "", "does not stand"),
        ("(?:a+)+$", "", "does not stand"),
    ],
)
def test_words_are_found_as_they_stand_or_a_fault_tells_why(a, words, at, found):
    answer = get(a, "/report/told").send("miss", quote1=words, at1=at, kind="statement")
    if found is None or answer.status_code == 303:
        assert answer.status_code == 303
        assert words in get(a, answer.headers["location"]).fields("missing")["quote1"]
    else:
        assert answer.status_code == 422
        assert found in Page(a, answer).words
        assert Page(a, answer).fields("missing")["quote1"] == words


def test_the_second_of_two_is_told_who_decided_and_loses_nothing(visitor, waiting):
    with visitor("A. First") as a, visitor("B. Second") as b:
        here = first(a, "pairs")
        seen_by_b = get(b, here)
        assert get(a, here).send("decide", "same", reason="one market").status_code == 303
        late = seen_by_b.send("decide", "different", reason="two markets, I say")
        assert late.status_code == 409
        page = Page(b, late)
        for words in ("A. First decided on", "the same thing", "“one market”", "two markets, I say", "not kept"):
            assert words in page.words
        assert actions(waiting) == ["same"]
        form = next(one for one in page.tree.forms if one.method == "POST")
        assert b.post(form.action, data=dict(form.fields)).status_code == 303
    assert [(action, by) for action, by, *_ in trail(waiting)] == [("same", "A. First"), ("different", "B. Second")]


def test_a_correction_that_comes_second_is_kept_beside_for_its_writer(visitor, waiting):
    with visitor("A. First") as a, visitor("B. Second") as b:
        here = first(a, "pairs")
        seen_by_b = get(b, here)
        assert (
            get(a, here)
            .send("correct-1", "correct-1", **{"f.due": "2025", "why": "misread", "word": "1", "reason": "r"})
            .status_code
            == 303
        )
        late = seen_by_b.send("correct-1", "correct-1", **{"f.due": "2030", "reason": "B says so", "word": "1"})
        assert late.status_code == 409
        words = Page(b, late).words
    assert "due 2026 2025" in words
    assert "2030" in words
    assert "B says so" in words
    assert actions(waiting) == ["correct"]


def test_a_contradiction_that_is_none_any_more_is_not_decided_again(visitor, waiting):
    with visitor("A. First") as a, visitor("B. Second") as b:
        here = first(a, "contradictions")
        seen_by_b = get(b, here)
        fields = {"f.value": "1100000000", "reason": "misread", "word": "1"}
        assert get(a, here).send("correct-2", "correct-2", **fields).status_code == 303
        late = seen_by_b.send("decide", "all", reason="they do differ")
        assert late.status_code == 409
        page = Page(b, late)
        assert "A. First" in page.words
        assert "they do differ" in page.words
        assert [form for form in page.tree.forms if form.method == "POST"] == []
    assert actions(waiting) == ["correct"]


def test_an_entry_that_holds_other_claims_now_is_not_split_as_it_was(visitor, waiting):
    with visitor("A. First") as a, visitor("B. Second") as b:
        here = first(a, "contradictions")
        seen_by_b = get(b, here)
        claim = next(link for link in get(a, here).links if link.startswith("/claim/"))
        assert get(a, claim).send("decide", "split").status_code == 303
        assert seen_by_b.send("decide", "split-1").status_code == 409
    assert actions(waiting) == ["split"]


def test_a_claim_is_confirmed_rejected_restored_and_its_trail_tells_all_of_it(a, waiting):
    claim = next(link for link in get(a, first(a, "contradictions")).links if link.startswith("/claim/"))
    assert get(a, claim).send("decide", "confirm").status_code == 303
    assert get(a, claim).send("decide", "none").status_code == 303
    page = get(a, claim)
    assert "out of the entries since a person took it out" in page.words
    assert page.tree.xpath("//form[@id='decide']//button/@value") == ["restore"]
    assert page.send("decide", "restore").status_code == 422
    assert page.send("decide", "restore", reason="it is one").status_code == 303
    page = get(a, claim)
    assert actions(waiting) == ["confirm", "reject", "restore"]
    told = page.tree.xpath("//ol[@class='trail']/li/p/strong/text()")
    assert told == ["restored", "rejected", "confirmed"]
    # the trail takes back any of them, where nothing was decided since the page was shown
    rejected = decided.all_decisions(waiting)[1]
    assert page.send(f"/decisions/{rejected.id}/undo").status_code == 303
    assert page.send(f"/decisions/{rejected.id}/undo").status_code == 409


def test_entries_are_merged_after_both_were_shown_and_parted_again(a):
    entry = next(link for link in get(a, first(a, "pairs")).links if link.startswith("/entry/"))
    merging = get(a, f"{entry}/merge?q=border market")
    (offer,) = [link for link in merging.links if "other=" in link]
    both = get(a, offer)
    assert len(both.tree.xpath("//section[@class='panel']")) == 2
    answer = both.send("decide", "merge", why="one thing told twice")
    assert answer.status_code == 303
    whole = get(a, answer.headers["location"])
    assert len(whole.tree.xpath("//ol[@class='chain']/li")) == 2
    assert "merged by A. Reviewer" in whole.words
    assert both.send("decide", "merge").status_code == 409
    assert whole.send("/undo").status_code == 303
    assert len(get(a, entry).tree.xpath("//ol[@class='chain']/li")) == 1


def test_a_merge_is_found_by_the_start_of_an_id(a):
    here, other = (link for link in dict.fromkeys(get(a, first(a, "pairs")).links) if link.startswith("/entry/"))
    merging = get(a, f"{here}/merge?q={other.removeprefix('/entry/')[:9]}")
    assert [link for link in merging.links if "other=" in link] == [
        f"{here}/merge?other={other.removeprefix('/entry/')}"
    ]


def test_decisions_are_listed_narrowed_taken_along_and_taken_back(visitor, waiting):
    with visitor("A. First") as a, visitor("B. Second") as b:
        get(a, first(a, "pairs")).send("decide", "same", reason="=cmd()")
        get(b, first(b, "contradictions")).send("decide", "all")
        page = get(a, "/decisions")
        assert len(page.tree.xpath("//ol[@class='trail']/li")) == 3
        for asked, number in (
            ("by=A. First", 1), ("action=confirm", 2), ("states=KEN,UGA", 3), ("states=KAZ", 0),
            ("since=2999-01-01", 0), ("until=2000-01-01", 0), ("since=2000-01-01&until=2999-01-01", 3),
        ):  # fmt: skip
            assert len(get(a, f"/decisions?{asked}").tree.xpath("//ol[@class='trail']/li")) == number, asked
            assert len(a.get(f"/decisions?{asked}&format=json").json()) == number
        assert "'=cmd()" in a.get("/decisions?format=csv").text
        assert a.get("/decisions?format=xlsx").status_code == 200
        both = [one for one in decided.all_decisions(waiting) if one.action == "confirm"]
        assert "with 1 more of the same go" in page.words
        answer = page.send(f"/decisions/{both[0].id}/undo")
        assert answer.headers["location"].startswith("/decisions?done=d-")
    assert [stands for *_, stands in trail(waiting)] == [True, False, False, True, True]


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_after_an_undo_one_stays_in_the_office(a, back):
    answer = get(a, first(a, "pairs")).send("decide", "same")
    undone = get(a, answer.headers["location"]).send("/undo", back=back)
    assert undone.headers["location"].startswith("/?done=d-")


PAGES = ("/review?topic=pairs", "/decisions", "/report/told", "/report/trade-1")


def test_a_reader_sees_no_form_that_decides_and_may_send_none(visitor, waiting):
    with ExitStack() as stack:
        reader, reviewer = (stack.enter_context(visitor(name)) for name in ("", "A. Reviewer"))
        task = first(reviewer, "pairs")
        claim = next(link for link in get(reviewer, task).links if link.startswith("/claim/"))
        entry = next(link for link in get(reviewer, task).links if link.startswith("/entry/"))
        get(reviewer, task).send("decide", "unsure")
        for path in (*PAGES, task, claim, entry):
            page = get(reader, path)
            assert [form.action for form in page.tree.forms if form.method == "POST"] == [], path
            assert not page.tree.xpath("//button[@name='do']"), path
        sent = get(reviewer, task).fields("decide") | {"do": "same", TOKEN_FIELD: reader.token}
        assert reader.post(task, data=sent).status_code == 403
        for path in ("/missed?version=x", f"{entry}/merge"):
            assert reader.get(path).status_code == 403
    assert actions(waiting) == ["unsure"]


@pytest.mark.parametrize(
    "path",
    ["/review/x1", "/review/p-a-b", "/review/c-e-none", "/review/r99", "/review/u99", "/review/r9999999999999999999999",
     "/claim/none", "/claim/", "/entry/e-none/merge", "/missed?version=none", "/review/next?after=zz"],
)  # fmt: skip
def test_what_is_not_there_is_told(a, path):
    assert a.get(path).status_code == 404


def test_a_form_is_not_sent_by_another_page(a, waiting):
    page = get(a, first(a, "pairs"))
    assert page.send("decide", "same", **{TOKEN_FIELD: "x"}).status_code == 403
    data = page.fields("decide") | {"do": "same"}
    assert a.post(page.form("decide").action, data=data, headers={"Origin": "https://evil.example"}).status_code == 403
    assert trail(waiting) == []


def test_a_mark_that_was_taken_out_of_the_form_is_no_way_round(a, waiting):
    task = get(a, first(a, "contradictions"))
    names = task.fields("decide")["shown"].split()
    correct(waiting, names[0], {"label": "trade"}, Signature("B. Other", "so told"))
    for without in ("seen", "seen-1", "shown", "held"):
        data = {key: value for key, value in task.fields("decide").items() if key != without} | {"do": "all"}
        assert a.post(task.form("decide").action, data=data).status_code == 409
    assert actions(waiting) == ["correct"]
