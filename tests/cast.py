"""The named cast. Of Arden: Alice coordinates, Connie contributes, Hugo is the head, Vera only reads.

Charlie coordinates Brink and is a stranger to Arden. Sofia leads the secretariat, Rita reviews (Arden is hers), Xenia
reviews from outside (and has no task), Bob audits, Tessa is the technical administrator. Both administrations have an
assessment in the round 2026; Arden's keeps one piece of evidence, which serves no question yet.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.access.forms import FORM_TOKEN
from app.access.guards import COOKIE, SECURE_COOKIE
from app.access.identity import form_token, hashed, utc_now
from app.access.one_time_links import credentials_of
from app.assessments.lifecycle import State
from app.assessments.to_sign import figures_from
from app.db.session import Database
from app.db.tables.answers import Evidence, WorkbookImport
from app.db.tables.people import Administration, ApiToken, Link, Membership, Person, SignInSession
from app.db.tables.reviews import ReviewTask
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue

PASSWORD = "a long password of the tests"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""In earnest a hash takes a fifth of a second, on purpose."""
PASSWORD_HASH = QUICK.hash(PASSWORD)
COOKIES = (COOKIE, SECURE_COOKIE)
ARDEN, BRINK = "arden-2026", "brink-2026"
ITEM = "evidence-of-arden"
PAST_IMPORT = "import-of-arden"
"""Of no row, so it can be taken back in every state."""
KEPT_FILE = b"%PDF-1.7\n% The file that the stage keeps.\n1 0 obj\n<<>>\nendobj\nstartxref\n43\n%%EOF\n"
LINK = "link-of-alice"
"""The token of a link with which Alice may choose a new password."""
TEAMS = {
    "alice": ("arden", "coordinator"),
    "connie": ("arden", "contributor"),
    "hugo": ("arden", "head"),
    "vera": ("arden", "viewer"),
    "charlie": ("brink", "coordinator"),
}
OFFICES = {
    "sofia": "lead",
    "rita": "reviewer",
    "xenia": "external_reviewer",
    "bob": "auditor",
    "tessa": "administrator",
}
BY_ROLE = {role: name for name, (place, role) in TEAMS.items() if place == "arden"} | {
    office: name for name, office in OFFICES.items()
}
"""Who of the cast has a role, seen from Arden."""


@dataclass
class Actor:
    """A person with a signed-in browser and a token for the API."""

    id: str
    browser: TestClient
    token: str
    key: bytes = field(repr=False)

    @property
    def api(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def form(self, **fields: object) -> dict[str, Any]:
        """Fields of a form that this server made for this person, in the session that their browser has now."""
        return {FORM_TOKEN: form_token(self.key, self.id, self.session), **fields}

    @property
    def session(self) -> str:
        """The token that the server sees: of several cookies the last one counts."""
        return next(
            (cookie.value or "" for cookie in reversed(list(self.browser.cookies.jar)) if cookie.name in COOKIES), ""
        )


def stage(database: Database, catalogue: Catalogue, version: str = "2026.1") -> None:
    """Everybody and everything, freshly in the database: two administrations, ten people, two assessments."""
    with database.writing() as db:
        db.add(
            Round(
                id="round",
                name="2026",
                questionnaire=version,
                opens_on="2026-09-01",
                due_on="2099-12-18",
                review_until="2100-02-28",
                publish_on="2100-03-31",
            )
        )
        for code, name in (("arden", "Arden Customs"), ("brink", "Brink Revenue")):
            db.add(Administration(id=code, code=code.upper(), name=name, country="", region="EUR", language="en"))
        for id_ in (*TEAMS, *OFFICES):
            _add_person(db, id_, OFFICES.get(id_, ""))
        db.flush()
        for person, (administration, role) in TEAMS.items():
            db.add(Membership(person_id=person, administration_id=administration, role=role))
        for administration in ("arden", "brink"):
            add_assessment(db, catalogue, version, administration)
        db.flush()
        now = utc_now()
        _add_link(db, "alice")
        db.add(ReviewTask(assessment_id=ARDEN, part="first", reviewer_id="rita", by="sofia", at=now))
        _add_evidence(db)
        db.add(WorkbookImport(id=PAST_IMPORT, assessment_id=ARDEN, rows={}, by="alice", at=now))


def _add_evidence(db: Session) -> None:
    """Its file is in the data folder of the application: see `conftest.app`."""
    known: dict[str, Any] = {
        "size": len(KEPT_FILE),
        "sha256": hashlib.sha256(KEPT_FILE).hexdigest(),
        "added_at": utc_now(),
    }
    named: dict[str, Any] = {"title": "Order 12/2024", "file_name": "Order 12.pdf", "media_type": "application/pdf"}
    db.add(Evidence(id=ITEM, assessment_id=ARDEN, kind="file", added_by="alice", **named, **known))


def _add_person(db: Session, id_: str, office: str) -> None:
    now = utc_now()
    db.add(
        Person(
            id=id_,
            email=f"{id_}@example.org",
            name=id_.title(),
            office=office,
            language="en",
            password_hash=PASSWORD_HASH,
        )
    )
    db.flush()
    session = hashed(f"session of {id_}")
    db.add(SignInSession(token_hash=session, id=f"session-{id_}", person_id=id_, started_at=now, seen_at=now))
    expires = now + timedelta(days=1)
    token: dict[str, Any] = {"token_hash": hashed(f"token of {id_}"), "name": "Tests", "scope": "write"}
    db.add(ApiToken(id=f"token-{id_}", person_id=id_, created_at=now, expires_at=expires, used_at=now, **token))


def _add_link(db: Session, person_id: str) -> None:
    now, bound_to = utc_now(), credentials_of(db.get_one(Person, person_id))
    link: dict[str, Any] = {"token_hash": hashed(LINK), "kind": "reset", "bound_to": bound_to}
    db.add(Link(id="link", person_id=person_id, created_at=now, expires_at=now + timedelta(hours=1), **link))


def add_assessment(db: Session, catalogue: Catalogue, version: str, administration: str, round_: str = "round") -> None:
    questionnaire = catalogue[version]
    db.add(
        Assessment(
            id=f"{administration}-2026",
            administration_id=administration,
            round_id=round_,
            questionnaire=version,
            fingerprint=questionnaire.fingerprint,
            state=State.NOT_OPENED,
            **figures_from(questionnaire, {}, {}, "full"),
        )
    )


PORTALS: WeakKeyDictionary[FastAPI, Any] = WeakKeyDictionary()
"""The way into the event loop of each application that runs."""


def actor(app: FastAPI, id_: str) -> Actor:
    browser = browser_of(app, cookies={COOKIE: f"session of {id_}"})
    return Actor(id_, browser, f"token of {id_}", app.state.key)


def browser_of(app: FastAPI, **more: Any) -> TestClient:
    """All of them in the event loop of the running application, as with a server; else each request starts one."""
    browser = TestClient(app, follow_redirects=False, **more)
    browser.portal = PORTALS.get(app)
    return browser
