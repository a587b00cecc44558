"""What the overview shows, with every cell that repeats made once: 187 lines must cost a few milliseconds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from app.assessments.lifecycle import NAMES, WAITS_FOR, State
from app.features.rounds.overview import DIFFERS, NOBODY, Line, View, regions_of, total_of
from app.features.rounds.standings import Standing
from app.i18n.formatting import NO_FIGURE, change, day, translations
from exports.styles import HELD_BACK
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

COLUMNS = {
    "administration": N_("Administration"),
    "region": N_("Region"),
    "state": N_("State"),
    "waits": N_("Next step"),
    "due": N_("Due"),
    "done": N_("Done"),
}
SCORES = {"self": N_("Self-assessed"), "signed": N_("Signed"), "reviewed": N_("Reviewed")}
LATER_COLUMNS = SCORES | {"last": N_("Previous round"), "reviewer": N_("Reviewer")}
FURTHER_SORTS = {"by-head": N_("Change by the head"), "difference": N_("Change by the reviewer")}
"""Beside the columns; scores and what changed them stand in one cell."""


@dataclass(frozen=True)
class Heading:
    """A column with the address that sorts by it; `direction` is what `aria-sort` says."""

    id: str
    title: str
    query: str
    direction: str
    hint: str = ""


class Shown(NamedTuple):
    """A line ready for the page: the cell of its name, those behind it, and the last."""

    name: Markup
    cells: Markup
    reviewer: Markup


class Group(NamedTuple):
    """Lines that can be compared with each other."""

    is_short: bool
    rows: Sequence[Shown]


def list_context(
    lines: Sequence[Line], seen: Sequence[Line], view: View, nodes: Mapping[str, str], language: str
) -> dict[str, Any]:
    _ = translations(language).gettext
    return {
        "view": view,
        "regions": regions_of(lines),
        "total": total_of(lines),
        "states": [_(NAMES[state]) for state in State],
        "groups": _groups(seen, nodes, language),
        "shown": len(seen),
        "count": len(lines),
        "headings": _headings(view, nodes, language),
        "sorts": [*_sorts(nodes, language)],
        "choices": _choices(lines, language),
        "held_back_mark": HELD_BACK,
    }


def _groups(seen: Sequence[Line], nodes: Mapping[str, str], language: str) -> list[Group]:
    """`seen` has the full form first."""
    columns = tuple(nodes)
    by_form = groupby(seen, key=lambda line: line.is_short)
    return [Group(is_short, [_shown(line, columns, language) for line in lines]) for is_short, lines in by_form]


def _sorts(nodes: Mapping[str, str], language: str) -> Iterator[tuple[str, str]]:
    """What the list can be sorted by, for a choice: the columns, and more."""
    _ = translations(language).gettext
    yield from ((id_, title) for id_, title, _hint in _columns(nodes, language))
    yield from ((id_, _(title)) for id_, title in FURTHER_SORTS.items())


def _headings(view: View, nodes: Mapping[str, str], language: str) -> list[Heading]:
    return [
        Heading(id_, title, view.sorted_by(id_), _direction(view, id_), hint)
        for id_, title, hint in _columns(nodes, language)
    ]


def _columns(nodes: Mapping[str, str], language: str) -> Iterator[tuple[str, str, str]]:
    """Id, title and hint of each column, in order."""
    _ = translations(language).gettext
    yield from ((id_, _(title), "") for id_, title in COLUMNS.items())
    yield from ((node, _("Overall") if node == OVERALL else node, title) for node, title in nodes.items())
    yield from ((id_, _(title), "") for id_, title in LATER_COLUMNS.items())


def _direction(view: View, column: str) -> str:
    if view.column != column:
        return "none"
    return "descending" if view.sort.startswith("-") else "ascending"


def _choices(lines: Sequence[Line], language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: name, title, and (value, what it is called) for each choice that this round has."""
    _ = translations(language).gettext
    present = {line.state for line in lines}
    reviewers = {line.reviewer_id: line.reviewer for line in lines if line.reviewer_id}
    people = sorted(reviewers.items(), key=lambda person: person[1].casefold())
    waits = dict.fromkeys(WAITS_FOR[state] for state in State if state in present)
    return [
        ("region", _("Region"), [(region, region) for region in sorted({line.region for line in lines})]),
        ("state", _("State"), [(state, _(NAMES[state])) for state in State if state in present]),
        ("waits", _("Next step"), [(office, _(office)) for office in waits]),
        ("reviewer", _("Reviewer"), [(NOBODY, _("Unassigned")), *people]),
        ("differs", _("Changes"), [(value, _(title)) for value, title in DIFFERS.items()]),
    ]


def filters_in_words(lines: Sequence[Line], view: View, language: str) -> list[tuple[str, str]]:
    """Each filter that is set: what it is called, and what is chosen."""
    set_ = [(title, getattr(view, name), dict(options)) for name, title, options in _choices(lines, language)]
    return [(title, words.get(value, value)) for title, value, words in set_ if value]


def _shown(line: Line, nodes: tuple[str, ...], language: str) -> Shown:
    cells = (
        _place(line.region, line.state, line.is_correction, line.due_on, line.is_extended, language)
        + _done(line.done, line.asked, language)
        + _figures(line.standing, line.is_open, nodes, language)
        + _last(line.last, line.last_is_of, language)
    )
    return Shown(_name(line, language), Markup(cells), _reviewer(line.reviewer, language))  # noqa: S704 - own marks


def _name(line: Line, language: str) -> Markup:
    name: str = escape(line.administration)
    if line.is_open:
        name = f'<a href="/assessments/{escape(line.id)}/scorecard">{name}</a>'
    tag = f' <span class="tag">{escape(translations(language).gettext("short form"))}</span>' if line.is_short else ""
    return Markup(f'<th scope="row">{name}{tag}</th>')  # noqa: S704 - escaped above


@lru_cache(maxsize=1024)
def _reviewer(name: str, language: str) -> Markup:
    return Markup(_cell(escape(name or NO_FIGURE), translations(language).gettext("Reviewer")))  # noqa: S704


def _cell(content: str, label: str = "", look: str = "") -> str:
    """`content` is already escaped. Narrow screens show the label, others the heading of the column."""
    class_ = f' class="{look}"' if look else ""
    return f'<td{class_} data-label="{escape(label)}">{content}</td>' if label else f"<td{class_}>{content}</td>"


@lru_cache(maxsize=4096)
def _place(region: str, state: State, is_correction: bool, due_on: str, is_extended: bool, language: str) -> str:
    _ = translations(language).gettext
    correction = f' <span class="tag">{escape(_("correction"))}</span>' if is_correction else ""
    extended = f' <span class="tag">{escape(_("extended"))}</span>' if is_extended else ""
    return (
        _cell(escape(region))
        + _cell(escape(_(NAMES[state])) + Markup(correction))  # noqa: S704 - escaped above
        + _cell(escape(_(WAITS_FOR[state])), _("Next step"))
        + _cell(escape(day(due_on, language)) + Markup(extended), _("Due"), "due")  # noqa: S704
    )


@lru_cache(maxsize=4096)
def _done(done: int, asked: int, language: str) -> str:
    """Where nothing is asked, this reader may not see how far it is."""
    shown = f"{done} / {asked}" if asked else NO_FIGURE
    return _cell(shown, translations(language).gettext("Done"), "number")


@lru_cache(maxsize=1024)
def _figures(standing: Standing, is_open: bool, nodes: tuple[str, ...], language: str) -> str:
    """The heatmap, and the overall score by each of the values."""
    return "".join(_heatmap(standing, is_open, nodes, language)) + _scores(standing, language)


def _heatmap(standing: Standing, is_open: bool, nodes: tuple[str, ...], language: str) -> Iterator[str]:
    levels, scores = standing.figures.reported
    if not scores:
        yield _empty(len(nodes), is_open, language)
        return
    for node in nodes:
        is_provisional, is_held_back = node in standing.provisional, node in standing.held_back
        yield _heat(node, levels.get(node), scores.get(node), is_provisional, is_held_back, language)


@lru_cache(maxsize=16)
def _empty(columns: int, is_open: bool, language: str) -> str:
    words = N_("nothing answered yet") if is_open else N_("shown once it is signed")
    return f'<td colspan="{columns}" class="quiet">{escape(translations(language).gettext(words))}</td>'


@lru_cache(maxsize=20_000)
def _heat(
    node: str, level: int | None, score: float | None, is_provisional: bool, is_held_back: bool, language: str
) -> str:
    _ = translations(language).gettext
    label = _("Overall") if node == OVERALL else node
    if level is None:
        return _cell(NO_FIGURE, label, "heat")
    held_back = f'<abbr title="{escape(_("held back"))}">{HELD_BACK}</abbr>' if is_held_back else ""
    provisional = f'<span class="hidden">{escape(_("provisional"))} </span>' if is_provisional else ""
    look = "heat provisional" if is_provisional else f"heat level-{level}"
    return _cell(f"{provisional}<b>{level}{held_back}</b> {_number(score, language)}", label, look)


def _scores(standing: Standing, language: str) -> str:
    """The overall score by each of the values, with what the head and the reviewer changed."""
    figures = standing.figures
    return (
        _changed("self", standing.own, None, language)
        + _changed("signed", figures.validated.scores.get(OVERALL), figures.by_head, language)
        + _changed("reviewed", figures.moderated.scores.get(OVERALL), figures.by_reviewer, language)
    )


@lru_cache(maxsize=8192)
def _changed(column: str, score: float | None, difference: float | None, language: str) -> str:
    tag = f' <span class="tag">{change(difference, language)}</span>' if difference else ""
    return _cell(f"{_number(score, language)}{tag}", translations(language).gettext(SCORES[column]), "score-cell")


@lru_cache(maxsize=32)
def _last(level: int | None, is_of: str, language: str) -> str:
    """The level, or why it is not told."""
    _ = translations(language).gettext
    badge = NO_FIGURE if level is None else f'<span class="level level-{level}">{level}</span>'
    return _cell(f'<span class="quiet">{escape(_(is_of))}</span>' if is_of else badge, _("Previous round"))


@lru_cache(maxsize=4096)
def _number(value: float | None, language: str) -> str:
    return NO_FIGURE if value is None else format_decimal(value, "0.0", locale=language)
