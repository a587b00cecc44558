"""What people do while the server is killed: each act makes one request and, once it is acknowledged, keeps a receipt.

A new act is a line in ACTS: a function that asks and returns its receipt, None where the server said no.
"""

import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import httpx2
from sqlalchemy import text
from sqlmodel import Session

from app.access.forms import FORM_TOKEN
from app.access.guards import COOKIE
from app.access.identity import form_token, utc_now
from app.access.loaders import ANY_ONE
from app.assessments import saving
from app.assessments.lifecycle import State
from app.assessments.reads import one_assessment
from app.db.session import Database
from app.db.tables.people import Administration, Membership
from app.db.tables.reviews import ReviewTask
from app.files.evidence_store import EvidenceFiles
from questionnaires.answers import ProfileValue
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from tests.cast import ARDEN, BRINK, add_assessment
from tests.journeys.server import KEY
from tests.states import put_in_state

API = f"/api/v1/assessments/{ARDEN}"
REVIEWED, SIGNED = BRINK, "cairn-2026"
TO_PUBLISH = [f"islet-{number}-2026" for number in range(40)]
"""More than a dozen kills leave time for."""
TEXT = "n" * 400


@dataclass(frozen=True)
class Receipt:
    """How to find in the database, and among the kept files, what the server called done."""

    statement: str
    names: dict[str, object]
    sha256: str = ""

    def stands(self, db: Session, files: EvidenceFiles) -> bool:
        is_kept = not self.sha256 or files.is_whole(self.sha256)
        return is_kept and db.execute(text(self.statement), self.names).first() is not None


Act = Callable[[httpx2.Client, Random], Receipt | None]


def program_of(person: str) -> dict[str, str]:
    return {"authorization": f"Bearer token of {person}"}


def browser_of(person: str) -> dict[str, str]:
    return {"cookie": f"{COOKIE}=session of {person}"}


def form_of(person: str, **fields: object) -> dict[str, object]:
    return {FORM_TOKEN: form_token(KEY.encode(), person, f"session of {person}"), **fields}


def prepare(database: Database, catalogue: Catalogue) -> None:
    """Arden answers; Brink has signed and is Rita's to review; Cairn is ready for Hugo to sign; the results of many
    islets can be published."""
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW, REVIEWED)
        task: dict[str, Any] = {
            "assessment_id": REVIEWED,
            "part": "first",
            "reviewer_id": "rita",
            "by": "sofia",
            "at": utc_now(),
        }
        db.add(ReviewTask(**task))
        for assessment in (SIGNED, *TO_PUBLISH):
            name = assessment.removesuffix("-2026")
            db.add(Administration(id=name, code=name, name=name, country="", region="EUR", language="en"))
            db.flush()
            add_assessment(db, catalogue, "2026.1", name)
            db.flush()
        db.add(Membership(person_id="hugo", administration_id="cairn", role="head"))
        db.flush()
        for assessment in TO_PUBLISH:
            put_in_state(db, catalogue, State.REVIEWED, assessment)
        cairn = one_assessment(db.connection().execute(ANY_ONE, {"assessment": SIGNED}).one(), catalogue)
        saving.save_profile(db, cairn, whole_profile(cairn.questionnaire), revision=0, by="hugo", at=utc_now())


def whole_profile(questionnaire: Questionnaire) -> dict[str, ProfileValue]:
    """An answer to every question of the profile: signing asks for it."""
    sample: dict[str, ProfileValue] = {"number": 7, "date": "2025-01-01"}
    return {key.key: sample.get(key.kind) or key.options[0] for key in questionnaire.structure.profile}


def save_answer(client: httpx2.Client, chance: Random) -> Receipt | None:
    """Alice's program saves an answer over the newest one."""
    indicator, headers = chance.choice(("RC-01", "RC-02", "RC-03")), program_of("alice")
    known = client.get(f"{API}/answers", headers=headers).json()["answers"]
    revision = known.get(indicator, {}).get("revision", 0)
    comment = f"{chance.random()} {TEXT}"
    body = {"state": "answered", "value": chance.randrange(5), "comment": comment, "revision": revision}
    answer = client.put(f"{API}/answers/{indicator}", json=body, headers=headers)
    return _of_history(indicator, revision + 1) if answer.status_code == 200 else None


def save_answer_by_form(client: httpx2.Client, chance: Random) -> Receipt | None:
    """Connie's browser without script: she answers what nobody answered yet, or changes her mind."""
    indicator = chance.choice(("RC-05", "RC-06", "RC-07"))
    known = client.get(f"{API}/answers", headers=program_of("connie")).json()["answers"]
    revision = known.get(indicator, {}).get("revision", 0)
    form = form_of("connie", revision=revision, choice="unknown", comment=f"{chance.random()} {TEXT}")
    answer = client.post(f"/assessments/{ARDEN}/answers/{indicator}", data=form, headers=browser_of("connie"))
    return _of_history(indicator, revision + 1) if answer.status_code == 303 else None


def save_profile(client: httpx2.Client, chance: Random) -> Receipt | None:
    headers = program_of("hugo")
    revision = client.get(f"{API}/profile", headers=headers).json()["revision"]
    body = {"profile": {"profile.staff_total": chance.randrange(1, 10**6)}, "revision": revision}
    answer = client.put(f"{API}/profile", json=body, headers=headers)
    return _of_history("profile", revision + 1) if answer.status_code == 200 else None


def sign_or_withdraw(client: httpx2.Client, chance: Random) -> Receipt | None:
    """Hugo signs for Cairn, and takes it back when it is signed, time and again."""
    page = client.get(f"/assessments/{SIGNED}/signature", headers=browser_of("hugo")).text
    if mark := re.search(r'name="expected" value="(\d+)\.([0-9a-f]{64})"', page):
        number, digest = int(mark[1]), mark[2]
        wish = {"expected": f"{number}.{digest}", "name": "Hugo Hale", "title": "Head", "checked": "yes"}
        path, statement = (
            "signature",
            "SELECT 1 FROM signature WHERE assessment_id = :id AND number = :n AND hash = :hash",
        )
        receipt = Receipt(statement, {"id": SIGNED, "n": number, "hash": digest})
    else:
        wish = {"why": f"Once more {chance.random()}"}
        path, statement = "withdrawal", "SELECT 1 FROM move WHERE assessment_id = :id AND why = :why"
        receipt = Receipt(statement, {"id": SIGNED, **wish})
    answer = client.post(f"/assessments/{SIGNED}/{path}", data=form_of("hugo", **wish), headers=browser_of("hugo"))
    return receipt if answer.status_code == 303 else None


def review(client: httpx2.Client, chance: Random) -> Receipt | None:
    """Rita decides on what Brink signed, and changes her mind."""
    indicator = chance.choice(("RC-01", "RC-02", "RC-03"))
    address, headers = f"/assessments/{REVIEWED}/review/decisions/{indicator}", browser_of("rita")
    page = client.get(address, headers={**headers, "hx-request": "true"}).text
    match = re.search(r'name="revision" value="(\d+)\.(\d+)"', page)
    if not match:
        return None
    note = f"{chance.random()} {TEXT}"
    level = {"choice": chance.choice("01234"), "reason": "no evidence", "note": note}
    form = form_of("rita", revision=f"{match[1]}.{match[2]}", **level)
    answer = client.post(address, data=form, headers=headers)
    statement = (
        "SELECT 1 FROM moderation WHERE assessment_id = :id AND indicator = :indicator AND revision >= :revision"
    )
    names = {"id": REVIEWED, "indicator": indicator, "revision": int(match[2]) + 1}
    return Receipt(statement, names) if answer.status_code == 303 else None


def add_evidence(client: httpx2.Client, chance: Random) -> Receipt | None:
    """Alice sends a document of her own each time."""
    content = f"Policy {chance.random()} ".encode() * 2_000
    files = {"file": ("policy.txt", content)}
    form = form_of("alice", title=f"Policy {chance.random()}")
    address, headers = f"/assessments/{ARDEN}/evidence/files", browser_of("alice")
    answer = client.post(address, data=form, files=files, headers=headers)
    sha256 = hashlib.sha256(content).hexdigest()
    statement = "SELECT 1 FROM evidence WHERE sha256 = :sha256 AND title = :title"
    names = {"sha256": sha256, "title": form["title"]}
    return Receipt(statement, names, sha256) if answer.status_code == 303 else None


def publish(client: httpx2.Client, chance: Random) -> Receipt | None:
    """Sofia publishes one result after the other, as its page shows it."""
    assessment, headers = chance.choice(TO_PUBLISH), browser_of("sofia")
    address = f"/assessments/{assessment}/publication"
    mark = re.search(r'name="shown" value="([^"]+)"', client.get(address, headers=headers).text)
    if not mark:
        return None
    answer = client.post(address, data=form_of("sofia", shown=html.unescape(mark[1])), headers=headers)
    statement = (
        "SELECT 1 FROM publication JOIN assessment ON assessment.id = assessment_id"
        " WHERE assessment_id = :id AND state = 'published'"
    )
    return Receipt(statement, {"id": assessment}) if answer.status_code == 303 else None


def _of_history(subject: str, revision: int) -> Receipt:
    statement = "SELECT 1 FROM history WHERE assessment_id = :id AND subject = :subject AND revision = :revision"
    return Receipt(statement, {"id": ARDEN, "subject": subject, "revision": revision})


ACTS: tuple[Act, ...] = (
    save_answer,
    save_answer_by_form,
    save_profile,
    sign_or_withdraw,
    review,
    add_evidence,
    publish,
)
