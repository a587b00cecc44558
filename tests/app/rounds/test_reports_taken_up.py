"""A download of all reports that broke off goes on where it ended."""

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.people import Administration
from questionnaires.catalogue import Catalogue
from tests.app.rounds.test_reports import ADDRESS, downloaded, members
from tests.cast import Actor
from tests.states import put_in_state


@pytest.fixture
def signed(database: Database, catalogue: Catalogue) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)


@pytest.mark.parametrize("is_sure", [True, False], ids=["with if-range", "with the range alone"])
def test_a_broken_download_goes_on_with_the_very_bytes_that_are_missing(is_sure: bool, sofia: Actor) -> None:
    whole = sofia.browser.get(ADDRESS)
    total, half = len(whole.content), len(whole.content) // 2
    headers = {"range": f"bytes={half}-"} | ({"if-range": whole.headers["etag"]} if is_sure else {})

    rest = sofia.browser.get(ADDRESS, headers=headers)

    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes {half}-{total - 1}/{total}"
    assert rest.headers["content-length"] == str(total - half)
    assert whole.content[:half] + rest.content == whole.content


def test_the_rest_is_made_once_at_a_time(app: FastAPI, sofia: Actor, rita: Actor) -> None:
    headers = {"range": "bytes=1000-"}
    with app.state.downloads.aside("sofia", "round"):
        busy = sofia.browser.get(ADDRESS, headers=headers)
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "60")
        assert "Try again in a minute." in busy.text
        assert sofia.browser.get(ADDRESS, headers=headers).status_code == 503
        assert rita.browser.get(ADDRESS, headers=headers).status_code == 206

    assert sofia.browser.get(ADDRESS, headers=headers).status_code == 206


def test_after_a_change_the_rest_is_not_sent_but_all_of_it(sofia: Actor, database: Database) -> None:
    before = sofia.browser.get(ADDRESS).headers["etag"]
    with database.writing() as db:
        db.get_one(Administration, "arden").name = "Another Customs"

    answer = sofia.browser.get(ADDRESS, headers={"range": "bytes=1000-", "if-range": before})

    assert answer.status_code == 200
    assert answer.headers["etag"] != before
    assert "gap-report-Another-Customs" in " ".join(members(answer.content))


@pytest.mark.parametrize("wanted", ["bytes=5-10", "bytes=-500", "bytes=0-,7-9", "bytes=x-", "lines=1-", "bytes=0-"])
def test_other_ranges_bring_the_whole(wanted: str, sofia: Actor, signed: None) -> None:
    assert sofia.browser.get(f"{ADDRESS}?state=signed", headers={"range": wanted}).status_code == 200


def test_there_is_nothing_behind_the_end(sofia: Actor) -> None:
    total = len(downloaded(sofia))
    answer = sofia.browser.get(ADDRESS, headers={"range": f"bytes={total}-"})

    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{total}")
