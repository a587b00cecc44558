"""An external reviewer sees the assessments assigned to them, and of all others not even that they are there."""

from typing import Any

from fastapi import FastAPI
from sqlmodel import select

from app.access.identity import Visitor, utc_now
from app.access.loaders import NotAllowed, NotYours, open_assessment
from app.assessments.lifecycle import SUBMITTED, NotNow, State
from app.assessments.rights import Permission, Role, may, may_ever
from app.db.session import Database
from app.db.tables.answers import Evidence
from app.db.tables.records import Mail, Notice
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.organisations.conftest import Secretariat
from tests.cast import ARDEN, BRINK, ITEM, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

ELSEWHERE = [
    *("/rounds", "/rounds/round", "/rounds/round/overview.csv", "/rounds/round/consolidated.jsonl", "/rounds/all"),
    *("/rounds/round/administrations/BRINK", "/rounds/round/reports", "/reviews", "/reviews/second", "/desk", "/audit"),
    *("/administrations", "/administrations.csv", "/administrations/brink/people", "/accounts"),
]
SEEN_BY_ALL = ["/", "/results", "/results.csv", "/notices", "/search?q=brink", "/search?q=arden", "/help", "/account"]


def listed(xenia: Actor) -> list[str]:
    answer = xenia.browser.get("/api/v1/assessments", headers=xenia.api)
    return [line["id"] for line in answer.json()["assessments"]]


@ON_BOTH
def test_before_anything_is_assigned_there_is_nothing(own: Secretariat, xenia: Actor) -> None:
    home = words(xenia.browser.get("/").text)

    assert "No review is assigned to you" in home
    assert listed(xenia) == []
    for page in SEEN_BY_ALL:
        shown = xenia.browser.get(page)
        assert shown.status_code == 200, page
        for name in ("Arden Customs", "Brink Revenue"):
            assert name not in shown.text, page


@ON_BOTH
def test_the_assigned_one_is_at_hand_and_no_other(own: Secretariat, xenia: Actor) -> None:
    own.reviewed_by("xenia")
    with own.database.writing() as db:
        put_in_state(db, own.catalogue, State.PUBLISHED, BRINK)

    assert f'href="/assessments/{ARDEN}/review"' in xenia.browser.get("/").text
    assert listed(xenia) == [ARDEN]
    assert xenia.browser.get(f"/api/v1/assessments/{ARDEN}", headers=xenia.api).status_code == 200
    assert xenia.browser.get(f"/api/v1/assessments/{BRINK}", headers=xenia.api).status_code == 404
    for page in SEEN_BY_ALL:
        assert "Brink Revenue" not in xenia.browser.get(page).text, page
    for page in ELSEWHERE:
        answer = xenia.browser.get(page)
        assert answer.status_code in (403, 404), page
        assert "Brink" not in answer.text, page


@ON_BOTH
def test_the_search_finds_evidence_of_the_assigned_one_only(own: Secretariat, xenia: Actor, sofia: Actor) -> None:
    with own.database.writing() as db:
        put_in_state(db, own.catalogue, State.SIGNED, BRINK)
        kept = db.get_one(Evidence, ITEM).model_dump()
        db.add(Evidence(**kept | {"id": "item-of-brink", "assessment_id": BRINK, "title": "Order 77/2024"}))

    def found_by(who: Actor) -> str:
        return words(who.browser.get("/search?q=order").text)

    assert ("Order 12" in found_by(xenia), "Order 77" in found_by(xenia)) == (False, False)
    own.reviewed_by("xenia")
    assert ("Order 12" in found_by(xenia), "Order 77" in found_by(xenia)) == (True, False)
    assert "Order 77" in found_by(sofia)


@ON_BOTH
def test_with_the_review_goes_all_sight_of_it(own: Secretariat, xenia: Actor) -> None:
    own.reviewed_by("xenia")
    with own.database.writing() as db:
        about: dict[str, Any] = {"kind": "submitted", "person_id": "xenia", "assessment_id": ARDEN, "at": utc_now()}
        db.add(Notice(id="told", path=f"/assessments/{ARDEN}/review", names={"place": "Canary"}, **about))
    assert "Arden Customs" in xenia.browser.get("/notices").text

    own.reviewed_by("sofia")

    assert "Arden Customs" not in xenia.browser.get("/notices").text
    assert xenia.browser.post("/notices/told", data=xenia.form()).status_code == 404
    assert xenia.browser.get(f"/assessments/{ARDEN}").status_code == 404
    assert listed(xenia) == []


def test_a_draft_is_not_shown_before_it_is_signed(own: Secretariat, xenia: Actor) -> None:
    own.reviewed_by("xenia")
    seen = {}
    for state in State:
        own.put(state)
        seen[state] = xenia.browser.get(f"/assessments/{ARDEN}").status_code

    assert seen == {state: 200 if state in SUBMITTED else 404 for state in State}


def test_comments_reach_only_who_has_the_review(own: Secretariat, xenia: Actor, alice: Actor) -> None:
    def comment(by: Actor) -> int:
        address = f"/assessments/{ARDEN}/answers/RC-01/comments/secretariat"
        return by.browser.post(address, data=by.form(text="See page 4", comment_id="")).status_code

    own.reviewed_by("xenia")
    assert comment(xenia) == 303
    own.reviewed_by("rita")
    assert comment(xenia) == 404
    assert comment(alice) == 303

    with own.database.reading() as db:
        told = {notice.person_id for notice in db.exec(select(Notice)) if notice.kind == "commented"}
        mailed = {mail.person_id for mail in db.exec(select(Mail)) if mail.kind == "commented"}
    assert "xenia" not in told | mailed


def test_the_rights_of_an_assigned_one_are_those_of_the_table(
    own: Secretariat, app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    """Of each right that a page of the review asks for."""
    own.reviewed_by("xenia")
    visitor, role = Visitor("xenia", "Xenia", "", "en", "external_reviewer"), Role.EXTERNAL_REVIEWER
    wrong = {}
    for state in State:
        own.put(state)
        for permission in Permission:
            with database.reading() as db:
                try:
                    open_assessment(db, catalogue, visitor, ARDEN, permission)
                    is_open = True
                except (NotYours, NotAllowed, NotNow):
                    is_open = False
            if is_open is not may(permission, role, state):
                wrong[state, permission] = is_open
    assert wrong == {}
    assert not may_ever(Permission.FOLLOW_ROUND, role)
    assert actor(app, "xenia").browser.get("/rounds").status_code == 403
