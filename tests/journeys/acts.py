"""What people do while the server is killed: each act makes one request and, once it is acknowledged, keeps a receipt.

A new act is a line in ACTS: a function that asks and returns its receipt, None where the server said no.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import httpx2
from sqlalchemy import text
from sqlmodel import Session

from app.guards import COOKIE, FORM_TOKEN
from app.identity import form_token
from tests.cast import ARDEN
from tests.journeys.server import KEY

API = f"/api/v1/assessments/{ARDEN}"
TEXT = "n" * 400


@dataclass(frozen=True)
class Receipt:
    """How to find in the database what the server called done."""

    statement: str
    names: dict[str, object]

    def stands(self, db: Session) -> bool:
        return db.execute(text(self.statement), self.names).first() is not None


Act = Callable[[httpx2.Client, Random], Receipt | None]


def program_of(person: str) -> dict[str, str]:
    return {"authorization": f"Bearer token of {person}"}


def browser_of(person: str) -> dict[str, str]:
    return {"cookie": f"{COOKIE}=session of {person}"}


def form_of(person: str, **fields: object) -> dict[str, object]:
    return {FORM_TOKEN: form_token(KEY.encode(), person), **fields}


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


def _of_history(subject: str, revision: int) -> Receipt:
    statement = "SELECT 1 FROM history WHERE assessment_id = :id AND subject = :subject AND revision = :revision"
    return Receipt(statement, {"id": ARDEN, "subject": subject, "revision": revision})


ACTS: tuple[Act, ...] = (save_answer, save_answer_by_form, save_profile)
