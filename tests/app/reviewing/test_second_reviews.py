"""The second reviewer works blind; draws are recorded; the lead sees how far the two agree."""

import csv
from io import StringIO

import pytest
from sqlmodel import select

from app.assessments.draws import draw
from app.assessments.lifecycle import State
from app.db.tables.reviews import Draw, Moderation, ReviewTask
from tests.app.reviewing.conftest import HTMX, REVIEW, Stage, decide, finish, get, post
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

SECRET = "Only the first reviewer knows"
PLACES = [
    REVIEW,
    f"{REVIEW}?show=differs",
    f"{REVIEW}/E1.1",
    f"{REVIEW}/decisions/RC-01",
    f"{REVIEW}/completion",
    "/reviews",
    f"/assessments/{ARDEN}",
    f"/assessments/{ARDEN}/elements/E1.1",
    f"/assessments/{ARDEN}/scorecard",
]


@pytest.fixture
def blind(rita: Actor, sam: Actor, arden: Stage) -> Actor:
    """Sam, after Rita decided."""
    arden.second()
    decide(rita, choice="1", reason="wrong scope", note=SECRET)
    return sam


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_the_first_review_reaches_the_second_reviewer(place: str, blind: Actor, arden: Stage) -> None:
    seen = blind.browser.get(place, headers=HTMX if "decisions" in place else {})

    assert seen.status_code == 200
    assert SECRET not in seen.text
    assert 'value="1" data-level="1"  checked' not in seen.text
    assert 'Differs <span class="count">1' not in seen.text


def test_what_the_first_reviewer_sees_is_not_in_the_second_ones_page(rita: Actor, blind: Actor) -> None:
    """The test above can fail: the same places tell the first reviewer."""
    page = get(rita, f"{REVIEW}/E1.1").text
    assert SECRET in page
    assert 'value="1" data-level="1"  checked' in page
    assert 'Differs <span class="count">1' in get(rita).text
    assert SECRET not in get(blind, f"{REVIEW}/E1.1").text


def test_the_returned_questions_of_the_first_are_hidden_too(rita: Actor, blind: Actor) -> None:
    post(rita, f"{REVIEW}/return", signature=1, **{"question-RC-01": SECRET})

    assert SECRET not in get(blind, f"{REVIEW}/E1.1").text
    assert SECRET not in get(blind, f"{REVIEW}?show=returned").text


def moderated_score(reader: Actor) -> str:
    """Of Arden, in the list of the round."""
    rows = csv.DictReader(StringIO(reader.browser.get("/rounds/round/overview.csv").text))
    return next(row["Moderated score"] for row in rows if row["Administration"].startswith("Arden"))


def test_the_overview_shows_the_first_reviewers_levels_to_all_but_the_blind_one(rita: Actor, blind: Actor) -> None:
    assert (moderated_score(rita), moderated_score(blind)) == ("1.9", "")


def test_whoever_has_finished_the_second_review_is_blind_no_more(blind: Actor) -> None:
    """Whether the levels come from the list of the round or from the assessment itself."""
    finish(blind)

    assert moderated_score(blind) == "1.9"
    assert "1.9" in get(blind, f"/assessments/{ARDEN}/scorecard").text


def test_a_published_result_is_published_for_the_blind_one_too(blind: Actor, arden: Stage) -> None:
    arden.put(State.PUBLISHED)

    assert moderated_score(blind) == "1.9"


def test_the_log_names_a_decision_without_its_levels(sofia: Actor, blind: Actor) -> None:
    (line,) = (line for line in get(sofia, "/audit.csv").text.splitlines() if "decision saved" in line)

    assert "RC-01" in line
    assert "before" not in line
    assert "after" not in line


def test_a_blind_reviewer_has_no_right_to_the_moderated_values(blind: Actor, arden: Stage) -> None:
    """The right that scorecard, report and API ask for."""
    assert get(blind, f"{REVIEW}/return").status_code == 403
    assert post(blind, f"{REVIEW}/return", signature=1, **{"question-RC-01": "Mine"}).status_code == 403


def test_the_first_reviewer_sees_nothing_of_the_second(rita: Actor, blind: Actor, arden: Stage) -> None:
    decide(blind, choice="0", reason="other", note="Only Sam knows")

    pages = [get(rita, place).text for place in PLACES if "decisions" not in place]
    assert not [page for page in pages if "Only Sam knows" in page]


@ON_BOTH
def test_both_decide_and_only_the_first_moves_figures(blind: Actor, arden: Stage) -> None:
    before = arden.row().moderated

    assert decide(blind, choice="4", reason="misread").status_code == 200

    first, second = arden.decision(part="first"), arden.decision(part="second")
    assert first
    assert second
    assert (first.value, second.value, first.revision, second.revision) == ("1", "4", 1, 1)
    assert arden.row().moderated == before


@pytest.mark.parametrize("state", [State.RETURNED, State.REVIEWED])
def test_the_second_review_goes_on_while_the_first_is_elsewhere(state: State, blind: Actor, arden: Stage) -> None:
    arden.put(state)

    assert decide(blind).status_code == 200
    assert arden.decision(part="second")


def test_the_second_reviewer_ends_alone_and_then_changes_nothing(blind: Actor, arden: Stage) -> None:
    assert finish(blind).status_code == 303

    assert arden.row().state == State.UNDER_REVIEW
    assert not arden.mails()
    assert decide(blind).status_code == 409
    with arden.read() as db:
        tasks = {task.part: task.finished_at for task in db.exec(select(ReviewTask))}
    assert tasks["second"]
    assert tasks["first"] is None


@ON_BOTH
def test_a_draw_is_recorded_with_all_that_repeats_it(sofia: Actor, arden: Stage) -> None:
    assert post(sofia, "/reviews/draws", round="round", share="10", seed="dice").status_code == 303

    with arden.read() as db:
        made = db.exec(select(Draw)).one()
    assert (made.number, made.share, made.seed, made.among, made.drawn, made.by) == (
        1,
        10,
        "dice",
        [ARDEN],
        [ARDEN],
        "sofia",
    )
    assert made.drawn == draw(made.among, made.share, made.seed)
    assert "dice" in get(sofia, "/reviews/second").text


def test_without_a_seed_a_fresh_one_is_made_and_a_second_draw_finds_nothing_left(sofia: Actor, arden: Stage) -> None:
    post(sofia, "/reviews/draws", round="round", share="100", seed="")

    again = post(sofia, "/reviews/draws", round="round", share="100", seed="")

    assert again.status_code == 422
    assert "has already been in a draw" in again.text
    with arden.read() as db:
        assert len(db.exec(select(Draw)).one().seed) == 16


@pytest.mark.parametrize(
    "fields", [{"share": "0"}, {"share": "101"}, {"share": "ten"}, {"seed": "a\0b"}, {"seed": "x" * 101}]
)
def test_what_cannot_be_drawn_is_said_and_stays(fields: dict[str, str], sofia: Actor, arden: Stage) -> None:
    answer = post(sofia, "/reviews/draws", **({"round": "round", "share": "10", "seed": "dice"} | fields))

    assert answer.status_code == 422
    assert fields.get("share", "10") in answer.text


@ON_BOTH
def test_the_second_reviewer_is_never_the_first_and_only_of_what_was_drawn(
    sofia: Actor, sam: Actor, arden: Stage
) -> None:
    fields = {"part": "second", "round": "round", "assessment": ARDEN}
    assert "was not drawn" in post(sofia, "/reviews/assignments", **fields, reviewer="sam").text
    post(sofia, "/reviews/draws", round="round", share="100", seed="")
    assert "must be different people" in post(sofia, "/reviews/assignments", **fields, reviewer="rita").text

    assert post(sofia, "/reviews/assignments", **fields, reviewer="sam").status_code == 303

    with arden.read() as db:
        task = db.get(ReviewTask, (ARDEN, "second"))
    assert task
    assert task.reviewer_id == "sam"
    assert "must be different people" in post(sofia, f"{REVIEW}/reviewer", reviewer="sam").text


@ON_BOTH
def test_the_agreement_is_shown_when_both_have_finished(sofia: Actor, rita: Actor, blind: Actor, arden: Stage) -> None:
    decide(blind, choice="4", reason="misread")
    decide(rita, "RC-02")
    finish(blind)
    assert "No second review has been completed" in get(sofia, "/reviews/second").text

    finish(rita)

    page = get(sofia, "/reviews/second").text
    assert "<strong>1</strong>from 1 double review; 88 without a pair, or not examined by both" in page
    assert '<td class="number" data-label="First">1</td><td class="number" data-label="Second">4</td>' in page
    assert SECRET not in page
    assert get(rita, "/reviews/second").status_code == 403


def test_a_reviewer_without_a_task_is_not_blind(rita: Actor, sam: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="wrong scope", note=SECRET)

    assert SECRET in get(sam, f"{REVIEW}/E1.1").text
    with arden.read() as db:
        assert [moderation.part for moderation in db.exec(select(Moderation))] == ["first"]
