"""The interface held to its own description: generated requests, right and wrong, against the real office."""

from __future__ import annotations

from datetime import date

import pytest
import schemathesis
from fastapi.testclient import TestClient
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import negative_data_rejection

from servanda.faces.access.alone import Alone
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.ledger.views import find_entries
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.decide import Signature, confirm
from servanda.workflows.desk import Desk
from servanda.workflows.today import today

# a decision is made now, and is known from this day on
TODAY = today()
REPORTS = (
    Report(
        "a", date(2024, 5, 7),
        "The presidents of Kenya and Uganda, William Okello and Grace Achieng, met in Nairobi on 6 May 2024. They signed "
        "the Agreement on Border Trade. Trade between Kenya and Uganda reached $1.2 billion in 2023. The sides agreed to "
        "raise trade to $2 billion by 2027. The sides agreed to open two border posts by December 2025.",
        "Coast Wire", "Talks in Nairobi",
    ),
    Report(
        "b", date(2025, 3, 2),
        "Trade between Kenya and Uganda reached $1.5 billion in 2024, Minister of Trade Peter Mwangi said. Kenya is "
        "building a road bridge in Busia. The sides agreed to raise trade to $3 billion by 2027.",
        "Lake Post",
    ),
    Report("c", date(2025, 3, 9), "Trade between Kenya and Uganda reached $1.4 billion in 2023.", "Coast Wire"),
)  # fmt: skip
CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(max_examples=4, deterministic=True, no_shrink=True, database="none"),
            # a word that is no state, and an id that nothing has, are of their type all the same
            checks=ChecksConfig(
                positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=["2xx", "4xx"])
            ),
        )
    )
)


class Office:
    """The office as soon as it is opened: the requests are made up from the description before there is a ledger."""

    def __init__(self) -> None:
        self.app = None

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


OFFICE = Office()
schema = schemathesis.openapi.from_dict(create_api(Desk(None), today=lambda: TODAY).openapi(), config=CONFIG)
schema.app = OFFICE


@pytest.fixture(scope="module", autouse=True)
def _opened(tmp_path_factory):
    with open_ledger(tmp_path_factory.mktemp("described") / "relations.db") as ledger:
        assert add(ledger, REPORTS).new == len(REPORTS)
        one = find_entries(ledger, kinds=("meeting",))[0].members[0].claim
        confirm(ledger, [one], Signature("A. Reviewer", "so it reads"))
        desk = Desk(ledger)
        OFFICE.app = create_app(
            desk,
            Alone("Aliya Ospanova"),
            today=lambda: TODAY,
            names=("testserver",),
            api=create_api(desk, today=lambda: TODAY),
        )
        yield


@schema.parametrize()
def test_every_answer_is_as_described(case):
    # of a list of reports one that breaks the shape is counted and refused, and the rest goes on
    lenient = [negative_data_rejection] if (case.method, case.path) == ("POST", "/reports") else []
    case.call_and_validate(excluded_checks=lenient)


def test_every_address_answers_what_it_describes():
    """With things that there are, which generated requests hit upon by chance alone."""
    with TestClient(OFFICE, base_url="http://testserver") as office:
        entry = office.get("/api/entries?kind=commitment").json()["items"][0]["entry"]
        claim = office.get("/api/claims").json()["items"][0]["id"]
        task = office.get("/api/review").json()["items"][0]["task"]
        name = office.get("/api/people").json()["items"][0]["name"]
    query = {
        "/report": {"id": "a"}, "/search": {"q": "trade"}, "/person": {"name": name}, "/changes": {"since": "2024-01-01"},
        "/compare": {"state": ["KEN", "UGA"]}, "/brief": {"state": ["KEN", "UGA"]},
    }  # fmt: skip
    named = {"relation": "KEN-UGA", "entry": entry, "claim": claim, "task": task}
    asked = []
    for operation in (found.ok() for found in schema.get_all_operations()):
        path, names = operation.path, {one.name for one in operation.path_parameters}
        if operation.method != "get" or not names <= named.keys():
            continue
        case = operation.Case(path_parameters={n: named[n] for n in names}, query=query.get(path, {}))
        answer = case.call()
        assert answer.status_code == 200, (path, answer.text)
        case.validate_response(answer)
        told = answer.json() if path != "/brief" else {"items": answer.text.splitlines()}
        assert told.get("items", True), f"{path} answers an empty list"
        asked.append(path)
    assert len(asked) >= 24
