"""A head lowers a level and signs, a reviewer decides, the result is published and corrected: at each step every place
says the same level and score to each reader, of the values that this reader may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.access.identity import Visitor, utc_now
from app.access.loaders import open_assessment
from app.assessments.answer_sets import Values, scorecards_of, values_of
from app.assessments.reads import OneAssessment
from app.assessments.rights import Permission
from app.db.session import Database
from app.features.reviewing.actions import begin, finish
from app.features.reviewing.publication.publishing import publish
from app.features.reviewing.returning.sending import send_back
from app.features.reviewing.review import review_of
from app.features.signing.actions import allow_correction, ask_correction, withdraw
from questionnaires.catalogue import Catalogue
from tests.app.reported import places
from tests.app.reported.places import Said
from tests.app.reviewing.conftest import REVIEW, decide
from tests.app.signing.signing import ANSWERS, HOME, LEVEL_3, arden, full_profile, make_ready, sign
from tests.cast import ARDEN, BY_ROLE, OFFICES, Actor, actor

ALL_ANSWERS = {id_: answer for id_, answer in ANSWERS.items() if id_ not in ("CO-16", "EQ-05")} | {
    "RC-06": LEVEL_3 | {"value": 2},
    "EQ-05": LEVEL_3,
    "LD-01": LEVEL_3,
    "AW-01": LEVEL_3,
    "CO-01": LEVEL_3,
}
"""Nothing whose weight a file of values would not tell, and something in every pillar: else it would have no level."""
READERS: dict[str, tuple[Callable[[Actor], Said], ...]] = {
    "alice": places.TEAMS,
    "vera": (places.my_work, places.api_list, places.scorecard_page),
    "sofia": places.LEADS,
    "rita": places.OFFICES,
    "bob": places.OFFICES,
}
TEAM = {"alice", "vera"}
SECRETARIAT = {"sofia", "rita"}


@dataclass
class Play:
    """One assessment on its way, and everybody who looks at it."""

    app: FastAPI
    database: Database
    catalogue: Catalogue

    def values(self) -> Values:
        with self.database.reading() as db:
            return values_of(db, arden(db, self.catalogue), with_moderated=True)

    def said(self, kind: str) -> Said:
        with self.database.reading() as db:
            assessment = arden(db, self.catalogue)
            return places.of_card(scorecards_of(assessment, values_of(db, assessment, with_moderated=True))[kind])

    def look(self, kind: str, readers: Iterable[str] = READERS) -> None:
        """Each of them reads the figures of these values everywhere."""
        expected = self.said(kind)
        for name in readers:
            who = actor(self.app, name)
            for place in READERS[name]:
                compare(place(who), expected, f"{place.__name__} for {name}")
        offices = [name for name in readers if name in OFFICES]
        for name in offices:
            told = places.indicators_jsonl(actor(self.app, name), self.catalogue, full_profile(self.catalogue))
            compare(told, expected, f"indicators for {name}")

    def act(self, name: str, permission: Permission, act: Callable[..., object], **more: object) -> None:
        """As the pages do it."""
        visitor = Visitor(name, name.title(), "", "en", OFFICES.get(name, ""))
        with self.database.writing() as db:
            access = open_assessment(db, self.catalogue, visitor, ARDEN, permission, to_write=True)
            about = review_of(db, access) if act in (finish, send_back) else access.assessment
            act(db, about, by=name, at=utc_now(), **more)

    def publish(self, db: Session, assessment: OneAssessment, *, by: str, at: datetime) -> None:
        publish(db, self.catalogue, assessment, by=by, at=at)


def compare(said: Said, expected: Said, where: str) -> None:
    """A place that tells no score, or no level, is not asked for it; the first page tells of the whole alone."""
    assert {node: level for node, (level, _) in said.items()} == {node: expected[node][0] for node in said}, where
    assert said.keys() == expected.keys() or where.startswith("my_work"), where
    scores = {node: score for node, (_, score) in said.items() if score is not None}
    assert scores == {node: expected[node][1] for node in scores}, where
    assert scores or where.startswith("my_work"), where


@pytest.fixture
def signed(app: FastAPI, database: Database, catalogue: Catalogue, hugo: Actor) -> Play:
    """RC-06: the team says 2, the head signs 1."""
    make_ready(database, catalogue, ALL_ANSWERS)
    hugo.browser.post(f"{HOME}/validated", data=hugo.form(indicator="RC-06", level="1", reason="One unit only."))
    assert sign(hugo).status_code == 303
    play = Play(app, database, catalogue)
    assert play.said("self") != play.said("validated")
    return play


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("is_changed", [False, True], ids=["reviewer agrees", "reviewer changes"])
def test_every_place_says_the_same_at_every_step(is_changed: bool, signed: Play, sofia: Actor, rita: Actor) -> None:
    signed.look("validated")

    rita.browser.post(REVIEW, data=rita.form())
    signed.look("moderated", SECRETARIAT)
    decide(rita, "RC-06", choice="0" if is_changed else "accepted", reason="not shown" if is_changed else "")
    assert (signed.said("moderated") != signed.said("validated")) is is_changed
    signed.look("moderated", SECRETARIAT)
    signed.look("validated", {*TEAM, "bob"})

    signed.act("rita", Permission.DECIDE, finish, why_unexamined="As last year.", why_none="As last year.")
    signed.look("moderated")
    assert who_changed(sofia) == {"head": True, "yes": is_changed, "no": False}

    signed.act("sofia", Permission.PUBLISH, signed.publish)
    signed.look("moderated")
    published = signed.said("moderated")
    results_say(signed, published)

    signed.act("hugo", Permission.ASK_CORRECTION, ask_correction, why="A wrong year.")
    signed.act("sofia", Permission.DECIDE_CORRECTION, allow_correction, why="Yes.")
    signed.look("self", TEAM | SECRETARIAT)
    results_say(signed, published)


def who_changed(lead: Actor) -> dict[str, bool]:
    """By the filter of the overview, whether it finds Arden."""
    pages = {choice: lead.browser.get(f"{places.ROUND}?differs={choice}").text for choice in ("head", "yes", "no")}
    return {choice: ">Arden Customs<" in page for choice, page in pages.items()}


def results_say(play: Play, published: Said) -> None:
    for name in ("alice", "sofia", "bob"):
        for place in places.PUBLISHED:
            compare(place(actor(play.app, name)), published, f"{place.__name__} for {name}")


def test_what_the_team_answers_again_is_no_change_of_the_head(signed: Play, alice: Actor, sofia: Actor) -> None:
    signed.act("rita", Permission.BEGIN_REVIEW, begin)
    signed.act("rita", Permission.REVIEW, send_back, texts={"RC-06": "Which page says so?"}, letter="Please answer")
    signed.look("moderated", {"alice", *SECRETARIAT})

    body = LEVEL_3 | {"value": 4, "revision": 1}
    alice.browser.put(f"/api/v1{HOME}/answers/RC-06", json=body, headers=alice.api)

    signed.look("moderated", {"alice", *SECRETARIAT})
    assert who_changed(sofia) == {"head": False, "yes": False, "no": False}  # not known from what is stored


def test_what_was_withdrawn_is_the_teams_again(signed: Play) -> None:
    signed.act("hugo", Permission.WITHDRAW, withdraw, why="A mistake.", by_name="Hugo")

    signed.look("self", TEAM | SECRETARIAT)


def test_every_role_that_may_read_is_asked() -> None:
    may_read = {name for role, name in BY_ROLE.items() if role not in ("administrator", "external_reviewer")}

    assert set(READERS) | {"connie", "hugo"} == may_read  # the rights of these two are those of Alice and Vera
