"""What the overview shows, with every cell that repeats made once: 187 lines must cost a few milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from app.lifecycle import NAMES, WAITS_FOR, State
from app.running_rounds.overview import (
    DIFFERS,
    NOBODY,
    OVERALL,
    Line,
    View,
    regions_of,
    total_of,
)
from app.web.pages import NO_FIGURE, day, translations
from questionnaires.problems import N_

COLUMNS = {
    "administration": N_("Administration"),
    "region": N_("Region"),
    "state": N_("State"),
    "waits": N_("Waits for"),
    "due": N_("Due"),
    "done": N_("Done"),
}
LATER_COLUMNS = {
    "difference": N_("Own, moderated"),
    "last": N_("Round before"),
    "reviewer": N_("Reviewer"),
}


@dataclass(frozen=True)
class Heading:
    """A column with the address that sorts by it; `direction` is what `aria-sort` says."""

    id: str
    title: str
    query: str
    direction: str
    hint: str = ""


@dataclass(frozen=True)
class Shown:
    """A line with its cells ready for the page."""

    line: Line
    due: str
    cells: Markup
    own: str
    moderated: str
    difference: str
    last: Markup


def names(
    lines: Sequence[Line], seen: Sequence[Line], view: View, nodes: Mapping[str, str], language: str
) -> dict[str, Any]:
    _ = translations(language).gettext
    return {
        "view": view,
        "regions": regions_of(lines),
        "total": total_of(lines),
        "states": [_(NAMES[state]) for state in State],
        "state_names": {state: _(NAMES[state]) for state in State},
        "waits_names": {state: _(WAITS_FOR[state]) for state in State},
        "rows": [_shown(line, nodes, language) for line in seen],
        "count": len(lines),
        "headings": _headings(view, nodes, language),
        "choices": _choices(lines, language),
    }


def _headings(view: View, nodes: Mapping[str, str], language: str) -> list[Heading]:
    _ = translations(language).gettext
    titles = [(id_, _(title), "") for id_, title in COLUMNS.items()]
    titles += [(node, _("Overall") if node == OVERALL else node, title) for node, title in nodes.items()]
    titles += [(id_, _(title), "") for id_, title in LATER_COLUMNS.items()]
    return [Heading(id_, title, view.sorted_by(id_), _direction(view, id_), hint) for id_, title, hint in titles]


def _direction(view: View, column: str) -> str:
    if view.column != column:
        return "none"
    return "descending" if view.sort.startswith("-") else "ascending"


def _choices(lines: Sequence[Line], language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: name, title, and (value, what it is called) for each choice that this round has."""
    _ = translations(language).gettext
    present = {line.state for line in lines}
    reviewers = {line.reviewer_id: line.reviewer for line in lines if line.reviewer_id}
    people = sorted(reviewers.items(), key=lambda one: one[1].casefold())
    waits = dict.fromkeys(WAITS_FOR[state] for state in State if state in present)
    return [
        ("region", _("Region"), [(one, one) for one in sorted({line.region for line in lines})]),
        ("state", _("State"), [(state, _(NAMES[state])) for state in State if state in present]),
        ("waits", _("Waits for"), [(one, _(one)) for one in waits]),
        ("reviewer", _("Reviewer"), [(NOBODY, _("Nobody yet")), *people]),
        ("differs", _("Own and moderated"), [(value, _(title)) for value, title in DIFFERS.items()]),
    ]


def _shown(line: Line, nodes: Mapping[str, str], language: str) -> Shown:
    levels, scores, look = line.shown.levels, line.shown.scores, " provisional" if line.is_provisional else ""
    cells = "".join(_heat(node, levels.get(node), scores.get(node), look, language) for node in nodes) if scores else ""
    difference = line.difference
    return Shown(
        line,
        _day(line.due_on, language),
        Markup(cells),  # noqa: S704 - made of our own marks and numbers
        _number(line.own, language),
        _number(line.moderated, language),
        _signed(difference, language) if difference else "",
        _badge(line.last),
    )


@lru_cache(maxsize=20_000)
def _heat(node: str, level: int | None, score: float | None, look: str, language: str) -> str:
    label = translations(language).gettext("Overall") if node == OVERALL else node
    if level is None:
        return f'<td class="heat" data-label="{label}">{NO_FIGURE}</td>'
    return f'<td class="heat level-{level}{look}" data-label="{label}"><b>{level}</b> {_number(score, language)}</td>'


@lru_cache(maxsize=16)
def _badge(level: int | None) -> Markup:
    if level is None:
        return Markup(NO_FIGURE)  # noqa: S704 - a dash
    return Markup('<span class="level level-{0}">{0}</span>').format(level)


@lru_cache(maxsize=4096)
def _number(value: float | None, language: str) -> str:
    return NO_FIGURE if value is None else format_decimal(value, "0.0", locale=language)


@lru_cache(maxsize=4096)
def _signed(value: float, language: str) -> str:
    return format_decimal(value, "+0.0;\N{MINUS SIGN}0.0", locale=language)


@lru_cache(maxsize=4096)
def _day(iso: str, language: str) -> str:
    return day(iso, language)
