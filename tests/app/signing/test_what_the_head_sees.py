"""Whoever signs sees the result that the signature stands for; the receipt says the same."""

import json
import re

import pytest

from app.assessments.lifecycle import State
from app.db.session import Database
from app.db.tables.rounds import Assessment, Signature
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.signing.signing import ANSWERS, HOME, LEVEL_3, SIGNATURE, make_ready, rows, sign
from tests.app.test_changes import LAST, put_last_round
from tests.cast import Actor

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)


@pytest.fixture
def ready(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue)
    return database


def figures(page: str, title: str) -> list[str]:
    """The rows of the table of this name, each in words."""
    table = page.partition(f'aria-label="{title}"')[2].partition("</table>")[0].partition("<tbody>")[2]
    return [words(row) for row in ROW.findall(table)]


def test_levels_and_scores_are_those_that_the_scorecard_gives_once_it_is_signed(hugo: Actor, ready: Database) -> None:
    """With the level that the head changed, not the team's."""
    hugo.browser.post(f"{HOME}/validated", data=hugo.form(indicator="RC-01", level="1", reason="Not everywhere."))
    before = hugo.browser.get(SIGNATURE).text
    shown = figures(before, "What would be signed")

    sign(hugo)

    receipt = hugo.browser.get(SIGNATURE).text
    assert len(shown) == 6
    assert figures(receipt, "What was signed") == shown
    card = hugo.browser.get(f"/api/v1{HOME}/scorecard?values=validated", headers=hugo.api).json()
    nodes = [card["overall"], *card["pillars"]]
    assert [re.findall(r" (\d) .* (\d+\.\d)$", row) for row in shown] == [
        [(str(node["level"]), str(node["score"]))] for node in nodes
    ]
    for page in (before, receipt):
        counts = "1 level changed by the head 88 not answered, scored as 0 1 unknown, scored as 0 1 without evidence"
        assert counts in words(page)
    assert "RC-01" in receipt


def test_the_receipt_says_what_was_signed_whatever_is_answered_later(
    hugo: Actor, alice: Actor, ready: Database
) -> None:
    sign(hugo)
    receipt = figures(hugo.browser.get(SIGNATURE).text, "What was signed")
    [signed] = rows(ready, Signature)
    file = hugo.browser.get(f"{HOME}/signatures/1.json").content

    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="Once more."))
    alice.browser.post(f"{HOME}/answers/RC-01", data=alice.form(revision=1, choice="0"))

    assert hugo.browser.get(f"{HOME}/signatures/1.json").content == file
    assert json.loads(file) == signed.content
    assert figures(hugo.browser.get(SIGNATURE).text, "What would be signed") != receipt


@pytest.mark.parametrize("state", [State.SIGNED, State.PUBLISHED])
def test_the_change_since_the_last_round_is_that_of_the_reported_result(
    state: State, hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    """RC-01 was signed at 3 and published at 2."""
    put_last_round(database, catalogue, state)
    make_ready(database, catalogue, ANSWERS | {"RC-01": LEVEL_3})
    last = hugo.browser.get("/api/v1/assessments/arden-2025/scorecard?values=reported", headers=hugo.api).json()

    page = hugo.browser.get(SIGNATURE).text
    [overall, first, *_] = figures(page, "What would be signed")

    assert "Reported for 2025" in page
    now, then = re.findall(r"\d+\.\d", first)[:2]
    assert then == str(last["pillars"][0]["score"])
    assert first.endswith(f"{float(now) - float(then):+.1f}")
    assert str(last["overall"]["score"]) in overall
    assert f"{overall.split()[-1]} since 2025" in words(page)
    assert f"{last['overall']['score']} in 2025" in words(page), "the mark of the last round on the scale"


def test_without_a_last_round_there_is_no_change(hugo: Actor, ready: Database) -> None:
    page = words(hugo.browser.get(SIGNATURE).text)

    assert "Change in score" not in page
    assert "2025" not in page.partition("What would be signed")[2].partition("Pillar")[0]


def test_scores_of_the_other_form_are_not_set_against_these(
    hugo: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_last_round(database, catalogue, State.SIGNED)
    with database.writing() as db:
        from_short = db.get_one(Assessment, LAST)
        from_short.form = "short"
    make_ready(database, catalogue)

    page = words(hugo.browser.get(SIGNATURE).text)

    assert "Change in score" not in page
    assert "Round 2025 used another form or version of the questionnaire" in page


def test_name_and_title_are_filled_in_as_far_as_they_are_known(hugo: Actor, ready: Database) -> None:
    page = hugo.browser.get(SIGNATURE).text
    first = form(page, SIGNATURE).data()
    assert (first["name"], first["title"]) == (["Hugo"], [""])

    sign(hugo, title="Comptroller General")
    hugo.browser.post(f"{HOME}/withdrawal", data=hugo.form(why="Once more."))

    again = form(hugo.browser.get(SIGNATURE).text, SIGNATURE).data()
    assert (again["name"], again["title"]) == (["Hugo"], ["Comptroller General"])


def test_a_name_that_was_emptied_stays_empty_until_it_is_written(hugo: Actor, ready: Database) -> None:
    page = hugo.browser.get(SIGNATURE).text
    data = form(page, SIGNATURE).data(name="", title="Head", checked="yes")

    answer = hugo.browser.post(SIGNATURE, data=data)

    assert answer.status_code == 422
    assert form(answer.text, SIGNATURE).data()["name"] == [""]


def test_the_result_and_its_largest_gaps_come_before_the_check_and_the_signature(hugo: Actor, ready: Database) -> None:
    page = words(hugo.browser.get(SIGNATURE).text).partition("What would be signed")[2]
    steps = hugo.browser.get(f"{HOME}/scorecard").text.partition('<ol class="steps">')[2]

    result, gaps, check, signature = (
        page.index(part) for part in ("Score ", "Largest gaps", "Check before signing", "Your name")
    )
    assert result < gaps < check < signature
    assert re.findall(r"([A-Z]{2}-\d\d) ", page[gaps:check]) == re.findall(r'#([A-Z]{2}-\d\d)">', steps)[:3]


def test_what_is_unfinished_is_no_verdict_before_it_is_signed(hugo: Actor, ready: Database) -> None:
    """88 questions are open; once they are signed so, the receipt says the level."""
    before = words(hugo.browser.get(SIGNATURE).text).partition("What would be signed")[2].partition("Pillar")[0]

    sign(hugo)

    receipt = words(hugo.browser.get(SIGNATURE).text).partition("What was signed")[2].partition("Pillar")[0]
    assert "Provisional: level 0" in before
    assert "Level 0, Absent" in receipt
    assert "Level 0" not in before


def test_who_does_not_sign_sees_the_figures_too(vera: Actor, ready: Database) -> None:
    assert len(figures(vera.browser.get(SIGNATURE).text, "What would be signed")) == 6
