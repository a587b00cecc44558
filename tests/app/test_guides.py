"""What pages promise under their title is what the table of rights allows, for every role in every state."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.access.guide_texts import GUIDES, OF_A_TEAM, OF_ADMINISTRATIONS, OF_OFFICES, Guide
from app.access.guides import shown_to
from app.access.loaders import ANY_STATE
from app.assessments.lifecycle import State
from app.assessments.rights import OF_ASSIGNED_REVIEWERS, OFFICES, PERMISSIONS, Permission, Role, may_ever
from app.db.session import Database
from app.db.tables.reviews import ReviewTask
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.cast import ARDEN, Actor, actor
from tests.house.test_templates import TEMPLATES, source
from tests.states import put_in_state

PROMISES = {
    "add administrations": Permission.RUN_ROUND,
    "add evidence": Permission.KEEP_EVIDENCE,
    "add files": Permission.KEEP_EVIDENCE,
    "answer any question": Permission.ANSWER,
    "answer offline": Permission.ANSWER,
    "answer questions": Permission.ANSWER,
    "answer the questions": Permission.ANSWER,
    "ask for a correction": Permission.ASK_CORRECTION,
    "ask for a second opinion": Permission.DISAGREE,
    "assign parts": Permission.ASSIGN,
    "assign reviews": Permission.RUN_REVIEWS,
    "assign work": Permission.ASSIGN,
    "begin the review": Permission.BEGIN_REVIEW,
    "change a level": Permission.VALIDATE,
    "change each of them": Permission.KEEP_MEMBERS,
    "change dates": Permission.RUN_ROUND,
    "change the contact": Permission.KEEP_TEAM,
    "change the name": Permission.KEEP_MEMBERS,
    "change the profile": Permission.ANSWER_PROFILE,
    "change their roles": Permission.KEEP_TEAM,
    "check everything that was signed": Permission.READ_AUDIT,
    "check the answers": Permission.READ,
    "check the system": Permission.KEEP_ACCOUNTS,
    "choose who sees a published result": Permission.DISCLOSE,
    "decide on a correction": Permission.DECIDE_CORRECTION,
    "decide on each level": Permission.DECIDE,
    "disable accounts": Permission.KEEP_ACCOUNTS,
    "download the questions": Permission.READ,
    "draw second reviews": Permission.RUN_REVIEWS,
    "fill in the tables": Permission.KEEP_WORKFORCE,
    "finish the review": Permission.DECIDE,
    "fix what prevents signing": Permission.ANSWER,
    "import a list": Permission.KEEP_MEMBERS,
    "invite people": Permission.KEEP_TEAM,
    "invite the first coordinator": Permission.KEEP_TEAM,
    "manage accounts": Permission.KEEP_ACCOUNTS,
    "open the evidence": Permission.READ_EVIDENCE,
    "publish results": Permission.RUN_REVIEWS,
    "publish the result": Permission.PUBLISH,
    "return questions": Permission.REVIEW,
    "review those assigned to you": Permission.DECIDE,
    "run rounds": Permission.RUN_ROUND,
    "set up rounds": Permission.RUN_ROUND,
    "sign": Permission.SIGN,
    "sign for your administration": Permission.SIGN,
    "sign people out": Permission.KEEP_ACCOUNTS,
    "upload the answers": Permission.ANSWER,
    "withdraw the signature": Permission.WITHDRAW,
    "work on those assigned to you": Permission.DECIDE,
}
"""Of each thing that a text says one can do, the right that it takes."""
BESIDE = re.compile(
    r"(see|read|download|open|links|documents|unsent|who|why|when|by whom|in which|with|you|the|answers as|not only)\b"
)
"""How parts begin that promise nothing more: a page's own guard has asked whether its visitor may read it."""
MOST_LETTERS = 76
"""Two lines of a phone 320 px wide."""


def promised(text: str) -> Iterator[Permission]:
    """What a text says one can do, part by part. A part that nobody has listed fails."""
    for said in re.findall(r"[Yy]ou can (?:also )?([^.]+)", text):
        for part in re.split(r", and |, | and | until ", said):
            known = [promise for promise in PROMISES if part.startswith(promise)]
            assert known or BESIDE.match(part), f"PROMISES does not say what right it takes: {part}"
            if known:
                yield PROMISES[max(known, key=len)]


def texts_for(guide: Guide, permissions: frozenset[Permission], state: State) -> tuple[str, ...]:
    shown = shown_to(guide, permissions, state)
    return (shown.sentence, *shown.lines) if shown else ()


def rights_in(role: Role, state: State) -> Iterator[frozenset[Permission]]:
    """All of the role, and what a reviewer has where the review is somebody else's, or is a blind second one."""
    yield PERMISSIONS[role, state]
    if role is Role.REVIEWER:
        yield PERMISSIONS[role, state] - OF_ASSIGNED_REVIEWERS
        yield PERMISSIONS[role, state] - {Permission.SEE_MODERATED}


@pytest.mark.parametrize("role", Role)
def test_no_page_of_an_assessment_promises_what_a_role_may_not_do_there(role: Role) -> None:
    beyond = {
        (here, state, text)
        for state in State
        for rights in rights_in(role, state)
        if Permission.READ in rights
        for here, guide in (GUIDES | {"my work": OF_A_TEAM}).items()
        for text in texts_for(guide, rights, state)
        if not set(promised(text)) <= rights
    }

    assert beyond == set()


@pytest.mark.parametrize("role", Role)
def test_no_other_page_promises_more_than_the_role_may(role: Role) -> None:
    guides = OF_ADMINISTRATIONS | (OF_OFFICES if role in OFFICES else {})
    beyond = {
        (here, text)
        for here, guide in guides.items()
        for text in texts_for(guide, PERMISSIONS[role, ANY_STATE], ANY_STATE)
        if not all(may_ever(permission, role) for permission in promised(text))
    }

    assert beyond == set()


@pytest.mark.parametrize(
    ("here", "permission"),
    [
        ("tasks", Permission.ANSWER),
        ("profile", Permission.ANSWER_PROFILE),
        ("evidence", Permission.KEEP_EVIDENCE),
        ("work", Permission.ASSIGN),
        ("signature", Permission.SIGN),
        ("review", Permission.REVIEW),
    ],
)
def test_whoever_may_do_what_a_page_is_for_is_told_so(here: str, permission: Permission) -> None:
    for (role, state), rights in PERMISSIONS.items():
        shown = shown_to(GUIDES[here], rights, state)
        assert (shown is not None and permission in promised(shown.sentence)) == (permission in rights), (role, state)


def test_every_place_of_an_assessment_says_it_to_everybody_who_can_open_it() -> None:
    places = {name for page in TEMPLATES for name in re.findall(r'frame\.head\(assessment, "(\w+)"', source(page))}
    assert places - GUIDES.keys() == {"extension"}, "which is one form, and says it itself"
    silent = {
        (here, role, state)
        for (role, state), rights in PERMISSIONS.items()
        for here, guide in GUIDES.items()
        if (Permission.SEE_REVIEW if "review" in here else Permission.READ) in rights
        if shown_to(guide, rights, state) is None
    }

    assert silent == set()


def test_a_sentence_takes_two_lines_of_a_phone_at_most() -> None:
    guides = (*GUIDES.values(), *OF_ADMINISTRATIONS.values(), *OF_OFFICES.values(), OF_A_TEAM)
    sentences = [line.text for guide in guides for line in guide.sentences]

    assert len(sentences) > 40
    assert [text for text in sentences if len(text) > MOST_LETTERS] == []


@pytest.mark.parametrize(
    ("person", "address", "sentence"),
    [
        ("alice", "", "You can answer any question and assign parts to colleagues."),
        ("connie", "", "You can answer any question, not only those assigned to you."),
        ("vera", "", "You can read the answers. Your colleagues are working on them."),
        ("sofia", "", "You can read the answers so far. They are not signed."),
        ("hugo", "/signature", "You can check the answers and sign for your administration."),
        ("vera", "/work", "You can see who works on which part."),
    ],
)
def test_a_page_begins_with_what_its_visitor_can_do(
    person: str, address: str, sentence: str, app: FastAPI, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.IN_PROGRESS)

    page = actor(app, person).browser.get(f"/assessments/{ARDEN}{address}").text

    after_title = words(page.partition("</h1>")[2])
    assert after_title.startswith(sentence)


def test_a_second_reviewer_is_told_that_the_review_is_independent(
    rita: Actor, database: Database, catalogue: Catalogue
) -> None:
    with database.writing() as db:
        put_in_state(db, catalogue, State.UNDER_REVIEW)
        db.execute(update(ReviewTask).values(part="second"))

    page = words(rita.browser.get(f"/assessments/{ARDEN}/review").text)

    assert "You can decide on each level until you finish your review." in page
    assert "return questions" not in page


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("alice", "/"),
        ("sofia", "/"),
        ("tessa", "/"),
        ("sofia", "/rounds"),
        ("rita", "/reviews"),
        ("bob", "/desk"),
        ("sofia", "/administrations"),
        ("tessa", "/accounts"),
        ("vera", "/administrations/arden/people"),
        ("sofia", "/administrations/arden"),
    ],
)
def test_the_other_pages_say_it_too(person: str, address: str, app: FastAPI) -> None:
    page = actor(app, person).browser.get(address).text

    assert re.search(r'class="guide">\s*(<summary>)?You can ', page)
