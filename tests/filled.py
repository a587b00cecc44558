"""An installation with something in every table, as after a busy year, and a file of evidence."""

import io
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from app.access.identity import utc_now
from app.access.loaders import ANY_ONE
from app.assessments.lifecycle import State
from app.assessments.reads import OneAssessment, one_assessment
from app.assessments.saving import NewAnswer, save_answer, save_profile
from app.db import audit_log
from app.db.session import Database
from app.db.tables.answers import (
    Comment,
    ElementAssignment,
    Evidence,
    EvidenceUse,
    Presence,
    Thread,
    ValidatedLevel,
    WorkbookImport,
)
from app.db.tables.people import ExternalIdentity, InvitationMail, Link, MailChoice, Passkey, RecoveryCode, SecondFactor
from app.db.tables.records import Download, Mail, Notice
from app.db.tables.reviews import (
    Disagreement,
    DraftedQuestion,
    Draw,
    FollowUp,
    Moderation,
    Recommendation,
    Reminder,
    ReturnedQuestion,
    ReturnLetter,
    ReviewSummary,
    ReviewVersion,
)
from app.db.tables.rounds import Move, SignatureRequest
from app.db.tables.workforce import OwnGrade, SignedWorkforce, WorkforceCell, WorkforceHistoryEntry
from app.files.evidence_store import EvidenceFiles
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from tests.cast import ARDEN, BRINK, KEPT_FILE, stage
from tests.recorded import record
from tests.states import put_in_state

CONTENT = b"%PDF-1.7 a policy on gender equality\x00\xff"
TEXT = 'Text with "quotes", é, 中, \N{EN DASH}, =1+1 and a\nline'


def fill(database: Database, catalogue: Catalogue, files: EvidenceFiles) -> None:
    stage(database, catalogue)
    with database.writing() as db:
        assessment = _read(db, catalogue)
        save_profile(
            db,
            assessment,
            {"profile.staff_total": 420, "profile.land_border": "yes"},
            revision=0,
            by="alice",
            at=utc_now(),
        )
        answer = Answer("answered", 3, evidence=(TEXT,), comment=TEXT)
        indicator = assessment.questionnaire.indicators["RC-01"]
        save_answer(db, _read(db, catalogue), indicator, NewAnswer(answer, 0, "alice", utc_now()))
        put_in_state(db, catalogue, State.PUBLISHED)
        put_in_state(db, catalogue, State.UNDER_REVIEW, BRINK)
        files.store(io.BytesIO(KEPT_FILE))
        sha256 = files.store(io.BytesIO(CONTENT)).sha256
        for row in _rows(sha256):
            db.add(row)
            db.flush()
        audit_log.record(
            db, "evidence added", by="alice", at=utc_now(), assessment_id=ARDEN, details={"n": [1, None, 0.5]}
        )
    with database.writing() as db:
        record(db, catalogue)
    with database.reading() as db:
        empty = [table.name for table in SQLModel.metadata.sorted_tables if not _count(db, table)]
    assert empty == [], "every table has something in it"


def _rows(sha256: str) -> list[SQLModel]:
    now, long_ago = utc_now(), utc_now() - timedelta(days=100)
    done: dict[str, Any] = {"assessment_id": ARDEN, "by": "alice", "at": now}
    titled: dict[str, Any] = {"assessment_id": ARDEN, "title": TEXT, "size": len(CONTENT)}
    changed: dict[str, Any] = {"decision": "changed", "value": "2", "reason": "no evidence", "note": TEXT, **done}
    of_alice: dict[str, Any] = {"person_id": "alice", "created_at": now}
    return [
        Evidence(id="e", kind="file", file_name="é.pdf", sha256=sha256, added_by="alice", added_at=now, **titled),
        EvidenceUse(evidence_id="e", indicator="RC-01", **done),
        WorkbookImport(id="i", rows={"RC-01": [0, 1]}, **done),
        ElementAssignment(element="E1.1", person_id="connie", **done),
        Thread(assessment_id=ARDEN, indicator="RC-01", audience="team", resolved_by="hugo", resolved_at=now),
        Comment(id="c", indicator="RC-01", audience="team", text=TEXT, **done),
        Presence(assessment_id=ARDEN, person_id="connie", element="E1.1", seen_at=now),
        ValidatedLevel(indicator="RC-01", value="2", reason=TEXT, **done),
        Moderation(part="first", indicator="RC-01", revision=1, signature=1, **changed),
        Moderation(part="first", indicator="RC-02", revision=1, signature=1, decision="unexamined", note=TEXT, **done),
        ReturnedQuestion(number=1, indicator="RC-02", text=TEXT, **done),
        ReturnLetter(number=1, text=TEXT, **done),
        DraftedQuestion(indicator="RC-03", revision=1, text=TEXT, **done),
        Disagreement(edition=1, indicator="RC-01", text=TEXT, **done),
        *_left_behind(done),
        Reminder(assessment_id=ARDEN, person_id="alice", kind="due soon", at=now, details={"days": 7}),
        Draw(round_id="round", number=1, share=10, seed="s", among=[ARDEN], drawn=[], by="sofia", at=now),
        SignatureRequest(**done),
        Move(id="m", number=1, verb="open", from_state="not opened", to_state="in progress", why=TEXT, **done),
        Mail(id="mail", kind="receipt", names={"name": "Hugo", "path": "/"}, sent_at=long_ago, **of_alice),
        Mail(id="waiting", kind="receipt", names={}, **of_alice),
        Notice(id="n", kind="reviewed", person_id="alice", assessment_id=ARDEN, path="/", names={"changed": 1}, at=now),
        MailChoice(person_id="connie", choice="daily"),
        Download(id="d", what="gap report", file_name="gap.xlsx", size=1, sha256="0" * 64, **done),
        Link(id="l", token_hash="t", kind="reset", bound_to="b", expires_at=now, **of_alice),
        SecondFactor(secret="encrypted", **of_alice),
        RecoveryCode(person_id="alice", code_hash="c"),
        Passkey(id="p", public_key="k", sign_count=3, name="Phone", **of_alice),
        ExternalIdentity(issuer="https://id.example", subject="1", person_id="alice", linked_at=now),
        InvitationMail(id="i", by="alice", administration_id="arden", address_hash="h", at=now),
        *_numbers(now),
    ]  # fmt: skip


def _numbers(now: Any) -> list[SQLModel]:
    place: dict[str, Any] = {"assessment_id": ARDEN, "table_id": "WT1a", "row_id": "G1", "column_id": "staff.W"}
    saved: dict[str, Any] = {"source": "page", "salt": "0a" * 16, "saved_by": "alice", "saved_at": now}
    return [
        WorkforceCell(value=12, revision=2, **place, **saved),
        WorkforceHistoryEntry(value=12, revision=2, **place, **saved),
        OwnGrade(administration_id="arden", name="Inspector", grade="G4", position=0, by="alice", at=now),
        SignedWorkforce(assessment_id=ARDEN, number=1, cells={"WT1a/G1/staff.W": [12, "0a" * 16]}),
    ]


def _left_behind(done: dict[str, Any]) -> list[SQLModel]:
    texts: dict[str, Any] = {"finding": TEXT, "risk": TEXT, "recommended": TEXT, "due_on": "2027-06-30"}
    return [
        Recommendation(edition=1, indicator="RC-01", number=1, revision=1, **texts, **done),
        Recommendation(edition=1, indicator="RC-02", number=0, revision=1, why_none=TEXT, **done),
        ReviewSummary(edition=1, revision=1, method=TEXT, **done),
        ReviewVersion(edition=1, number=1, signature=1, content={"summary": {"method": TEXT}}, hash="0" * 64, **done),
        FollowUp(indicator="RC-01", revision=1, status="under way", reason=TEXT, **done),
    ]


def _read(db: Session, catalogue: Catalogue) -> OneAssessment:
    return one_assessment(db.connection().execute(ANY_ONE, {"assessment": ARDEN}).one(), catalogue)


def _count(db: Session, table: Any) -> int:
    return int(db.execute(select(func.count()).select_from(table)).scalar_one())
