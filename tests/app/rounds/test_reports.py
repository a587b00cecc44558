"""All gap reports of a round in one ZIP: the same as one by one, and proved by a manifest."""

import asyncio
import hashlib
import re
from collections.abc import MutableMapping
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import delete, select, text, update
from sqlmodel import Session, col

from app.access.guards import COOKIE
from app.access.identity import Visitor, utc_now
from app.access.loaders import NotAllowed, NotYours, exportable, open_assessment
from app.assessments.lifecycle import State
from app.assessments.rights import Permission
from app.db.session import Database
from app.db.tables.records import Download
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from app.features.rounds.reports.report_archive import WantedArchive, archive_of, distinct
from app.features.rounds.reports.sending import SendingContext, sent
from exports.manifest import FILE, read_manifest
from questionnaires.catalogue import Catalogue
from tests.app.once import Once
from tests.app.rounds.rounds import crowd, state_of
from tests.cast import ARDEN, BY_ROLE, OFFICES, Actor, actor
from tests.states import put_in_state

ROUND = "/rounds/round"
ADDRESS = f"{ROUND}/reports.zip"


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, 7, past=0)
    return database


@pytest.fixture
def whole(sofia: Actor, database: Database, catalogue: Catalogue, once: Once[Response]) -> Response:
    """All reports of a full round, and the database as it was when they had left."""

    def made() -> Response:
        crowd(database, catalogue, 7, past=0)
        return sofia.browser.get(ADDRESS)

    return once.of(database, made)


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def downloaded(who: Actor, query: str = "") -> bytes:
    return archive_in(who.browser.get(ADDRESS + query))


def archive_in(answer: Response) -> bytes:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert "content-encoding" not in answer.headers
    return answer.content


def log(database: Database) -> list[str]:
    with database.reading() as db:
        return [row[0] for row in db.execute(text("SELECT action FROM audit ORDER BY id"))]


def test_it_holds_the_very_reports_that_single_downloads_give(sofia: Actor, whole: Response) -> None:
    single = sofia.browser.get("/assessments/x2-2026/gap-report.xlsx")
    name = single.headers["content-disposition"].partition('filename="')[2].partition("-downloaded-")[0]

    files = members(archive_in(whole))

    assert [content for path, content in files.items() if path.startswith(f"{name}-")] == [single.content]
    assert len([name for name in files if name.endswith(".xlsx")]) == 9
    assert list(files) == ["README.txt", *sorted(name for name in files if name.endswith(".xlsx")), FILE]


def test_each_file_in_it_has_the_day_of_its_data(whole: Response) -> None:
    with ZipFile(BytesIO(archive_in(whole))) as archive:
        days = {file.filename: date(*file.date_time[:3]).isoformat() for file in archive.infolist()}

    of_reports = {name: day for name, day in days.items() if name.endswith(".xlsx")}
    without_data = {name for name, day in of_reports.items() if day == "1980-01-01"}
    assert {name for name, day in of_reports.items() if day in name} == of_reports.keys() - without_data
    assert {name for name in without_data if re.search(r"-data-|\d{4}-\d\d-\d\d", name)} == set()
    assert len(of_reports) > len(without_data) > 0
    assert days["README.txt"] == days[FILE] == max(of_reports.values())


def test_the_manifest_proves_every_file(app: FastAPI, whole: Response) -> None:
    files = members(archive_in(whole))
    signer = app.state.signer
    keys = {signer.sign(b"").key: signer.public}

    manifest = read_manifest(files.pop(FILE), keys)

    assert {file.name: (file.sha256, file.size) for file in manifest.files} == {
        name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in files.items()
    }


def test_twice_the_same_bytes_even_if_somebody_read_meanwhile(sofia: Actor, rita: Actor, whole: Response) -> None:
    rita.browser.get("/assessments/x2-2026/scorecard")
    rita.browser.get("/assessments/x2-2026/gap-report.xlsx")

    second = sofia.browser.get(ADDRESS)

    assert second.content == whole.content
    assert second.headers["etag"] == whole.headers["etag"]


def test_it_follows_the_filters_of_the_overview(sofia: Actor, full: Database) -> None:
    files = members(downloaded(sofia, "?state=signed"))

    signed = [f"Administration-{number:03}" for number in range(7) if state_of(number) is State.SIGNED]
    assert [name[11:29] for name in files if name.endswith(".xlsx")] == signed


def test_an_auditor_gets_only_what_is_signed_and_not_returned(bob: Actor, full: Database) -> None:
    files = members(downloaded(bob))

    shown = State.SIGNED, State.UNDER_REVIEW, State.REVIEWED, State.PUBLISHED
    expected = [f"Administration-{number:03}" for number in range(7) if state_of(number) in shown]
    assert [name[11:29] for name in files if name.endswith(".xlsx")] == expected


@pytest.mark.parametrize("name", ["alice", "hugo", "tessa"])
def test_nobody_else_gets_it(name: str, app: FastAPI, database: Database) -> None:
    assert actor(app, name).browser.get(ADDRESS).status_code == 403


@pytest.mark.parametrize("state", State, ids=str)
@pytest.mark.parametrize("task", ["", "first", "second", "second, finished"])
def test_the_list_of_what_may_leave_says_what_single_downloads_say(
    state: State, task: str, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)
        _give(db, task)
    with database.reading() as db:
        for role, id_ in (*BY_ROLE.items(), ("", "charlie")):
            visitor = Visitor(id_, id_, "", "en", role if id_ in OFFICES else "")
            assert exportable(db, visitor, ["round"]).get(ARDEN) == _one_by_one(db, catalogue, visitor), (role, id_)


def _give(db: Session, task: str) -> None:
    part, _, is_finished = task.partition(", ")
    db.execute(delete(ReviewTask))
    if task:
        finished = utc_now() if is_finished else None
        fields: dict[str, Any] = {
            "part": part,
            "reviewer_id": "rita",
            "by": "sofia",
            "at": utc_now(),
            "finished_at": finished,
        }
        db.add(ReviewTask(assessment_id=ARDEN, **fields))


def _one_by_one(db: Session, catalogue: Catalogue, visitor: Visitor) -> bool | None:
    try:
        access = open_assessment(db, catalogue, visitor, ARDEN, Permission.EXPORT)
    except (NotYours, NotAllowed):
        return None
    return access.may(Permission.SEE_MODERATED)


def test_what_is_withdrawn_while_it_is_made_does_not_leave(app: FastAPI, bob: Actor, full: Database) -> None:
    """The rights are looked at again when a report is drawn."""
    with full.reading() as db:
        row = db.execute(text("SELECT id, name, email, language, office FROM person WHERE id = 'bob'")).one()
        archive = archive_of(
            db,
            app.state.catalogue,
            app.state.signer,
            WantedArchive(db.execute(select(Round)).scalar_one(), "en"),
            exportable(db, Visitor(*row), ["round"]),
        )
    with full.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == "x2-2026").values(state=State.IN_PROGRESS))

    files = members(b"".join(sent(context(app), archive, Visitor(*row), "round.zip")))

    names = [report.name for report in archive.reports]
    assert names[0].startswith("gap-report-Administration-002")
    assert [name for name in files if name.endswith(".xlsx")] == names[1:]
    assert names[0] not in files[FILE].decode()


def context(app: FastAPI) -> SendingContext:
    state = app.state
    return SendingContext(
        state.database, state.catalogue, state.signer, state.kept_reports, state.worker_pool, state.downloads
    )


def test_start_and_end_stand_in_the_log_and_the_whole_in_the_register(whole: Response, database: Database) -> None:
    content = archive_in(whole)

    with database.reading() as db:
        (entered,) = db.execute(select(Download)).scalars()
        assert (entered.by, entered.what) == ("sofia", "round reports")
        assert (entered.size, entered.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert log(database) == ["round reports asked for", "round reports downloaded"]


def test_who_goes_away_ends_the_work_and_what_left_stands_in_the_register(
    app: FastAPI, sofia: Actor, full: Database
) -> None:
    gone: list[bytes] = []
    answer = reports_zip_answer(app, sofia, gone, pieces=2)

    assert (answer, gone[0][:4]) == ("ended", b"PK\3\4")
    assert app.state.worker_pool.callers == 0
    assert app.state.downloads.of("sofia", "round").state == "broken"
    assert log(full) == ["round reports asked for", "round reports downloaded"]
    with full.reading() as db:
        (entered,) = db.execute(select(Download)).scalars()
        assert entered.file_name.endswith(".zip (broken off)")
        assert entered.size >= len(b"".join(gone))


def reports_zip_answer(app: FastAPI, who: Actor, got: list[bytes], *, pieces: int) -> str:
    """As a server does it: the browser is gone after some pieces."""
    scope = {
        "type": "http",
        "asgi": {"spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": ADDRESS,
        "raw_path": ADDRESS.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"cookie", f"{COOKIE}=session of {who.id}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "state": {},
    }

    async def ask() -> None:
        left, is_asked = asyncio.Event(), False

        async def receive() -> dict[str, object]:
            nonlocal is_asked
            if not is_asked:
                is_asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if body := message.get("body"):
                got.append(body)
            if len(got) == pieces:
                left.set()

        await app(scope, receive, send)

    asyncio.run(ask())
    return "ended"


def test_names_are_distinct_for_every_file_system() -> None:
    assert distinct(["a.xlsx", "A.xlsx", "b.xlsx", "a.xlsx"]) == ["a.xlsx", "A (2).xlsx", "b.xlsx", "a (3).xlsx"]
