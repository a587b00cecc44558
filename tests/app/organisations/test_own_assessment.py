"""The secretariat's own assessment, end to end: nobody of the secretariat reviews it, somebody from outside does."""

import pytest
from sqlmodel import select

from app.assessments.lifecycle import State
from app.db.tables.people import Membership
from app.db.tables.records import Notice
from app.db.tables.reviews import Draw
from app.features.reviewing.second_reviews.second import drawable
from tests.app.browser import words
from tests.app.organisations.conftest import Secretariat
from tests.app.reviewing.conftest import PUBLICATION, REVIEW, decide, finish, get, post, publish
from tests.cast import ARDEN, BRINK, Actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

NOT_OUTSIDE = "cannot be reviewed by its own people. Choose an external reviewer."
OWN = "Another reviewer decides on its levels."
MANY = "/reviews/assignments"


def give(lead: Actor, reviewer: str) -> tuple[int, str]:
    answer = post(lead, f"{REVIEW}/reviewer", reviewer=reviewer, due_on="")
    return answer.status_code, words(answer.text)


@ON_BOTH
def test_somebody_from_outside_reviews_it_and_the_lead_publishes(own: Secretariat, sofia: Actor, xenia: Actor) -> None:
    assert give(sofia, "xenia")[0] == 303
    assert post(xenia, REVIEW).status_code == 303
    assert decide(xenia).status_code == 200
    assert post(xenia, f"{REVIEW}/return", **{"signature": 1, "question-RC-01": "Which page?"}).status_code == 303
    own.put(State.UNDER_REVIEW)
    assert finish(xenia).status_code == 303
    assert own.state() == State.REVIEWED

    assert publish(sofia).status_code == 303
    assert own.state() == State.PUBLISHED
    assert get(xenia, f"/assessments/{ARDEN}/scorecard").status_code == 200


def test_the_lead_is_offered_only_people_from_outside(own: Secretariat, sofia: Actor) -> None:
    page = get(sofia).text

    assert '<option value="xenia"' in page
    assert '<option value="rita"' not in page
    assert "This is the assessment of your own organisation" in page


@pytest.mark.parametrize("person", ["rita", "sofia"])
@ON_BOTH
def test_nobody_of_the_secretariat_is_given_it(person: str, own: Secretariat, sofia: Actor) -> None:
    status, page = give(sofia, person)
    many = post(sofia, MANY, part="first", reviewer=person, assessment=ARDEN, round="round")

    assert (status, many.status_code) == (422, 422)
    assert f"Arden Customs {NOT_OUTSIDE}" in page
    assert f"Arden Customs {NOT_OUTSIDE}" in words(many.text)
    assert own.reviewer() is None


def test_together_with_others_it_is_given_to_nobody(own: Secretariat, sofia: Actor) -> None:
    with own.database.writing() as db:
        put_in_state(db, own.catalogue, State.SIGNED, BRINK)

    for person, sentence in (("rita", NOT_OUTSIDE), ("xenia", "Brink Revenue: Xenia is an external reviewer")):
        answer = post(sofia, MANY, part="first", reviewer=person, assessment=[ARDEN, BRINK], round="round")
        assert answer.status_code == 422
        assert sentence in words(answer.text)
    assert own.reviewer() is None


@pytest.mark.parametrize("person", ["rita", "sofia"])
@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.SIGNED, "begin"),
        (State.UNDER_REVIEW, "decide"),
        (State.UNDER_REVIEW, "return"),
        (State.UNDER_REVIEW, "finish"),
        (State.REVIEWED, "reopen"),
    ],
)
def test_who_had_its_review_before_does_nothing_more(
    person: str, state: State, act: str, own: Secretariat, sofia: Actor, rita: Actor
) -> None:
    """The organisation became a secretariat after Rita had it; and the lead needs no task for others."""
    own.reviewed_by("rita")
    own.put(state)
    who = {"rita": rita, "sofia": sofia}[person]
    acts = {
        "begin": lambda: post(who, REVIEW),
        "decide": lambda: decide(who),
        "return": lambda: post(who, f"{REVIEW}/return", **{"signature": 1, "question-RC-01": "Which page?"}),
        "finish": lambda: post(who, f"{REVIEW}/completion", signature=1, why="", why_none=""),
        "reopen": lambda: post(who, f"{REVIEW}/reopening", why="Look again"),
    }

    answer = acts[act]()

    assert answer.status_code == 403
    if (person, act) != ("rita", "reopen"):  # which no reviewer of the secretariat may, with any assessment
        assert OWN in words(answer.text)
    assert own.state() == state


def test_whoever_belongs_to_an_administration_never_reviews_it(own: Secretariat, sofia: Actor, rita: Actor) -> None:
    """No page makes such an account; a row that says it is enough all the same."""
    with own.database.writing() as db:
        db.add(Membership(person_id="rita", administration_id="brink", role="viewer"))
        db.flush()
        put_in_state(db, own.catalogue, State.SIGNED, BRINK)

    given = post(sofia, f"/assessments/{BRINK}/review/reviewer", reviewer="rita", due_on="")

    assert given.status_code == 422
    assert "Brink Revenue: Rita belongs to this organisation and cannot review it." in words(given.text)
    assert OWN in words(post(rita, f"/assessments/{BRINK}/review").text)


@ON_BOTH
def test_it_is_never_drawn_for_a_second_review(own: Secretariat, sofia: Actor) -> None:
    with own.database.writing() as db:
        put_in_state(db, own.catalogue, State.SIGNED, BRINK)
    with own.database.reading() as db:
        assert drawable(db, "round") == [BRINK]

    assert post(sofia, "/reviews/draws", round="round", share="100", seed="").status_code == 303
    with own.database.reading() as db:
        (draw,) = db.exec(select(Draw)).all()
    assert (draw.among, draw.drawn) == ([BRINK], [BRINK])
    second = post(sofia, MANY, part="second", reviewer="xenia", assessment=ARDEN, round="round")
    assert "Arden Customs was not drawn for a second review." in words(second.text)


def test_the_reviewer_from_outside_opens_it_again(own: Secretariat, xenia: Actor, hugo: Actor) -> None:
    """The head asks for a second opinion; whoever can act on it is told."""
    own.reviewed_by("xenia")
    own.put(State.UNDER_REVIEW)
    decide(xenia, choice="1", reason="not shown", note="Which page?")
    finish(xenia)

    post(hugo, f"/assessments/{ARDEN}/disagreements/RC-01", text="It is on page 4")
    with own.database.reading() as db:
        told = {row.person_id for row in db.exec(select(Notice)) if row.kind == "disagreed"}
    assert told == {"sofia", "xenia"}

    assert post(xenia, f"{REVIEW}/reopening", why="Page 4 shows it").status_code == 303
    assert own.state() == State.UNDER_REVIEW


def test_the_report_says_who_reviewed_it(own: Secretariat, sofia: Actor) -> None:
    own.reviewed_by("xenia")
    own.put(State.PUBLISHED)

    for page in (f"/assessments/{ARDEN}/scorecard", f"/results/{ARDEN}"):
        shown = words(get(sofia, page).text)
        assert "by the secretariat" not in shown
        assert "by an external reviewer" in shown


def test_the_lead_does_not_see_what_stands_against_publishing(own: Secretariat, sofia: Actor) -> None:
    """The review was from outside, so publishing it is no review of one's own."""
    own.put(State.REVIEWED)

    assert get(sofia, PUBLICATION).status_code == 200
