"""The gap report with workforce numbers: every one for whoever may see them, and never for others."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from openpyxl import load_workbook
from sqlalchemy import text
from sqlmodel import col, select

from app.access.identity import Visitor
from app.access.loaders import NotYours, exportable
from app.assessments.lifecycle import State
from app.assessments.report.keys import Edition, ids_of_own, report_keys
from app.assessments.rights import Permission
from app.db.session import Database
from app.db.tables.records import Download
from app.db.tables.rounds import Publication, Round
from app.features.rounds.queries import assessments_of
from app.features.rounds.reports.folder import write_folder
from app.features.rounds.reports.report_archive import ReportArchive, WantedArchive, archive_of
from app.features.rounds.reports.sending import sent
from app.files.kept_reports import KeptReports
from app.jobs.report_job import WantedReport, report_for
from app.web.app_state import AppState
from exports.content import GapReport
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.reports.test_kept_reports import as_text
from tests.app.rounds.test_reports import context, members
from tests.app.workforce.conftest import fill_in, on_2027
from tests.app.workforce.test_publishing import STAFF
from tests.app.workforce.test_who_may import may_see
from tests.cast import ARDEN, OFFICES, TEAMS, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

__all__ = ["on_2027"]

REPORT = f"/assessments/{ARDEN}/gap-report.xlsx"
LARGE = {"G1/staff.W": 3, "G1/staff.M": 7_654_321, "G2/staff.W": 4, "G2/staff.M": 8_123_457}
"""The two of women are too small to be shown, so that the others are told together with them only."""
SECRETS = ("7654321", "8123457")
MEN = "15779045"
"""All of them: no small number, so that everybody may know it once it is published."""


@pytest.fixture
def filled(alice: Actor, on_2027: Database) -> Database:
    fill_in(alice, "WT1a", STAFF | LARGE)
    return on_2027


def put(database: Database, catalogue: Catalogue, state: State) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, state)


def visitor(database: Database, name: str) -> Visitor:
    with database.reading() as db:
        of_one = text("SELECT id, name, email, language, office FROM person WHERE id = :id")
        return Visitor(*db.execute(of_one, {"id": name}).one())


def served(app: FastAPI, wanted: WantedReport) -> tuple[str, bool]:
    """What it says, and whether it is the administration's own; nothing for strangers."""
    try:
        made = report_for(cast(AppState, app.state), wanted, as_text)
    except NotYours:
        return "", False
    return made.content.decode(), made.is_own


def has_secrets(said: str) -> bool:
    return any(secret in said for secret in SECRETS)


@pytest.mark.parametrize("state", State)
def test_every_number_is_for_the_team_and_for_who_reviews_while_they_review(
    app: FastAPI, filled: Database, catalogue: Catalogue, state: State
) -> None:
    """Twice: the second time, what the first one left is kept."""
    put(filled, catalogue, state)

    for name in (*TEAMS, *OFFICES, *reversed(OFFICES), *reversed(TEAMS)):
        said, is_own = served(app, WantedReport(ARDEN, "en", visitor(filled, name)))
        assert (has_secrets(said), is_own) == (may_see(name, state),) * 2, (name, state)
        assert ("'workforce': 'own'" in said) == may_see(name, state)
        assert not said or (MEN in said) == (may_see(name, state) or state is State.PUBLISHED)


def archive_for(app: FastAPI, database: Database, name: str) -> ReportArchive:
    state, person = app.state, visitor(database, name)
    with database.reading() as db:
        wanted = WantedArchive(db.execute(select(Round)).scalar_one(), "en")
        allowed = exportable(db, person, ["round"])
        numbers = exportable(db, person, ["round"], Permission.SEE_WORKFORCE)
        return archive_of(db, state.catalogue, state.signer, wanted, allowed, numbers)


@pytest.mark.parametrize("state", State)
def test_the_reports_of_a_round_are_those_of_single_downloads(
    app: FastAPI, filled: Database, catalogue: Catalogue, state: State
) -> None:
    put(filled, catalogue, state)

    for name in ("sofia", "rita", "bob"):
        person, archive = visitor(filled, name), archive_for(app, filled, name)
        planned = [report for report in archive.reports if report.assessment_id == ARDEN]
        assert [report.is_own for report in planned] == [may_see(name, state)] * len(planned)
        for report in planned:
            said, is_own = served(app, archive.wanted_one(report, person))
            assert (report.name.startswith("gap-report-own-"), is_own) == (may_see(name, state),) * 2
            assert has_secrets(said) == may_see(name, state)


def test_an_own_edition_whose_right_ended_meanwhile_is_left_out(
    app: FastAPI, filled: Database, catalogue: Catalogue
) -> None:
    put(filled, catalogue, State.REVIEWED)
    person, archive = visitor(filled, "sofia"), archive_for(app, filled, "sofia")
    kept = {name: content for name, content in members(sent_to(app, archive, person)).items() if "-own-" in name}
    put(filled, catalogue, State.PUBLISHED)

    again = members(sent_to(app, archive, person))

    assert len(kept) == 1
    assert [name for name in again if "-own-" in name] == []
    assert len(again) == len(archive.reports) + 1, "the others are there, with README and manifest"


def sent_to(app: FastAPI, archive: ReportArchive, person: Visitor) -> bytes:
    return b"".join(sent(context(app), archive, person, "round.zip"))


def test_a_folder_keeps_no_own_edition_whose_time_is_over(
    app: FastAPI, filled: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    state, person = cast(AppState, app.state), visitor(filled, "sofia")
    names = []
    for now in (State.REVIEWED, State.PUBLISHED):
        put(filled, catalogue, now)
        write_folder(tmp_path, archive_for(app, filled, "sofia"), state.worker_pool, person, state.signer, list)
        names.append({path.name.partition("-Arden")[0] for path in tmp_path.glob("*Arden*")})

    assert names == [{"gap-report-own"}, {"gap-report"}]
    assert not any(secret.encode() in parts(path) for path in tmp_path.glob("*.xlsx") for secret in SECRETS)


def parts(workbook: Path) -> bytes:
    with ZipFile(workbook) as opened:
        return b"".join(map(opened.read, opened.namelist()))


def test_who_gains_the_right_meanwhile_still_gets_the_edition_that_its_name_says(
    app: FastAPI, filled: Database, catalogue: Catalogue
) -> None:
    put(filled, catalogue, State.IN_PROGRESS)
    (report,) = [each for each in archive_for(app, filled, "sofia").reports if each.assessment_id == ARDEN]
    put(filled, catalogue, State.SIGNED)

    wanted = WantedReport(ARDEN, "en", visitor(filled, "sofia"), report.is_own)
    assert served(app, wanted)[1] is False
    assert not has_secrets(served(app, wanted)[0])


def test_page_and_api_hand_out_the_edition_that_its_name_and_its_seal_say(
    alice: Actor, bob: Actor, filled: Database, catalogue: Catalogue
) -> None:
    put(filled, catalogue, State.PUBLISHED)

    for person, is_own in ((alice, True), (bob, False)):
        page, program = person.browser.get(REPORT), person.browser.get(f"/api/v1{REPORT}", headers=person.api)
        assert page.content == program.content
        name = page.headers["content-disposition"]
        assert ('filename="gap-report-own-Arden' in name, 'filename="gap-report-Arden' in name) == (is_own, not is_own)
        assert "Workforce tables" in load_workbook(BytesIO(page.content), read_only=True).sheetnames
        said = words(bob.browser.post("/verify", data=bob.form(), files={"file": ("report.xlsx", page.content)}).text)
        assert "Genuine and unchanged" in said
        assert ("Workforce numbers The administration's own: every number" in said) == is_own
        assert ("Workforce numbers For others: only numbers that were published" in said) == (not is_own)
    with filled.reading() as db:
        assert {name.split("-")[2] for name in db.execute(select(col(Download.file_name))).scalars()} == {
            "own",
            "Arden",
        }


def test_before_a_publication_others_get_no_number_at_all(
    app: FastAPI, bob: Actor, filled: Database, catalogue: Catalogue
) -> None:
    put(filled, catalogue, State.SIGNED)

    assert "'workforce': 'others'" in served(app, WantedReport(ARDEN, "en", visitor(filled, "bob")))[0]
    cast(AppState, app.state).kept_reports.empty()  # what was kept just now is no workbook
    answer = bob.browser.get(REPORT)

    sheets = load_workbook(BytesIO(answer.content), read_only=True).sheetnames
    assert not {"Workforce tables", "Results"} & set(sheets)
    assert 'filename="gap-report-Arden' in answer.headers["content-disposition"]


def test_without_numbers_there_is_one_edition_as_ever(app: FastAPI, on_2027: Database, catalogue: Catalogue) -> None:
    put(on_2027, catalogue, State.SIGNED)

    made = [
        report_for(cast(AppState, app.state), WantedReport(ARDEN, "en", visitor(on_2027, name)), as_text)
        for name in ("alice", "bob")
    ]

    assert made[0].key == made[1].key
    assert {each.is_own for each in made} == {False}
    assert "'workforce'" not in made[0].content.decode()


def keys_of(database: Database, catalogue: Catalogue) -> dict[bool, str]:
    with database.reading() as db:
        arden = [each for each in assessments_of(db, catalogue, "round") if each.id == ARDEN]
        edition = Edition("en", "key")
        own = {is_own: ids_of_own(db, arden, {ARDEN: is_own}) for is_own in (True, False)}
        return {is_own: report_keys(db, arden, [], edition, ids)[ARDEN].hash for is_own, ids in own.items()}


@ON_BOTH
def test_each_edition_has_its_key_which_hangs_on_the_publication_and_on_the_words(
    filled: Database, catalogue: Catalogue
) -> None:
    put(filled, catalogue, State.PUBLISHED)
    before = keys_of(filled, catalogue)
    with filled.writing() as db:
        db.execute(text("UPDATE publication SET hash = :hash"), {"hash": "f" * 64})
    published_anew = keys_of(filled, catalogue)
    tables = catalogue.workforce["2027.1"]
    words_of = tables.words_by_language["en"].model_copy(update={"rows": {"G1": "Heads"}})
    reworded = replace(catalogue, workforce={"2027.1": replace(tables, words_by_language={"en": words_of})})

    keys = [key for each in (before, published_anew, keys_of(filled, reworded)) for key in each.values()]
    assert len(set(keys)) == 6


@ON_BOTH
def test_a_correction_keeps_showing_others_what_was_published(
    app: FastAPI, alice: Actor, filled: Database, catalogue: Catalogue
) -> None:
    """While the team works on the next edition, its own numbers are those of today."""
    put(filled, catalogue, State.PUBLISHED)
    with filled.writing() as db:
        db.execute(text("UPDATE assessment SET state = 'in progress', edition = 2 WHERE id = :id"), {"id": ARDEN})
    fill_in(alice, "WT1a", {"G6/staff.M": 5_432_109})

    own, _ = served(app, WantedReport(ARDEN, "en", visitor(filled, "alice")))
    others, _ = served(app, WantedReport(ARDEN, "en", visitor(filled, "sofia")))

    assert "5432109" in own
    assert "5432109" not in others
    assert MEN in others
    assert not has_secrets(others)


def test_what_is_kept_is_what_would_be_drawn_after_each_save(
    app: FastAPI, alice: Actor, filled: Database, tmp_path: Path
) -> None:
    source = replace(cast(AppState, app.state), kept_reports=KeptReports(tmp_path))
    wanted, drawn = WantedReport(ARDEN, "en", visitor(filled, "alice")), list[GapReport]()

    def draw(report: GapReport) -> bytes:
        drawn.append(report)
        return as_text(report)

    for number in (11, 12, 12):
        fill_in(alice, "WT1b", {"F1/staff.W": number})
        report_for(source, wanted, draw)
        report_for(source, wanted, draw)

    assert len(drawn) == 2


def test_the_publication_frozen_here_hides_the_large_numbers(filled: Database, catalogue: Catalogue) -> None:
    """Or nothing above would be tried."""
    put(filled, catalogue, State.PUBLISHED)

    with filled.reading() as db:
        (content,) = db.execute(select(col(Publication.content))).scalars()
    assert {"WT1a/G1/staff.M", "WT1a/G2/staff.M"} <= set(content["workforce"]["hidden"])
    assert int(MEN) in content["workforce"]["shown"].values()
