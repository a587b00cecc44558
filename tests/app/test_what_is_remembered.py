"""A row of the log is written only if something changed, names what the database holds, and is bounded."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.access.throttle import FREE
from app.assessments.reads import OneAssessment, one_assessment
from app.cli.backup import retention
from app.db import audit_log
from app.db.audit_log import ENTRIES, LONGEST_TEXT, MOST_PLACES, TooLong
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.features.accounts import actions
from app.features.directory import members
from app.features.directory.members import Plan
from app.features.directory.people import people
from app.features.signing.actions import ChangedLevel, disagree, validate
from app.files.evidence_store import EvidenceFiles
from app.jobs.outbox import Kind, post
from app.jobs.reminders import remind
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, Actor

LONG = "x" * 900_000


@pytest.fixture
def rows(database: Database) -> Callable[[], int]:
    """How many rows the log has."""

    def counted() -> int:
        with database.reading() as db:
            return int(db.execute(select(func.count()).select_from(ENTRIES)).scalar_one())

    return counted


NOTHING_IN_THEM = {
    "a session of a name of one's own": ("/account/sign-out", {"session": LONG}),
    "a session of somebody else": ("/account/sign-out", {"session": "session-hugo"}),
    "a passkey that nobody has": ("/account/passkeys/removal", {"passkey": LONG}),
    "no passkey": ("/account/passkeys/removal", {}),
    "an authenticator app that is not there": ("/account/authenticator/removal", {}),
    "an account elsewhere that is not there": ("/account/openid/removal", {"issuer": LONG, "subject": "1"}),
    "the name and language of before": ("/account", {"name": "Alice", "language": "en"}),
    "a person of an office, who joins no team": (
        "/administrations/arden/people",
        {"email": "sofia@example.org", "name": "Sofia", "role": "viewer", "language": "en"},
    ),
}


@pytest.mark.parametrize("what", NOTHING_IN_THEM)
def test_a_form_that_changes_nothing_leaves_no_row(what: str, alice: Actor, rows: Callable[[], int]) -> None:
    path, fields = NOTHING_IN_THEM[what]
    before = rows()

    assert alice.browser.post(path, data=alice.form(**fields)).status_code in (200, 303, 422)

    assert rows() == before


def test_sessions_that_end_are_named_by_the_ids_of_the_database(alice: Actor, database: Database) -> None:
    alice.browser.post("/account/sign-out", data=alice.form(session=""))

    newest = select(ENTRIES.c.action, ENTRIES.c.details).order_by(ENTRIES.c.id.desc()).limit(1)
    with database.reading() as db:
        assert tuple(db.execute(newest).one()) == ("session ended", {"sessions": ["session-alice"], "tokens": 1})


def test_a_mail_that_was_not_tried_yet_is_not_tried_again(
    tessa: Actor, database: Database, rows: Callable[[], int]
) -> None:
    with database.writing() as db:
        post(db, Kind.RECEIPT, "alice", "/", at=utc_now())
        db.flush()
        mail = db.execute(select(col(Mail.id))).scalar_one()
    before = rows()

    tessa.browser.post(f"/mails/{mail}/tries", data=tessa.form())

    assert rows() == before


def test_strangers_with_passkeys_are_slowed_down_and_fill_no_log(alice: Actor, rows: Callable[[], int]) -> None:
    before, most = rows(), FREE["network"]

    seen = [
        alice.browser.post("/sign-in/passkey", data=alice.form(credential="{}", sealed="x")).status_code
        for _ in range(most + 3)
    ]

    assert seen[:most] == [422] * most
    assert seen[most:] == [429] * 3
    assert rows() == before + 2, "the first and the tenth"


def _nobody_signs_out(db: Session, _assessment: OneAssessment) -> None:
    people.end_sessions(db, db.get_one(Person, "dora"), by="tessa", at=utc_now())


def _disabled_twice(db: Session, _assessment: OneAssessment) -> None:
    people.disable(db, db.get_one(Person, "dora"), by="tessa", at=utc_now())


def _enabled_twice(db: Session, _assessment: OneAssessment) -> None:
    people.enable(db, db.get_one(Person, "alice"), by="tessa", at=utc_now())


def _no_factor(db: Session, _assessment: OneAssessment) -> None:
    assert actions.remove_factors(db, "emma@example.org", by="command line", at=utc_now())


def _no_new_member(db: Session, _assessment: OneAssessment) -> None:
    members.carry_out(db, Plan((), (), 187, ()), by="sofia", at=utc_now())


def _same_level(db: Session, assessment: OneAssessment) -> None:
    validate(db, assessment, ChangedLevel("RC-01", 2, "The page is missing."), by="hugo", at=utc_now())


def _same_disagreement(db: Session, assessment: OneAssessment) -> None:
    disagree(db, assessment, "RC-01", "Look at page 4.", by="hugo", at=utc_now())


@pytest.mark.parametrize(
    "again",
    [
        _nobody_signs_out,
        _disabled_twice,
        _enabled_twice,
        _no_factor,
        _no_new_member,
        _same_level,
        _same_disagreement,
    ],
)
def test_what_is_so_already_leaves_no_row(
    again: Callable[[Session, OneAssessment], None], database: Database, catalogue: Catalogue, rows: Callable[[], int]
) -> None:
    with database.writing() as db:
        for id_, is_active in (("dora", False), ("emma", True)):
            account = Person(id=id_, email=f"{id_}@example.org", name=id_, password_hash="", is_active=is_active)
            db.add(account)
        db.flush()
        assessment = one_assessment(db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one(), catalogue)
        _same_level(db, assessment)
        _same_disagreement(db, assessment)
    before = rows()

    with database.writing() as db:
        again(db, assessment)

    assert rows() == before


def test_a_day_on_which_nobody_is_to_remind_leaves_no_row(
    database: Database, rows: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of two servers the second one finds it: there was something to do when it looked, and it is done."""
    looks = iter([[object()]])
    monkeypatch.setattr("app.jobs.reminders._to_remind", lambda _db, _now: next(looks, []))
    before = rows()

    assert remind(database, now=utc_now()) == 0

    assert rows() == before


def test_a_purge_that_finds_nothing_leaves_no_row(database: Database, rows: Callable[[], int], tmp_path: Path) -> None:
    before = rows()

    with database.writing() as db:
        retention.purge(db, EvidenceFiles(tmp_path), Settings(), at=utc_now() - timedelta(hours=1))

    assert rows() == before


@pytest.mark.parametrize(
    "row",
    [
        {"action": "x" * (LONGEST_TEXT + 1)},
        {"by": "x" * (LONGEST_TEXT + 1)},
        {"assessment_id": "x" * (LONGEST_TEXT + 1)},
        {"details": {"session": LONG}},
        {"details": {"sessions": [{"id": LONG}]}},
        {"details": {LONG: 1}},
        {"details": {"numbers": list(range(50_000))}},
        {"contents": {f"answer {number}": "" for number in range(MOST_PLACES + 1)}},
    ],
)
def test_what_is_too_long_for_the_log_is_a_programmers_mistake(row: dict[str, object], database: Database) -> None:
    usual: dict[str, object] = {"action": "answer saved", "by": "alice", "at": utc_now()}

    with pytest.raises(TooLong), database.writing() as db:
        audit_log.record(db, **(usual | row))  # type: ignore[arg-type]
