"""What the result page draws: the same figures as it says in words, over the levels of the version."""

import re
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.assessments.lifecycle import State
from app.assessments.report.charts import LevelBand, Marks, level_bands
from app.db.session import Database
from app.db.tables.rounds import Assessment, Publication
from app.web.pages import environment
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Band
from tests.app.answers import store
from tests.app.browser import words
from tests.app.signing.signing import HOME, bring_to, make_ready
from tests.app.test_changes import LAST, put_last_round
from tests.cast import ARDEN, Actor

PAGE, RESULT = f"{HOME}/scorecard", f"/results/{ARDEN}"
OTHER_BANDS = [Band(level=level, **{"from": lowest}) for level, lowest in enumerate(("0", "20", "40", "60", "80"))]  # type: ignore[arg-type]  # read as a file has them
NO_COMPARISON = ("since 2025", "in 2025", "Reported for 2025")


@pytest.fixture
def signed(database: Database, catalogue: Catalogue) -> Database:
    make_ready(database, catalogue)
    bring_to(database, catalogue, State.SIGNED)
    return database


def hero(page: str) -> str:
    """The part about the whole."""
    return page.partition('class="result card')[2].partition("</section>")[0]


def of_pillar(page: str, pillar: str) -> str:
    return page.partition(f'id="sum-{pillar}"')[2].partition("</summary>")[0]


def marked(html: str, mark: str) -> float:
    match = re.search(mark, html)
    assert match, (mark, html)
    return float(match[1])


def reported(who: Actor) -> dict[str, dict[str, Any]]:
    card = who.browser.get(f"/api/v1{PAGE}?values=reported", headers=who.api).json()
    return {node["id"]: node for node in (card["overall"], *card["pillars"])}


def drawn(macro: str, *given: Any, language: str = "en") -> str:
    charts = environment(language).get_template("web/components/charts.html").module
    return str(getattr(charts, macro)(*given))


def test_the_marker_and_the_bars_are_where_the_scores_of_the_api_are(alice: Actor, signed: Database) -> None:
    page, nodes = alice.browser.get(PAGE).text, reported(alice)

    assert marked(hero(page), r'class="now" x="([\d.]+)%"') == nodes["overall"]["score"] > 0
    bars = {id_: marked(of_pillar(page, id_), r'class="score-fill" x="0%" width="([\d.]+)%"') for id_ in ("P1", "P2")}
    assert bars == {id_: nodes[id_]["score"] for id_ in bars}
    assert len({*bars.values()}) == 2


def test_a_published_result_is_drawn_from_the_published_figures(
    vera: Actor, signed: Database, catalogue: Catalogue
) -> None:
    bring_to(signed, catalogue, State.PUBLISHED)

    page, nodes = vera.browser.get(RESULT).text, reported(vera)

    assert marked(hero(page), r'class="now" x="([\d.]+)%"') == nodes["overall"]["score"]
    row = page.partition(">P2<")[2].partition("</tr>")[0]
    assert marked(row, r'class="score-fill" x="0%" width="([\d.]+)%"') == nodes["P2"]["score"]


def test_the_thresholds_are_those_of_the_version(alice: Actor, signed: Database, catalogue: Catalogue) -> None:
    of_version = [band.lowest for band in catalogue["2026.1"].structure.scoring.bands[1:]]
    page = alice.browser.get(PAGE).text

    shown = re.findall(r'class="threshold" x="([\d.]+)%" y="80">([\d.]+)<', hero(page))

    assert [(Fraction(place), Fraction(text)) for place, text in shown] == [(lowest, lowest) for lowest in of_version]
    assert level_bands(OTHER_BANDS)[1:4] == (LevelBand(1, 20, 40), LevelBand(2, 40, 60), LevelBand(3, 60, 80))
    assert level_bands(OTHER_BANDS)[4].end == 100


def test_the_last_round_is_marked_and_the_change_is_that_of_the_shown_scores(
    alice: Actor, signed: Database, catalogue: Catalogue
) -> None:
    put_last_round(signed, catalogue, State.SIGNED)
    page, now = alice.browser.get(PAGE).text, reported(alice)
    answer = alice.browser.get(f"/api/v1/assessments/{LAST}/scorecard?values=reported", headers=alice.api)
    then = {node["id"]: node["score"] for node in (answer.json()["overall"], *answer.json()["pillars"])}

    assert marked(hero(page), r'class="last" x="([\d.]+)%"') == then["overall"]
    assert marked(of_pillar(page, "P1"), r'class="mark-last" cx="([\d.]+)%"') == then["P1"]
    for node, part in (("overall", hero(page)), ("P1", of_pillar(page, "P1"))):
        assert f"+{now[node]['score'] - then[node]:.1f} since 2025" in words(part)


@pytest.mark.parametrize(
    ("other", "why_not"),
    [
        ({"questionnaire": "2099.1"}, "It used another version of the questionnaire, so it cannot be compared."),
        ({"form": "short"}, "It used another form of the questionnaire, so it cannot be compared."),
    ],
)
@pytest.mark.parametrize("state", [State.SIGNED, State.PUBLISHED])
def test_another_version_or_form_is_told_in_words_and_never_compared(
    state: State, other: dict[str, str], why_not: str, alice: Actor, signed: Database, catalogue: Catalogue
) -> None:
    put_last_round(signed, catalogue, state)
    published = alice.browser.get(f"/api/v1/assessments/{LAST}/scorecard?values=reported", headers=alice.api).json()
    with signed.writing() as db:
        db.execute(update(Assessment).where(col(Assessment.id) == LAST).values(**other))
        db.execute(update(Publication).where(col(Publication.assessment_id) == LAST).values(**other))

    page = alice.browser.get(PAGE).text

    figures = published["overall"]
    told = f"2025: level {figures['level']}, score {figures['score']}." if state is State.PUBLISHED else "was 2025."
    assert f"{told} {why_not}" in words(hero(page))
    assert not re.search(r'class="(?:last|mark-last)', page)
    assert [text for text in NO_COMPARISON if text in words(page)] == []


def test_what_is_provisional_is_hatched_and_never_a_verdict(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    put_last_round(database, catalogue, State.SIGNED)
    store(database, catalogue, {"profile": {}, "answers": {"RC-01": {"state": "answered", "value": 4}}})

    part = hero(alice.browser.get(PAGE).text)

    assert "Not rated yet: 1 of 93 answered" in words(part)
    assert 'class="so-far"' in part
    assert not re.search("band-reached|band-[0-4]|since 2025", part)
    assert [level.name for level in catalogue["2026.1"].words("en").levels if level.name in words(part)] == []


def test_how_solid_the_score_is_says_what_was_examined(alice: Actor, signed: Database, catalogue: Catalogue) -> None:
    before = words(alice.browser.get(PAGE).text)
    bring_to(signed, catalogue, State.PUBLISHED)

    after = words(alice.browser.get(PAGE).text)

    assert "Review Not yet The secretariat has not reviewed these answers." in before
    assert "Examined 0 of 93 A reviewer looked at these answers." in after


def test_from_right_to_left_the_scale_is_mirrored() -> None:
    bands, marks = level_bands(OTHER_BANDS), Marks(30.0)

    assert 'x="0%" width="30.0%"' in drawn("level_bar", bands, marks)
    assert 'x="70.0%" width="30.0%"' in drawn("level_bar", bands, marks, language="ar")
