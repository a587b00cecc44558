"""All reports of a round again: what is kept is only read and sent, so its length is known before it leaves."""

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlmodel import col

from app.access.identity import Visitor
from app.access.loaders import exportable
from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.reports.report_archive import ReportArchive, WantedArchive, archive_of
from app.features.rounds.reports.sending import OtherLength, length_of, sent
from app.jobs.download_progress import DownloadProgress
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.app.rounds.rounds import crowd
from tests.app.rounds.test_reports import ADDRESS, context, log, members
from tests.app_state import change_state
from tests.cast import Actor
from tests.engines import ON_BOTH

PAGE = "/rounds/round/reports"
BOB = Visitor("bob", "Bob", "bob@example.org", "en", "auditor")
OF_BOB = 4
"""How many reports of the crowd an auditor may have."""


@pytest.fixture
def full(database: Database, catalogue: Catalogue, app: FastAPI) -> Database:
    change_state(app, downloads=DownloadProgress())
    crowd(database, catalogue, 7, past=0)
    return database


def archive_for_bob(app: FastAPI) -> ReportArchive:
    state = app.state
    with state.database.reading() as db:
        wanted = WantedArchive(db.execute(select(Round)).scalar_one(), "en")
        return archive_of(db, state.catalogue, state.signer, wanted, exportable(db, BOB, ["round"]))


def test_again_it_is_the_same_file_with_its_length_and_no_process_draws(
    bob: Actor, full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bob.browser.get(ADDRESS)
    monkeypatch.setattr("app.jobs.worker_pool.WorkerPool.run", None)
    monkeypatch.setattr("app.jobs.worker_pool.WorkerPool._hand_in", None)

    again = bob.browser.get(ADDRESS)

    assert "content-length" not in first.headers
    assert again.headers["content-length"] == str(len(first.content))
    assert again.content == first.content
    assert log(full) == ["round reports asked for", "round reports downloaded"] * 2


def test_after_a_change_only_what_changed_is_drawn(bob: Actor, app: FastAPI, full: Database) -> None:
    before = members(bob.browser.get(ADDRESS).content)
    with full.writing() as db:
        changed = update(Assessment).where(col(Assessment.id) == "x2-2026").values(extended_to="2099-12-31")
        db.execute(changed)

    after = members(bob.browser.get(ADDRESS).content)

    assert app.state.kept_reports.count == OF_BOB + 1
    assert len(before.items() & after.items()) == len(before) - len(["one report", "the manifest"])


def test_what_is_withdrawn_since_does_not_leave(bob: Actor, app: FastAPI, full: Database) -> None:
    bob.browser.get(ADDRESS)
    archive = archive_for_bob(app)
    with full.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == "x2-2026").values(state=State.IN_PROGRESS))

    files = members(b"".join(sent(context(app), archive, BOB, "round.zip")))

    names = [report.name for report in archive.reports]
    assert [name for name in files if name.endswith(".xlsx")] == names[1:]


def test_a_promised_length_that_cannot_be_kept_breaks_the_download_off(
    bob: Actor, app: FastAPI, full: Database
) -> None:
    bob.browser.get(ADDRESS)
    archive, got = archive_for_bob(app), list[bytes]()
    length = length_of(context(app), archive)
    with full.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == "x2-2026").values(state=State.IN_PROGRESS))

    with pytest.raises(OtherLength):
        got.extend(sent(context(app), archive, BOB, "round.zip", length))

    assert archive.reports[0].name.encode() not in b"".join(got)
    assert app.state.downloads.of("bob", "round").state == "broken"


def test_what_vanishes_meanwhile_is_drawn(bob: Actor, app: FastAPI, full: Database) -> None:
    whole = bob.browser.get(ADDRESS).content
    archive = archive_for_bob(app)
    length = length_of(context(app), archive)
    pieces = sent(context(app), archive, BOB, "round.zip", length)
    begun = next(pieces) + next(pieces)
    app.state.kept_reports.empty()

    assert begun + b"".join(pieces) == whole
    assert length == len(whole)


def test_the_rest_of_what_is_kept_comes_at_once_however_many_ask(bob: Actor, app: FastAPI, full: Database) -> None:
    whole = bob.browser.get(ADDRESS)
    half = len(whole.content) // 2
    with app.state.downloads.aside("bob", "round"):
        rest = bob.browser.get(ADDRESS, headers={"range": f"bytes={half}-", "if-range": whole.headers["etag"]})

    assert (rest.status_code, rest.headers["etag"]) == (206, whole.headers["etag"])
    assert rest.headers["content-range"] == f"bytes {half}-{len(whole.content) - 1}/{len(whole.content)}"
    assert rest.headers["content-length"] == str(len(rest.content))
    assert whole.content[:half] + rest.content == whole.content


def test_that_there_is_nothing_behind_the_end_is_said_without_making_it(
    bob: Actor, app: FastAPI, full: Database
) -> None:
    total = len(bob.browser.get(ADDRESS).content)
    change_state(app, downloads=DownloadProgress())

    answer = bob.browser.get(ADDRESS, headers={"range": f"bytes={total}-"})

    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{total}")
    assert app.state.downloads.of("bob", "round") is None


def test_a_new_name_of_somebody_in_a_report_makes_another_file(sofia: Actor, alice: Actor) -> None:
    """No row of the log names an assessment then."""
    answer = {"state": "unknown", "revision": 0}
    alice.browser.put("/api/v1/assessments/arden-2026/answers/RC-01", json=answer, headers=alice.api)
    before = sofia.browser.get(ADDRESS)
    alice.browser.post("/account", data=alice.form(name="Alice Another", language="en"))

    after = sofia.browser.get(ADDRESS)

    assert before.headers["etag"] != after.headers["etag"]
    assert before.content != after.content


def test_the_page_tells_the_true_size_once_all_are_made(bob: Actor, app: FastAPI, full: Database) -> None:
    before = words(bob.browser.get(PAGE).text)
    size = len(bob.browser.get(ADDRESS).content)
    after = words(bob.browser.get(PAGE).text)

    assert "About 1 MB. It takes about a minute, or less." in before
    assert f"{size / 1e6:.1f} MB. All reports are ready, so the download starts at once." in after


def test_the_page_tells_how_many_are_made_already(bob: Actor, app: FastAPI, full: Database) -> None:
    bob.browser.get("/assessments/x2-2026/gap-report.xlsx")

    page = words(bob.browser.get(PAGE).text)

    assert f"About 1 MB. 1 of {OF_BOB} reports is ready. The rest takes about a minute, or less." in page


@ON_BOTH
def test_the_page_asks_as_often_however_many_reports(bob: Actor, database: Database, catalogue: Catalogue) -> None:
    counts = []
    for more in (0, 7):
        if more:
            crowd(database, catalogue, more, past=0)
        with queries(database) as asked:
            bob.browser.get(PAGE)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_whoever_waits_sees_how_many_megabytes_came(bob: Actor, app: FastAPI, full: Database) -> None:
    download = app.state.downloads.begin("bob", "round", OF_BOB)
    download.done, download.bytes = 3, 1_234_567

    assert f"3 of {OF_BOB} reports, 1.2 MB so far" in words(bob.browser.get(f"{PAGE}/progress").text)
