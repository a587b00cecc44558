"""What the overview shows, with every cell that repeats made once: 187 lines must cost a few milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from app.lifecycle import NAMES, WAITS_FOR, State
from app.running_rounds.overview import (
    DIFFERS,
    NOBODY,
    Line,
    View,
    regions_of,
    total_of,
)
from app.web.pages import NO_FIGURE, change, day, translations
from exports.styles import HELD_BACK
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

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


class Shown(NamedTuple):
    """A line with the cells behind its name, ready for the page."""

    line: Line
    cells: Markup


def names(
    lines: Sequence[Line], seen: Sequence[Line], view: View, nodes: Mapping[str, str], language: str
) -> dict[str, Any]:
    _ = translations(language).gettext
    return {
        "view": view,
        "regions": regions_of(lines),
        "total": total_of(lines),
        "states": [_(NAMES[state]) for state in State],
        "rows": [_shown(line, nodes, language) for line in seen],
        "count": len(lines),
        "headings": _headings(view, nodes, language),
        "choices": _choices(lines, language),
        "held_back_mark": HELD_BACK,
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
        ("differs", _("Difference"), [(value, _(title)) for value, title in DIFFERS.items()]),
    ]


def filters_in_words(lines: Sequence[Line], view: View, language: str) -> list[tuple[str, str]]:
    """Each filter that is set: what it is called, and what is chosen."""
    set_ = [(title, getattr(view, name), dict(options)) for name, title, options in _choices(lines, language)]
    return [(title, words.get(value, value)) for title, value, words in set_ if value]


def _shown(line: Line, nodes: Mapping[str, str], language: str) -> Shown:
    cells = (
        _place(line.region, line.state, line.due_on, line.is_extended, language)
        + _done(line.done, line.asked, language)
        + _figures(line, nodes, language)
        + _pair(line.own, line.moderated, line.difference, language)
        + _last(line.last, language)
    )
    return Shown(line, Markup(cells))  # noqa: S704 - made of our own marks and numbers


def _cell(content: str, label: str = "", look: str = "") -> str:
    """`content` is already escaped. Narrow screens show the label, others the heading of the column."""
    class_ = f' class="{look}"' if look else ""
    return f'<td{class_} data-label="{escape(label)}">{content}</td>' if label else f"<td{class_}>{content}</td>"


@lru_cache(maxsize=4096)
def _place(region: str, state: State, due_on: str, is_extended: bool, language: str) -> str:
    _ = translations(language).gettext
    extended = f' <span class="tag">{escape(_("extended"))}</span>' if is_extended else ""
    return (
        _cell(escape(region))
        + _cell(escape(_(NAMES[state])))
        + _cell(escape(_(WAITS_FOR[state])), _("Waits for"))
        + _cell(escape(day(due_on, language)) + Markup(extended), _("Due"), "nowrap")  # noqa: S704
    )


@lru_cache(maxsize=4096)
def _done(done: int, asked: int, language: str) -> str:
    """Where nothing is asked, this reader may not see how far it is."""
    shown = f"{done} / {asked}" if asked else NO_FIGURE
    return _cell(shown, translations(language).gettext("Done"), "number")


def _figures(line: Line, nodes: Mapping[str, str], language: str) -> str:
    levels, scores = line.shown.levels, line.shown.scores
    if not scores:
        return _empty(len(nodes), line.is_open, language)
    return "".join(
        _heat(node, levels.get(node), scores.get(node), node in line.provisional, node in line.held_back, language)
        for node in nodes
    )


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


@lru_cache(maxsize=4096)
def _pair(own: float | None, moderated: float | None, difference: float | None, language: str) -> str:
    chip = f' <span class="tag">{change(difference, language)}</span>' if difference else ""
    both = f'{_number(own, language)} <span class="quiet">→</span> {_number(moderated, language)}{chip}'
    return _cell(both, translations(language).gettext("Own, moderated"), "pair")


@lru_cache(maxsize=32)
def _last(level: int | None, language: str) -> str:
    badge = NO_FIGURE if level is None else f'<span class="level level-{level}">{level}</span>'
    return _cell(badge, translations(language).gettext("Round before"))


@lru_cache(maxsize=4096)
def _number(value: float | None, language: str) -> str:
    return NO_FIGURE if value is None else format_decimal(value, "0.0", locale=language)
