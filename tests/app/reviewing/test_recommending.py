"""Recommendations: asked for, written, declined with a reason, shown once the review is finished, and frozen."""

import json
import re
from dataclasses import replace

from httpx2 import Response

from app.assessments.answer_sets import content_hash
from app.assessments.lifecycle import State
from app.assessments.report.outcome import recommendation_rows, recommended_in
from app.db.tables.rounds import Publication
from app.features.reviewing.outcome.recommending import copied_from_last_edition
from exports.gap.outcome import Recommended
from tests.app.reviewing.conftest import HTMX, NONE_NEEDED, REVIEW, WHY, Stage, decide, finish, get, post, publish
from tests.app.reviewing.test_unexamined import examine_all
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

FINDING = {"finding": "The decree names no date", "risk": "Nobody is held to it", "recommended": "Set a date for each"}
WRITTEN = Recommended(1, "RC-01", **FINDING, due_on="2027-06-30")
PLACE = f"{REVIEW}/recommendations"
SHOWN_AT = (f"/assessments/{ARDEN}/disagreements", f"/assessments/{ARDEN}/scorecard")


def recommend(person: Actor, indicator: str = "RC-01", revision: int = 0, **texts: str) -> Response:
    fields = FINDING | {"due_on": "2027-06-30"} | texts
    return post(person, f"{PLACE}/{indicator}", revision=revision, **fields)


def stored(arden: Stage) -> tuple[Recommended, ...]:
    with arden.read() as db:
        return recommended_in(recommendation_rows(db, arden.assessment()))


@ON_BOTH
def test_a_lowered_level_asks_for_a_recommendation_beside_the_decision(rita: Actor, arden: Stage) -> None:
    assert "You lowered this level" not in get(rita, f"{REVIEW}/E1.1").text

    saved = decide(rita, choice="1", reason="not shown")

    assert "You lowered this level" in saved.text
    assert recommend(rita).status_code == 303
    assert "R1</strong>" in get(rita, f"{REVIEW}/E1.1").text
    assert stored(arden) == (WRITTEN,)
    assert arden.actions()[-1] == "recommendation saved"


def test_a_number_belongs_to_its_question_for_ever(rita: Actor, arden: Stage) -> None:
    recommend(rita, "RC-02")
    recommend(rita)
    post(rita, f"{PLACE}/RC-02", revision=1, none="yes", why_none="Said in the other one")
    recommend(rita, "RC-03")
    recommend(rita, "RC-02", revision=2)

    assert [(each.name, each.indicator) for each in stored(arden)] == [
        ("R1", "RC-02"),
        ("R2", "RC-01"),
        ("R3", "RC-03"),
    ]


def test_every_text_is_needed_and_what_was_typed_stays(rita: Actor, arden: Stage) -> None:
    refused = recommend(rita, risk=" ", due_on="soon")

    assert refused.status_code == 422
    assert "Enter the risk if nothing changes." in refused.text
    assert FINDING["finding"] in refused.text
    assert stored(arden) == ()


def test_of_two_windows_the_later_sees_both_texts_and_chooses(rita: Actor, sofia: Actor, arden: Stage) -> None:
    recommend(sofia, finding="Sofia's words")

    conflict = recommend(rita, finding="Rita's words")

    assert conflict.status_code == 409
    assert "Sofia&#39;s words" in conflict.text
    assert "Rita&#39;s words" in conflict.text
    assert recommend(rita, revision=1, finding="Rita's words").status_code == 303
    assert [each.finding for each in stored(arden)] == ["Rita's words"]


def put(person: Actor, revision: int, **texts: str) -> Response:
    """What the page sends by itself."""
    fields = FINDING | {"due_on": ""} | texts
    return person.browser.put(f"{PLACE}/RC-01", data=person.form(revision=revision, **fields), headers=HTMX)


def test_it_saves_itself_and_a_conflict_names_what_the_other_window_saved(
    rita: Actor, sofia: Actor, arden: Stage
) -> None:
    saved, refused = put(rita, 0), put(rita, 1, risk="")
    put(sofia, 1, finding="Sofia's words")
    conflict = put(rita, 1, finding="Rita's words")
    kept = put(rita, 1, finding="Rita's words", over="2")

    assert saved.status_code == 200
    assert len(re.findall(r'name="revision" value="1" hx-swap-oob="true"', saved.text)) == 2
    assert (refused.status_code, "Enter the risk if nothing changes." in refused.text) == (422, True)
    assert (conflict.status_code, "Sofia&#39;s words" in conflict.text) == (409, True)
    assert 'name="over" value="2"' in conflict.text
    assert "<html" not in saved.text + refused.text + conflict.text
    assert kept.status_code == 200
    assert [each.finding for each in stored(arden)] == ["Rita's words"]


def test_sent_twice_it_is_saved_once(rita: Actor, arden: Stage) -> None:
    recommend(rita)
    assert recommend(rita).status_code == 303

    assert arden.actions().count("recommendation saved") == 1


def test_finishing_asks_for_what_is_missing_or_why_none_is_needed(rita: Actor, arden: Stage) -> None:
    examine_all(arden)
    decide(rita, choice="1", reason="not shown", based_on="1.1")
    page = get(rita, f"{REVIEW}/completion").text
    assert f'href="{PLACE}/RC-01"' in page

    assert post(rita, f"{REVIEW}/completion", signature=1).status_code == 422
    assert finish(rita).status_code == 303

    with arden.read() as db:
        rows = recommendation_rows(db, arden.assessment())
    assert rows["RC-01"].why_none == NONE_NEEDED
    assert arden.actions().count("recommendation declined") == 1


def test_nothing_is_written_once_the_review_is_finished(rita: Actor, arden: Stage) -> None:
    finish(rita)

    assert recommend(rita).status_code == 409


def test_the_administration_sees_them_when_the_review_is_finished_and_no_sooner(
    alice: Actor, rita: Actor, arden: Stage
) -> None:
    recommend(rita)
    arden.put(State.RETURNED)
    assert not any(FINDING["risk"] in get(alice, place).text for place in SHOWN_AT)
    arden.put(State.UNDER_REVIEW)

    finish(rita)

    assert all(FINDING["risk"] in get(alice, place).text for place in SHOWN_AT)


def test_auditors_see_recommendations_exactly_where_they_see_the_reviewers_levels(
    bob: Actor, rita: Actor, sofia: Actor, arden: Stage
) -> None:
    """By the one table of rights: once the review is finished, published or not."""
    recommend(rita)
    finish(rita)
    seen = {}
    for state in (State.SIGNED, State.UNDER_REVIEW, State.RETURNED, State.REVIEWED):
        arden.put(state)
        levels, result = (get(bob, place) for place in SHOWN_AT)
        seen[state] = (levels.status_code == 200, FINDING["risk"] in result.text)
    publish(sofia)
    levels, result = (get(bob, place) for place in SHOWN_AT)
    seen[State.PUBLISHED] = (levels.status_code == 200, FINDING["risk"] in result.text)

    shown = {State.REVIEWED, State.PUBLISHED}
    assert seen == {state: (state in shown, state in shown) for state in seen}


def test_the_second_reviewer_neither_sees_nor_writes_any(rita: Actor, sam: Actor, arden: Stage) -> None:
    arden.second()
    recommend(rita)

    assert recommend(sam, "RC-02").status_code == 403
    assert get(sam, PLACE).status_code == 404
    assert get(sam, f"{PLACE}/RC-01").status_code == 404
    for place in (REVIEW, f"{REVIEW}/E1.1", f"{REVIEW}/completion"):
        page = get(sam, place).text
        assert FINDING["recommended"] not in page
        assert "ecommend" not in page
    finish(rita)
    assert FINDING["risk"] not in get(sam, SHOWN_AT[1]).text


def test_the_review_of_a_correction_begins_with_the_recommendations_before(rita: Actor, arden: Stage) -> None:
    recommend(rita)
    corrected = replace(arden.assessment(), edition=2)

    with arden.database.writing() as db:
        assert copied_from_last_edition(db, corrected)
        assert recommended_in(recommendation_rows(db, corrected)) == (WRITTEN,)


def test_a_publication_holds_them_and_one_without_any_is_as_it_was(rita: Actor, sofia: Actor, arden: Stage) -> None:
    finish(rita, WHY)
    post(sofia, f"{REVIEW}/reopening", why="One is missing")
    recommend(rita)
    finish(rita)

    publish(sofia)

    with arden.read() as db:
        published = db.get_one(Publication, (ARDEN, 1))
    assert published.content.pop("recommendations")[0]["due_on"] == WRITTEN.due_on
    assert not {"summary", "followed"} & published.content.keys()
    assert content_hash(published.content) != published.hash


def test_files_for_programs_name_them_once_the_review_is_finished(
    rita: Actor, sofia: Actor, sam: Actor, arden: Stage
) -> None:
    arden.second()
    recommend(rita)
    assert in_files(sofia) == set()

    finish(rita)

    assert in_files(sofia) == {("RC-01", "R1", *FINDING.values(), WRITTEN.due_on)}
    assert in_files(sam) == set()


def in_files(person: Actor) -> set[tuple[str, ...]]:
    rows = map(json.loads, get(person, "/rounds/round/consolidated.jsonl").text.splitlines())
    names = ("indicator", "recommendation", *FINDING, "due_on")
    return {tuple(row[name] for name in names) for row in rows if row["recommendation"]}
