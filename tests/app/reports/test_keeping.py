"""The folder of kept reports: owner-only, bounded, never in the way of a download; and who gets what is kept."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update
from sqlmodel import col

from app.access.identity import Visitor, utc_now
from app.access.loaders import exportable
from app.assessments.lifecycle import State
from app.assessments.report.keys import Edition, report_keys
from app.db import audit_log
from app.db.session import Database
from app.db.tables.people import Membership
from app.db.tables.records import AuditEntry, Download
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Round
from app.features.rounds.queries import assessments_of
from app.files.kept_reports import KeptReports
from app.main import create_app
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.app.queries import queries
from tests.app.rounds.rounds import crowd
from tests.app.signing.signing import make_ready, moderate
from tests.app.test_changes import put_last_round
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

REPORT = f"/assessments/{ARDEN}/gap-report.xlsx"
KEY, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def kept(tmp_path: Path) -> KeptReports:
    return KeptReports(tmp_path)


def keep(kept: KeptReports, key: str, report: bytes) -> None:
    with kept.draft() as draft:
        draft.keep(key, report)


def test_what_was_kept_is_read_with_its_size(kept: KeptReports) -> None:
    keep(kept, KEY, b"report")

    assert (kept.read(KEY), kept.size(KEY), kept.count) == (b"report", 6, 1)
    assert (kept.read(OTHER), kept.size(OTHER)) == (None, None)


def test_only_the_owner_may_look_whatever_the_shell_allows_others(kept: KeptReports) -> None:
    os.umask(0)
    keep(kept, KEY, b"report")

    with kept.draft() as draft:
        paths = (draft.path, kept.folder / KEY, kept.folder)
        assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600, 0o600, 0o700]


def test_the_oldest_go_first(tmp_path: Path) -> None:
    kept = KeptReports(tmp_path, most_bytes=1_000)
    for number, age in enumerate((20, 30, 10)):
        keep(kept, f"{number}", bytes(300))
        os.utime(kept.folder / f"{number}", (1_000_000 - age, 1_000_000 - age))

    keep(kept, "new", bytes(300))

    assert {path.name for path in kept.folder.iterdir()} == {"0", "2", "new"}


def test_what_a_power_failure_cut_is_not_read(kept: KeptReports) -> None:
    keep(kept, KEY, b"report")
    path = kept.folder / KEY
    for left in (path.read_bytes()[:-1], bytes(path.stat().st_size), b""):
        path.write_bytes(left)
        assert kept.read(KEY) is None


def test_whatever_empties_the_folder_takes_what_is_being_drawn_along(kept: KeptReports) -> None:
    keep(kept, OTHER, b"of before")
    with kept.draft() as draft:
        assert kept.empty() == 2
        draft.keep(KEY, b"of data of before")

    assert list(kept.folder.iterdir()) == []


def test_a_draft_that_was_not_kept_leaves_nothing(kept: KeptReports) -> None:
    with kept.draft():
        pass

    assert list(kept.folder.iterdir()) == []


def test_two_who_draw_the_same_at_once_keep_it_once(kept: KeptReports) -> None:
    with kept.draft() as first, kept.draft() as second:
        first.keep(KEY, b"report")
        second.keep(KEY, b"report")

    assert [path.name for path in kept.folder.iterdir()] == [KEY]
    assert kept.read(KEY) == b"report"


def test_a_full_disk_keeps_nothing_and_stops_nobody(kept: KeptReports) -> None:
    with kept.draft() as draft:
        draft.path.unlink()
        draft.path.symlink_to("/dev/full")
        draft.keep(KEY, b"report")

    assert list(kept.folder.iterdir()) == []


def test_where_no_folder_can_be_nothing_is_kept_and_nobody_is_stopped(kept: KeptReports) -> None:
    kept.folder.write_bytes(b"a file in its place")

    keep(kept, KEY, b"report")

    assert (kept.read(KEY), kept.size(KEY), kept.count, kept.empty()) == (None, None, 0, 0)


def test_a_server_that_starts_begins_with_none(catalogue: Catalogue, tmp_path: Path) -> None:
    keep(KeptReports(tmp_path), KEY, b"report")
    app = create_app(Settings(data_dir=tmp_path), catalogue)

    with TestClient(app):
        assert KeptReports(tmp_path).count == 0


def test_a_second_download_is_the_first_one_and_enters_the_register_too(
    alice: Actor, sofia: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = alice.browser.get(REPORT)
    monkeypatch.setattr("app.jobs.report_job.report_of", None)

    again = alice.browser.get(REPORT)
    program = sofia.browser.get(f"/api/v1{REPORT}", headers=sofia.api)

    assert first.status_code == 200
    assert first.content == again.content == program.content
    assert first.headers["content-disposition"] == again.headers["content-disposition"]
    with database.reading() as db:
        assert sorted(db.execute(select(col(Download.by))).scalars()) == ["alice", "alice", "sofia"]


def test_a_file_that_vanished_or_was_touched_is_drawn_anew(alice: Actor, app: FastAPI) -> None:
    first = alice.browser.get(REPORT).content
    kept = app.state.kept_reports
    (path,) = kept.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    touched = alice.browser.get(REPORT).content
    kept.empty()
    vanished = alice.browser.get(REPORT).content

    assert first == touched == vanished
    assert kept.count == 1


def test_whose_right_ended_gets_none_even_where_it_is_kept(alice: Actor, bob: Actor, database: Database) -> None:
    assert alice.browser.get(REPORT).status_code == 200
    assert bob.browser.get(REPORT).status_code == 404
    with database.writing() as db:
        db.execute(delete(Membership).where(col(Membership.person_id) == "alice"))

    assert alice.browser.get(REPORT).status_code == 404


def test_who_may_not_see_the_decisions_gets_another_file(
    sofia: Actor, rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    make_ready(database, catalogue)
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
        db.execute(update(ReviewTask).values(part="second"))
    moderate(database, "RC-01", "1")

    seen, unseen = sofia.browser.get(REPORT).content, rita.browser.get(REPORT).content

    assert seen != unseen
    assert (sofia.browser.get(REPORT).content, rita.browser.get(REPORT).content) == (seen, unseen)


@ON_BOTH
def test_the_keys_of_a_round_are_those_of_its_reports_in_as_many_queries(
    database: Database, catalogue: Catalogue
) -> None:
    crowd(database, catalogue, 7, past=2)
    edition = Edition("en", "key")
    with database.reading() as db:
        assessments = assessments_of(db, catalogue, "round")
        sees = exportable(db, Visitor("sofia", "Sofia", "", "en", "lead"), ["round"])
        moderated = [id_ for id_ in sees if sees[id_]]
        with queries(database) as of_all:
            keys = report_keys(db, assessments, moderated, edition)
        with queries(database) as of_one:
            of_first = report_keys(db, assessments[:1], moderated, edition)
        alone = [report_keys(db, [assessment], moderated, edition) for assessment in assessments]

    assert (len(of_all), len(of_one)) == (3, 3)
    assert of_first.items() <= keys.items()
    assert {id_: key for each in alone for id_, key in each.items()} == keys
    assert len({key.hash for key in keys.values()}) == len(assessments) == 9


def test_another_language_view_or_signing_key_is_another_key(database: Database, catalogue: Catalogue) -> None:
    with database.reading() as db:
        (assessment, *_) = assessments_of(db, catalogue, "round")
        keys = {
            report_keys(db, [assessment], moderated, edition)[assessment.id].hash
            for edition in (Edition("en", "key"), Edition("fr", "key"), Edition("en", "another"))
            for moderated in ([], [assessment.id])
        }

    assert len(keys) == 6


def test_a_questionnaire_that_was_reworded_draws_anew(database: Database, catalogue: Catalogue) -> None:
    """Also a command that reads the new words while the server has the old ones."""
    with database.reading() as db:
        (assessment, *_) = assessments_of(db, catalogue, "round")
        words = assessment.questionnaire.words("en")
        names = words.levels[0].model_copy(update={"name": "Not there"})
        reworded = words.model_copy(update={"levels": (names, *words.levels[1:])})
        another = replace(
            assessment, questionnaire=replace(assessment.questionnaire, words_by_language={"en": reworded})
        )
        edition = Edition("en", "key")

        assert report_keys(db, [another], [], edition) != report_keys(db, [assessment], [], edition)


def test_a_new_version_of_the_program_draws_anew(
    database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.reading() as db:
        (assessment, *_) = assessments_of(db, catalogue, "round")
        before = report_keys(db, [assessment], [], Edition("en", "key"))
        monkeypatch.setattr("app.assessments.report.keys.VERSION", "99.0")
        assert report_keys(db, [assessment], [], Edition("en", "key")) != before


def test_a_backup_that_brings_the_numbers_of_the_log_back_is_not_taken_for_the_same(
    database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        arden = [assessment for assessment in assessments_of(db, catalogue, "round") if assessment.id == ARDEN]
        audit_log.record(db, "answer saved", by="alice", at=utc_now(), assessment_id=ARDEN)
        before = report_keys(db, arden, [], Edition("en", "key"))
        db.execute(update(AuditEntry).values(hash="of another history"))

        assert report_keys(db, arden, [], Edition("en", "key")) != before


def test_a_round_that_moves_behind_this_one_is_no_longer_the_last(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    """Pages refuse such dates; but which round is the last hangs on nothing else."""
    put_last_round(database, catalogue, State.SIGNED)
    before = alice.browser.get(REPORT).content
    with database.writing() as db:
        db.get_one(Round, "last").due_on = "2100-01-10"

    assert alice.browser.get(REPORT).content != before
