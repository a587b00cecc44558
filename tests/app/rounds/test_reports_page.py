"""The page for whoever waits for all reports of a round: what will be in the file, and how far it is."""

import re
from time import time_ns

import pytest
from fastapi import FastAPI

from app.db.session import Database
from app.jobs.download_progress import MOST, DownloadProgress, Progress
from questionnaires.catalogue import Catalogue
from tests.app.rounds.rounds import crowd
from tests.app_state import change_state
from tests.cast import Actor, actor

PAGE = "/rounds/round/reports"


@pytest.fixture
def full(database: Database, catalogue: Catalogue, app: FastAPI) -> Database:
    change_state(app, downloads=DownloadProgress())
    crowd(database, catalogue, 7, past=0)
    return database


def test_it_says_how_many_reports_of_which_state_there_will_be(bob: Actor, full: Database) -> None:
    page = bob.browser.get(PAGE).text

    assert "4 reports" in page
    assert "<dt>Reviewed</dt><dd>1</dd>" in page
    assert "In progress" not in page
    assert "5 administrations in this list are left out" in page


def test_the_filters_of_the_overview_are_said_and_kept(sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(f"{PAGE}?state=signed&region=AMS&sort=-overall").text

    assert "<dt>State</dt><dd>Signed</dd>" in page
    assert 'href="/rounds/round/reports.zip?region=AMS&amp;state=signed"' in page
    overview = sofia.browser.get("/rounds/round?state=signed").text
    assert 'href="/rounds/round/reports?state=signed"' in overview


def test_with_nothing_to_send_there_is_no_button(sofia: Actor, full: Database) -> None:
    assert "reports.zip" not in sofia.browser.get(f"{PAGE}?state=nothing").text


@pytest.mark.parametrize(
    ("making", "said"),
    [
        (Progress(187, 83), "83 of 187 reports"),
        (Progress(187, 187, "done"), "All 187 reports were created and sent."),
        (Progress(187, 83, "broken"), "interrupted after 83 of 187 reports. Resume it"),
    ],
)
def test_who_waits_sees_how_far_it_is(making: Progress, said: str, app: FastAPI, sofia: Actor, full: Database) -> None:
    asked = next_question(sofia.browser.get(PAGE).text)
    assert sofia.browser.get(asked).status_code == 204

    making.began = time_ns()
    app.state.downloads._downloads["sofia", "round"] = making

    text = sofia.browser.get(asked).text
    assert said in text
    is_told_on = sofia.browser.get(next_question(text)).status_code == 200
    assert is_told_on is (making.state == "running")
    assert (said in sofia.browser.get(PAGE).text) is is_told_on


def next_question(text: str) -> str:
    match = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s"', text)
    assert match
    return match[1]


@pytest.mark.parametrize("since", ["", "no number", "-1", "٣", "9" * 99, "%00"])
def test_a_strange_moment_is_the_beginning(since: str, app: FastAPI, sofia: Actor, full: Database) -> None:
    app.state.downloads.begin("sofia", "round", 187)

    assert "0 of 187 reports" in sofia.browser.get(f"{PAGE}/progress?since={since}").text


def test_others_see_nothing_of_it(app: FastAPI, full: Database) -> None:
    app.state.downloads.begin("sofia", "round", 187)

    assert "187" not in actor(app, "rita").browser.get(f"{PAGE}/progress").text
    assert actor(app, "alice").browser.get(f"{PAGE}/progress").status_code == 403


def test_a_download_is_counted_to_its_end(app: FastAPI, sofia: Actor, full: Database) -> None:
    assert sofia.browser.get("/rounds/round/reports.zip?state=signed").status_code == 200
    assert app.state.downloads.of("sofia", "round") == Progress(1, 1, "done")

    assert sofia.browser.get("/rounds/round/reports.zip?state=not opened").status_code == 200
    assert app.state.downloads.of("sofia", "round") == Progress(3, 3, "done")


def test_old_ones_are_forgotten() -> None:
    waiting = DownloadProgress()
    for number in range(MOST + 1):
        waiting.begin(f"person {number}", "round", 1)

    assert waiting.of("person 0", "round") is None
    assert waiting.of(f"person {MOST}", "round") == Progress(1)


def test_the_auditor_finds_it_from_the_desk(bob: Actor, full: Database) -> None:
    assert f'href="{PAGE}"' in bob.browser.get("/desk/results").text
