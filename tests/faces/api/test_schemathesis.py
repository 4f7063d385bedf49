"""The interface held to its own description: generated requests, right and wrong, against the real office."""

from __future__ import annotations

from datetime import date

import pytest
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from servanda.faces.access.alone import Alone
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app
from servanda.ledger.session import open_ledger
from servanda.terms.reports import Report
from servanda.workflows.add import add
from servanda.workflows.desk import Desk

TODAY = date(2026, 11, 1)
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
)  # fmt: skip
CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(max_examples=10, deterministic=True, no_shrink=True, database="none"),
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
        desk = Desk(ledger)
        OFFICE.app = create_app(
            desk, Alone("Aliya Ospanova"), today=lambda: TODAY, names=("testserver",), api=create_api(desk, today=lambda: TODAY)
        )
        yield


@schema.parametrize()
def test_every_answer_is_as_described(case):
    case.call_and_validate()
