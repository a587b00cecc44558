"""What the ZIP of a round is called, and the files inside it: these never by the day on which it is taken."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.records import Download
from app.features.rounds.reports import routes
from questionnaires.catalogue import Catalogue
from tests.app.rounds.rounds import crowd
from tests.app.rounds.test_reports import ADDRESS, members
from tests.cast import Actor

DAY = r"\d{4}-\d{2}-\d{2}"


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, 3, past=0)
    return database


def test_every_name_says_of_which_day_the_data_are(sofia: Actor, full: Database) -> None:
    inside = [name for name in members(sofia.browser.get(ADDRESS).content) if name.endswith(".xlsx")]

    with full.reading() as db:
        (entered,) = db.exec(select(Download))
    assert re.fullmatch(rf"gap-reports-2026-data-{DAY}-downloaded-{DAY}-[0-9a-f]{{8}}\.zip", entered.file_name)
    assert [
        name for name in inside if not re.search(rf"-2026\.1(-edition-1)?(-data-{DAY})?-[0-9a-f]{{8}}\.xlsx$", name)
    ] == []


def test_a_download_that_goes_on_the_next_day_gets_the_rest_of_the_same_file(
    sofia: Actor, full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{ADDRESS}?state=signed"
    whole = sofia.browser.get(address)
    tomorrow = utc_now() + timedelta(days=1)
    monkeypatch.setattr(routes, "utc_now", lambda: tomorrow)

    rest = sofia.browser.get(
        f"{ADDRESS}?state=signed", headers={"range": "bytes=1000-", "if-range": whole.headers["etag"]}
    )

    assert (rest.status_code, rest.content) == (206, whole.content[1000:])
    assert f"-downloaded-{tomorrow.date().isoformat()}-" in rest.headers["content-disposition"]
    assert rest.headers["content-disposition"] != whole.headers["content-disposition"]
