"""What people do to an assessment, as the pages do it, at random: each act is a request, which the state may refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import select
from sqlmodel import col

from app.access.identity import utc_now
from app.assessments.lifecycle import State
from app.assessments.reads import saved_answer
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.db.tables.reviews import Moderation, ReviewTask
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.app.reviewing.conftest import add_sam
from tests.app.signing.signing import SIGNED_AS, bring_to, full_profile, make_ready
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor, actor
from tests.house.bodies import BODIES, DAYS_OF_2026, DAYS_OF_2027

QUESTIONS = ("RC-01", "RC-02", "RC-03", "CO-16", "EQ-05")
EVIDENCE = ["Order 12/2024, page 4"]
PEOPLE = ("alice", "hugo", "rita", "sam", "sofia", "tessa")


@dataclass(frozen=True)
class World:
    app: FastAPI
    database: Database
    chance: Random
    people: dict[str, Actor]

    def post(self, who: str, address: str, **fields: object) -> Response:
        return self.people[who].browser.post(address, data=self.people[who].form(**fields))

    def press(self, who: str, page: str, **typed: object) -> Response | None:
        """The button of the form that this page has, or nothing where it has none."""
        shown = self.people[who].browser.get(page)
        if shown.status_code != 200 or f'action="{page}"' not in shown.text:
            return None
        return self.people[who].browser.post(page, data=form(shown.text, page).data(**typed))

    def one(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def row(self, id_: str) -> Assessment:
        with self.database.reading() as db:
            return db.get_one(Assessment, id_)

    def text(self, about: str) -> str:
        return f"{about} {self.chance.randrange(10**6)}"


def world_of(app: FastAPI, database: Database, catalogue: Catalogue, chance: Random) -> World:
    """Arden somewhere on its way, where nothing stops signing, with a round before; Sam reviews second and blind."""
    put_last_round(database, catalogue, chance.choice([State.SIGNED, State.REVIEWED, State.PUBLISHED]))
    make_ready(database, catalogue)
    bring_to(database, catalogue, chance.choice([state for state in State if state is not State.NOT_OPENED]))
    task: dict[str, Any] = {"by": "sofia", "at": utc_now()}
    with database.writing() as db:
        db.get_one(Assessment, LAST).profile = full_profile(catalogue)
        add_sam(db)
        db.add(ReviewTask(assessment_id=ARDEN, part="second", reviewer_id="sam", **task))
        db.add(ReviewTask(assessment_id=LAST, part="first", reviewer_id="rita", **task))
    return World(app, database, chance, {name: actor(app, name) for name in PEOPLE})


def answer(world: World, id_: str) -> None:
    indicator = world.one(*QUESTIONS)
    with world.database.reading() as db:
        revision = saved_answer(db, id_, indicator).revision
    value = world.one("yes", "partly", "no") if indicator == "RC-07" else world.chance.randrange(5)
    given = {"state": "answered", "value": value, "evidence": EVIDENCE, "comment": world.text("Comment")}
    body = world.one(given, given, {"state": "unknown"}) | {"revision": revision}
    alice = world.people["alice"]
    alice.browser.put(f"/api/v1/assessments/{id_}/answers/{indicator}", json=body, headers=alice.api)


def describe(world: World, id_: str) -> None:
    alice = world.people["alice"]
    body = {"profile": {"profile.staff_total": world.chance.randrange(1, 900)}}
    body |= {"revision": world.row(id_).profile_revision}  # type: ignore[dict-item]
    alice.browser.put(f"/api/v1/assessments/{id_}/profile", json=body, headers=alice.api)


def add_evidence(world: World, id_: str) -> None:
    fields = {"title": world.text("Minutes"), "holder": "Personnel", "indicator": world.one(*QUESTIONS)}
    world.post("alice", f"/assessments/{id_}/evidence/references", **fields)


def use_evidence(world: World, id_: str) -> None:
    if item := a_piece_of_evidence(world, id_):
        world.post("alice", f"/assessments/{id_}/evidence/{item}/uses", indicator=world.one(*QUESTIONS))


def withdraw_evidence(world: World, id_: str) -> None:
    if item := a_piece_of_evidence(world, id_):
        world.post("alice", f"/assessments/{id_}/evidence/{item}/withdrawal")


def a_piece_of_evidence(world: World, id_: str) -> str:
    standing = select(col(Evidence.id)).where(col(Evidence.assessment_id) == id_, col(Evidence.withdrawn_at).is_(None))
    with world.database.reading() as db:
        items = sorted(db.execute(standing).scalars())
    return world.chance.choice(items) if items else ""


def change_level(world: World, id_: str) -> None:
    indicator = world.one("RC-01", "RC-02")
    fields = {"indicator": indicator, "level": str(world.chance.randrange(5)), "reason": world.text("Reason")}
    world.post("hugo", f"/assessments/{id_}/validated", **world.one(fields, fields, {"undo": indicator}))


def sign(world: World, id_: str) -> None:
    world.press("hugo", f"/assessments/{id_}/signature", **SIGNED_AS | {"name": world.one("Hugo Hale", "H. Hale")})


def withdraw(world: World, id_: str) -> None:
    world.post("hugo", f"/assessments/{id_}/withdrawal", why=world.text("Late:"))


def begin_review(world: World, id_: str) -> None:
    world.post(world.one("rita", "sofia"), f"/assessments/{id_}/review")


def decide(world: World, id_: str) -> None:
    who, part = world.one(("rita", "first"), ("sofia", "first"), ("sam", "second"))
    indicator = world.one("RC-01", "RC-02")
    with world.database.reading() as db:
        before = db.get(Moderation, (id_, part, indicator))
        revision = before.revision if before and before.signature == world.row(id_).signature else 0
    fields = {"revision": f"{world.row(id_).signature}.{revision}", "note": world.text("Note")}
    fields |= world.one({"choice": "accepted", "reason": ""}, {"choice": world.one("1", "2"), "reason": "misread"})
    person = world.people[who]
    address = f"/assessments/{id_}/review/decisions/{indicator}"
    person.browser.put(address, data=person.form(**fields), headers={"hx-request": "true"})


def send_back(world: World, id_: str) -> None:
    fields = {"signature": world.row(id_).signature, "question-RC-01": world.text("Which page? ")}
    world.post(world.one("rita", "sofia"), f"/assessments/{id_}/review/return", **fields)


def finish(world: World, id_: str) -> None:
    who = world.one("rita", "sofia", "sam")
    world.press(
        who, f"/assessments/{id_}/review/completion", why=world.text("No more time:"), why_none="Said elsewhere"
    )


def reopen(world: World, id_: str) -> None:
    world.post("sofia", f"/assessments/{id_}/review/reopening", why=world.text("Another look:"))


def disagree(world: World, id_: str) -> None:
    world.post("hugo", f"/assessments/{id_}/disagreements/RC-01", text=world.text("The decree is in force:"))


def publish(world: World, id_: str) -> None:
    world.press("sofia", f"/assessments/{id_}/publication")


def correct(world: World, id_: str) -> None:
    world.post("hugo", f"/assessments/{id_}/correction", why=world.text("Of the wrong year:"))
    decision = {"decision": world.one("allow", "allow", "refuse"), "why": world.text("So it is:")}
    world.post("sofia", f"/assessments/{id_}/correction/decision", **decision)


def extend(world: World, id_: str) -> None:
    day = f"2099-12-{world.chance.randrange(19, 31)}"
    world.post("sofia", f"/assessments/{id_}/extension", extended_to=day, why=world.text("A flood:"))


def move_dates(world: World, _id: str) -> None:
    due_on = world.one("2098-10-01", "2099-12-18", "2100-01-10")
    world.post("sofia", "/rounds/round/dates", **DAYS_OF_2026 | {"due_on": due_on, "publish_on": "2100-04-30"})


def open_another(world: World, _id: str) -> None:
    world.post("sofia", "/rounds", **BODIES["/rounds"] | DAYS_OF_2027)


def rename_administration(world: World, _id: str) -> None:
    name, fields = world.text("Customs"), BODIES["/administrations/{administration_id}"]
    world.post(world.one("sofia", "tessa"), "/administrations/arden", **fields | {"name": name})


def rename_person(world: World, _id: str) -> None:
    world.post(world.one("alice", "hugo", "rita", "sofia"), "/account", name=world.text("Name"), language="en")


def change_office(world: World, _id: str) -> None:
    world.post("tessa", "/accounts/rita/office", office=world.one("reviewer", "auditor", "lead"))


def disclose(world: World, _id: str) -> None:
    world.post("hugo", "/administrations/arden/disclosure", disclosure=world.one("own", "members", "public"))


def comment(world: World, id_: str) -> None:
    world.post("alice", f"/assessments/{id_}/answers/RC-01/comments/team", text=world.text("See page"))


def read(world: World, id_: str) -> None:
    world.people["rita"].browser.get(f"/assessments/{id_}/gap-report.xlsx")


Act = Callable[[World, str], object]
WORK: tuple[Act, ...] = (answer, answer, describe, add_evidence, use_evidence, withdraw_evidence, change_level, comment)
IN_STATE: dict[State, tuple[Act, ...]] = {
    State.NOT_OPENED: WORK,
    State.IN_PROGRESS: (*WORK, sign, sign, sign),
    State.SIGNED: (withdraw, begin_review, begin_review),
    State.UNDER_REVIEW: (decide, decide, decide, finish, finish, send_back),
    State.RETURNED: (answer, disagree, sign),
    State.REVIEWED: (disagree, publish, publish, reopen),
    State.PUBLISHED: (correct,),
}
ANY_TIME: tuple[Act, ...] = (
    extend,
    move_dates,
    open_another,
    rename_administration,
    rename_person,
    rename_person,
    change_office,
    disclose,
    read,
)


def act(world: World) -> str:
    """Somebody does something; what, for whoever looks for the act after which something went wrong."""
    id_ = world.one(ARDEN, ARDEN, LAST)
    of_state = IN_STATE[State(world.row(id_).state)]
    chosen = world.chance.choice(of_state if world.chance.random() < 0.7 else ANY_TIME)
    chosen(world, id_)
    return f"{chosen.__name__} {id_}"
