"""A browser without a screen: requests that go to the office in this process."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi.testclient import TestClient

from servanda.faces.access.alone import Alone
from servanda.faces.api.app import create_api
from servanda.faces.web.app import create_app

TODAY = date(2026, 11, 1)


def client(desk) -> TestClient:
    app = create_app(desk, Alone("Aliya Ospanova"), today=lambda: TODAY, api=create_api(desk, today=lambda: TODAY))
    return TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=True)


@pytest.fixture
def office(desk):
    with client(desk) as opened:
        yield opened
