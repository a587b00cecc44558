"""The overview of a round: who sees which figures, filters, order, sums, and three queries whatever the size."""

import re
from itertools import product
from uuid import uuid4

import pytest
from fastapi import FastAPI

from app.assessments.lifecycle import SUBMITTED, State
from app.db.session import Database
from app.db.tables.rounds import Assessment
from questionnaires.catalogue import Catalogue
from tests.app.browser import words
from tests.app.queries import queries
from tests.app.rounds.rounds import crowd, members, state_of
from tests.cast import Actor, actor

ROUND = "/rounds/round"
PAGES = (ROUND, f"{ROUND}?state=signed&sort=-overall", "/rounds", "/")
COUNT = 21
NOT_MODERATED = 'data-label="Reviewed">\N{EN DASH}<'


@pytest.fixture
def full(database: Database, catalogue: Catalogue) -> Database:
    crowd(database, catalogue, COUNT)
    return database


def shown(page: str) -> list[str]:
    """The administrations in the list, in order."""
    _, _, table = page.partition("round-table")
    names = re.findall(r'<th scope="row">(?:<label class="tick"><input [^>]*><span>)?(?:<a [^>]*>)?([^<]+)', table)
    return [name.rstrip() for name in names]


def overall_scores(database: Database, id_: str) -> list[float | None]:
    """Own, validated and moderated, as they are stored."""
    with database.reading() as db:
        assessment = db.get_one(Assessment, id_)
        later = (assessment.validated.get("scores", {}), assessment.moderated.get("scores", {}))
        return [stored.get("overall") for stored in (assessment.scores, *later)]


def row_of(page: str, name: str) -> str:
    (row,) = [row for row in page.split("<tr>") if re.search(f">{name} ?<", row)]
    return row


@pytest.mark.parametrize("count", [5, 187])
def test_three_queries_are_enough(count: int, app: FastAPI, database: Database, catalogue: Catalogue) -> None:
    """Of every page, for everybody: only reading, so that one crowd serves them all."""
    crowd(database, catalogue, count, past=5)
    for address, reader in product(PAGES, ("sofia", "rita", "bob")):
        with queries(database) as sent:
            answer = actor(app, reader).browser.get(address)

        leads_on = (address, reader) == ("/", "bob")  # to the desk, where auditors begin
        assert (address, reader, answer.status_code) == (address, reader, 303 if leads_on else 200)
        assert len(sent) <= 3, "\n".join((address, reader, *sent))


def test_187_members_with_ids_as_they_are_given_weigh_14_kilobytes(
    sofia: Actor, database: Database, catalogue: Catalogue
) -> None:
    round_id = str(uuid4())
    members(database, catalogue, round_id)
    answer = sofia.browser.get(f"/rounds/{round_id}", headers={"accept-encoding": "gzip"})

    assert len(shown(answer.text)) == 187
    assert int(answer.headers["content-length"]) <= 14_000


def test_every_administration_is_in_the_list_with_its_state(sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(ROUND).text

    assert shown(page) == sorted(shown(page))
    assert len(shown(page)) == COUNT + 2
    assert "Under review" in row_of(page, "Administration 003")
    assert "secretariat" in row_of(page, "Administration 003")


def test_the_sums_of_the_regions_are_those_of_the_list(sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(ROUND).text
    table = page.partition("region-table")[2].partition("</table>")[0]
    rows = [[int(n) for n in re.findall(r">(\d+)</td>", row)] for row in table.split("<tr")[2:]]
    *regions, total = rows

    assert [sum(column) for column in zip(*regions, strict=True)] == total
    states = [state_of(number) for number in range(COUNT)] + [State.NOT_OPENED] * 2
    assert total == [*(states.count(state) for state in State), COUNT + 2]
    assert f"{sum(state in SUBMITTED for state in states)} of {COUNT + 2} signed or later" in words(page)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("region=AP", {0, 6, 12, 18}),
        ("state=signed", {2, 9, 16}),
        ("waits=secretariat", {n for n in range(COUNT) if n % 7 in (2, 3, 5)}),
        ("reviewer=rita&state=published", {6}),
        ("reviewer=nobody&state=signed", {2, 16}),
        ("state=signed&region=AP", set()),
        ("region=%00AP", {0, 6, 12, 18}),
        ("state=<script>", set()),
    ],
)
def test_the_server_filters(query: str, numbers: set[int], sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(f"{ROUND}?{query}").text

    assert set(shown(page)) == {f"Administration {number:03}" for number in numbers}
    assert "<script>" not in page


def test_those_that_differ_are_found(sofia: Actor, full: Database) -> None:
    """A change of the head is none of the reviewer."""
    head, reviewer, neither = (
        set(shown(sofia.browser.get(f"{ROUND}?differs={value}").text)) for value in ("head", "yes", "no")
    )
    scores = {f"Administration {n:03}": overall_scores(full, f"x{n}-2026") for n in range(COUNT)}

    assert head == {name for name, (own, signed, _) in scores.items() if None not in (own, signed) and own != signed}
    assert reviewer == {name for name, (_, *both) in scores.items() if None not in both and both[0] != both[1]}
    assert head - reviewer
    assert reviewer - head
    unknown = {f"Administration {n:03}" for n in range(COUNT) if state_of(n) is State.RETURNED}
    assert neither == set(shown(sofia.browser.get(ROUND).text)) - head - reviewer - unknown


@pytest.mark.parametrize(
    "column",
    [
        *("administration", "state", "done", "overall", "P3"),
        *("self", "signed", "reviewed", "last", "reviewer"),
    ],
)
def test_every_column_sorts_both_ways(column: str, sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(f"{ROUND}?sort={column}").text
    rising, falling = shown(page), shown(sofia.browser.get(f"{ROUND}?sort=-{column}").text)

    assert sorted(rising) == sorted(falling) == sorted(shown(sofia.browser.get(ROUND).text))
    assert 'aria-sort="ascending"' in page
    assert f"sort=-{column}" in page


def test_what_has_no_column_sorts_too(sofia: Actor, full: Database) -> None:
    lines = {by: shown(sofia.browser.get(f"{ROUND}?sort={by}").text) for by in ("region", "waits", "due")}

    assert [*map(sorted, lines.values())] == [shown(sofia.browser.get(ROUND).text)] * 3
    assert lines["region"][:3] != lines["waits"][:3]


@pytest.mark.parametrize("change", ["by-head", "difference"])
def test_what_was_changed_sorts_too(change: str, sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(f"{ROUND}?sort=-{change}").text
    label = "Signed" if change == "by-head" else "Reviewed"
    changes = re.findall(rf'data-label="{label}">[^<]+<span class="tag">([^<]+)<', page)

    numbers = [float(text.replace("\N{MINUS SIGN}", "-")) for text in changes]
    assert numbers
    assert numbers == sorted(numbers, reverse=True)
    assert f'value="-{change}" selected' in page


def test_scores_sort_as_numbers_and_what_has_none_comes_last(sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(f"{ROUND}?sort=-overall").text
    overall = re.findall(r'data-label="Overall"[^>]*><b>\d†?</b> ([\d.]+)', page)

    assert [float(score) for score in overall] == sorted(map(float, overall), reverse=True)
    assert "nothing answered yet" in row_of(page, shown(page)[-1])
    assert "nothing answered yet" not in row_of(page, shown(page)[0])


def test_the_order_and_the_filters_stay_in_every_address(sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(f"{ROUND}?region=AP&sort=-done").text

    assert "?region=AP&amp;sort=done" in page
    assert "overview.csv?region=AP&amp;sort=-done" in page
    assert "overview.xlsx?region=AP&amp;sort=-done" in page


def test_reported_figures_are_the_moderated_ones_once_they_are_there(sofia: Actor, full: Database) -> None:
    own, signed, reviewed = overall_scores(full, "x6-2026")
    row = row_of(sofia.browser.get(ROUND).text, "Administration 006")

    assert re.search(rf'data-label="Overall"[^>]*><b>\d†?</b> {reviewed}</td>', row)
    assert signed is not None
    assert reviewed is not None
    change = f"{reviewed - signed:+.1f}".replace("-", "\N{MINUS SIGN}")
    tag = f' <span class="tag">{change}</span>'
    assert f'data-label="Self-assessed">{own}</td><td data-label="Signed">{signed}</td>' in row
    assert f'data-label="Reviewed">{reviewed}{tag}</td>' in row


def test_unfinished_figures_before_the_signature_are_marked_as_provisional(sofia: Actor, full: Database) -> None:
    page = sofia.browser.get(ROUND).text

    assert "provisional" in row_of(page, "Administration 001")
    assert "provisional" not in row_of(page, "Administration 002")
    assert "*" not in words(page)


def test_a_level_that_is_held_back_has_a_dagger_with_its_legend(sofia: Actor, full: Database) -> None:
    with full.writing() as db:
        assessment = db.get_one(Assessment, "x2-2026")
        signed = assessment.validated
        levels, scores = signed["levels"] | {"P3": 1, "P5": 2}, signed["scores"] | {"P3": 64.2, "P5": 38.5}
        assessment.validated = signed | {"levels": levels, "scores": scores}
    page = sofia.browser.get(ROUND).text
    (of_csv,) = [line for line in sofia.browser.get(f"{ROUND}/overview.csv").text.splitlines() if "ation 002" in line]

    assert "<b>1\N{DAGGER}</b> 64.2" in row_of(page, "Administration 002")
    assert "<b>2</b> 38.5" in row_of(page, "Administration 002")
    assert "\N{DAGGER} held back: a core question lowers the level of a pillar" in words(page)
    assert re.search(r"P3\b", of_csv)


def test_auditors_see_no_figure_of_what_is_not_signed(bob: Actor, sofia: Actor, full: Database) -> None:
    page = bob.browser.get(ROUND).text
    before, after = row_of(page, "Administration 001"), row_of(page, "Administration 002")

    assert "heat" in row_of(sofia.browser.get(ROUND).text, "Administration 001")
    assert "heat" not in before
    assert "/administrations/" not in before
    assert "shown once it is signed" in before
    assert "heat" in after
    assert f"{ROUND}/administrations/X2" in after


def test_auditors_see_moderated_scores_only_after_the_review(bob: Actor, sofia: Actor, full: Database) -> None:
    under_review, returned, reviewed = (f"Administration 00{number}" for number in (3, 4, 5))
    to_bob, to_sofia = bob.browser.get(ROUND).text, sofia.browser.get(ROUND).text

    for name in (under_review, returned):
        assert (name, NOT_MODERATED in row_of(to_bob, name)) == (name, True)
        assert (name, NOT_MODERATED in row_of(to_sofia, name)) == (name, False)
    assert NOT_MODERATED not in row_of(to_bob, reviewed)


def test_the_level_of_the_round_before_stands_beside(sofia: Actor, full: Database) -> None:
    with full.reading() as db:
        last = db.get_one(Assessment, "x2-2025")
    row = row_of(sofia.browser.get(ROUND).text, "Administration 002")

    assert f'data-label="Previous round"><span class="level level-{last.moderated["level"]}">' in row


def test_an_extended_day_is_marked(sofia: Actor, full: Database) -> None:
    with full.writing() as db:
        db.get_one(Assessment, "x1-2026").extended_to = "2099-12-31"
    row = row_of(sofia.browser.get(ROUND).text, "Administration 001")

    assert "extended to 31 December 2099" in row
    assert "2099" not in row_of(sofia.browser.get(ROUND).text, "Administration 002")


def test_a_figure_that_changed_is_shown_at_the_next_look(sofia: Actor, full: Database) -> None:
    assert "91.7" not in row_of(sofia.browser.get(ROUND).text, "Administration 005")
    with full.writing() as db:
        this, last = db.get_one(Assessment, "x5-2026"), db.get_one(Assessment, "x5-2025")
        this.moderated = {**this.moderated, "scores": {**this.moderated["scores"], "overall": 91.7}}
        last.published = {**last.published, "level": 4 - last.published["level"]}
        level = last.published["level"]
    row = row_of(sofia.browser.get(ROUND).text, "Administration 005")

    assert "91.7" in row
    assert f'data-label="Previous round"><span class="level level-{level}">' in row
