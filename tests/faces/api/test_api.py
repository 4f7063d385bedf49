"""The ledger for programs: what lists hold, how they are walked, what a mistake looks like, what is described."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi.testclient import TestClient

from servanda.faces.access.alone import Alone
from servanda.faces.access.gate import Gate
from servanda.faces.api.app import create_api
from servanda.faces.exports.rows import assessment_rows, claim_rows

TODAY = date(2026, 11, 1)
LISTS = ("relations", "entries", "due", "claims", "reports")


@pytest.fixture(scope="module")
def api(desk):
    with TestClient(
        Gate(create_api(desk, today=lambda: TODAY), Alone("Aliya Ospanova")), follow_redirects=False
    ) as opened:
        yield opened


def items(api, path: str) -> list[dict]:
    """Everything a list holds, walked part by part."""
    found, address = [], path
    while address:
        answer = api.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert len(body["items"]) <= body["limit"]
        assert ("link" in answer.headers) == (body["next"] is not None)
        found += body["items"]
        address = body["next"]
    assert len(found) == body["total"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_walked_in_parts_is_the_list(api, name):
    whole = items(api, f"/{name}?limit=1000")
    assert whole
    assert items(api, f"/{name}?limit=3") == whole


@pytest.mark.parametrize(
    "asked", ["entries?state=KAZ&state=TJK", "entries?kind=meeting&kind=figure", "claims?kind=commitment&kind=figure"]
)
def test_a_filter_of_several_values_holds_in_every_part(api, asked):
    whole = items(api, f"/{asked}&limit=1000")
    assert len(whole) > 3
    assert items(api, f"/{asked}&limit=3") == whole


def test_entries_and_claims_are_those_of_the_exports(api, desk):
    exported = {row["entry"]: row["status"] for row in assessment_rows(desk.ledger, TODAY)}
    assert {row["entry"]: row["status"] for row in items(api, "/entries")} == exported
    claims = {row["id"]: row for row in claim_rows(desk.ledger, TODAY)}
    assert {row["id"]: row for row in items(api, "/claims")} == claims


@pytest.mark.parametrize(
    ("asked", "field", "value"),
    [
        ("kind=instrument", "kind", "instrument"),
        ("status=overdue", "status", "overdue"),
        ("contradicted=true", "contradicted", True),
        ("state=Kazakhstan&state=TJK", "states", ["KAZ", "TJK"]),
    ],
)
def test_entries_are_narrowed(api, asked, field, value):
    found = items(api, f"/entries?{asked}")
    assert found
    assert all(row[field] == value for row in found)
    assert len(found) == sum(row[field] == value for row in items(api, "/entries"))


def test_claims_are_narrowed_by_report_day_and_sides(api):
    every = items(api, "/claims")
    of_one = items(api, "/claims?report=kt-2025-02-12")
    assert of_one == [row for row in every if row["report"] == "kt-2025-02-12"]
    between = items(api, "/claims?since=2024-01-01&until=2024-12-31&kind=figure&kind=commitment")
    assert between == [
        row
        for row in every
        if "2024-01-01" <= row["date_published"] <= "2024-12-31" and row["kind"] in ("figure", "commitment")
    ]
    assert {row["report"][:2] for row in items(api, "/claims?state=UZB")} == {"ut"}


def test_a_day_shows_what_was_known_then(api):
    for name in LISTS:
        assert items(api, f"/{name}?as_of=2023-12-31") != items(api, f"/{name}")
    assert all(row["date_published"] <= "2023-12-31" for row in items(api, "/claims?as_of=2023-12-31"))
    assert api.get("/entries?as_of=2023-12-31").json()["as_of"] == "2023-12-31"


def test_an_entry_has_its_chain_and_its_reason(api):
    entry = items(api, "/entries?status=overdue")[0]["entry"]
    told = api.get(f"/entries/{entry}").json()
    assert told["entry"] == entry
    assert told["chain"][0]["quotes"]
    assert told["chain"][0]["link"] == "new"
    why = api.get(f"/entries/{entry[:14]}/why").json()
    assert why["status"] == "overdue"
    assert "due" in why["why"]
    assert why["evidence"][0]["quotes"]
    assert "reports read up to" in why["coverage"]
    assert why["silence"].startswith("no report since")


def test_a_report_has_its_text_and_every_quote_stands_in_it(api):
    told = api.get("/report?id=kt-2025-02-12").json()["versions"]
    assert [one["version"] for one in told] == [1]
    for claim in items(api, "/claims?report=kt-2025-02-12"):
        for quote, (start, end) in zip(claim["quotes"], claim["spans"], strict=True):
            assert told[0]["text"][start:end] == quote


def test_words_are_found_in_claims_and_reports(api):
    found = api.get("/search?q=trade+turnover").json()["items"]
    assert {row["claim"] is None for row in found} == {True, False}
    assert all("trade" in row["words"].casefold() for row in found)
    assert all(row["claim"] for row in api.get("/search?q=trade&kind=figure").json()["items"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/entries/e-none", 404, "no entry"),
        ("/report?id=none", 404, "no report 'none'"),
        ("/report", 400, "id"),
        ("/entries?kind=treaty", 400, "kind"),
        ("/entries?state=Atlantis", 400, "is no state"),
        ("/entries?as_of=soon", 400, "as_of"),
        ("/entries?limit=0", 400, "limit"),
        ("/entries?limit=1001", 400, "limit"),
        ("/claims?offset=-1", 400, "offset"),
        ("/search", 400, "q"),
        ("/search?q=%22", 400, "holds no word"),
        ("/nothing", 404, "Not Found"),
    ],
)
def test_a_mistake_is_a_problem_that_says_what_was_wrong(api, path, status, words):
    answer = api.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert body["status"] == status
    assert words in body["detail"]
    assert body["instance"] == path.split("?", maxsplit=1)[0]


def test_what_has_not_changed_is_not_sent_again(api):
    for path in ("/entries", "/relations", "/claims?kind=figure", "/"):
        first = api.get(path)
        again = api.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert api.get(path, headers={"If-None-Match": '"old"'}).status_code == 200


def test_everything_is_described(api):
    told = api.get("/openapi.json").json()
    assert told["openapi"].startswith("3.")
    assert {f"/{name}" for name in LISTS} <= set(told["paths"])
    for path, methods in told["paths"].items():
        assert set(methods) == {"get"}, path
        one = methods["get"]
        assert one["summary"], path
        assert one["description"], path
        assert {"200", "400", "401", "403", "404", "503"} == set(one["responses"]), path
        assert all(parameter.get("description") for parameter in one.get("parameters", ())), path
    assert sorted(api.get("/").json()["paths"]) == sorted(f"/api{path}" for path in told["paths"])
