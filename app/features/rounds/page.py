"""What the overview shows, with every cell that repeats made once: 187 lines must cost a few milliseconds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from app.assessments.lifecycle import NAMES, WAITS_FOR, State
from app.assessments.stored_figures import Scale
from app.features.rounds.choices import choices
from app.features.rounds.counters import counters_of
from app.features.rounds.overview import Line, View, regions_of, total_of
from app.features.rounds.standings import Standing
from app.features.rounds.timing import TIMINGS
from app.i18n.formatting import NO_FIGURE, change, day, translations
from app.web.pages import place_name
from exports.styles import HELD_BACK
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

COLUMNS = {
    "administration": N_("Administration"),
    "state": N_("State, next step"),
    "done": N_("Done"),
}
SCORES = {"self": N_("Self-assessed"), "signed": N_("Signed"), "reviewed": N_("Reviewed")}
LATER_COLUMNS = SCORES | {"last": N_("Previous round"), "reviewer": N_("Reviewer")}
FURTHER_SORTS = {
    "region": N_("Region"),
    "waits": N_("Next step"),
    "due": N_("Due date"),
    "by-head": N_("Change by the head"),
    "difference": N_("Change by the reviewer"),
}
"""Beside the columns, some of which hold two things."""
LOOKS_OF_TIMINGS = {"soon": "in-progress", "late": "problem", "overdue": "problem"}


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
    """Lines that can be compared with each other; `is_mixed`: the list has several versions."""

    scale: Scale
    is_mixed: bool
    rows: Sequence[Shown]


@dataclass(frozen=True)
class Reading:
    """Who reads the list of which round: in which language, whether its lines can be ticked, and whether they are."""

    round_id: str
    language: str
    can_tick: bool = False
    is_ticked: bool = False


def list_context(
    lines: Sequence[Line], seen: Sequence[Line], view: View, nodes: Mapping[str, str], reading: Reading
) -> dict[str, Any]:
    language = reading.language
    return {
        "view": view,
        "reading": reading,
        "groups": _groups(seen, nodes, reading),
        "shown": len(seen),
        "counted": sum(line.counts for line in seen),
        "count": sum(line.counts for line in lines),
        "headings": _headings(view, nodes, language),
        "sorts": [*_sorts(nodes, language)],
        "choices": choices(lines, language),
        "held_back_mark": HELD_BACK,
    }


def progress_context(lines: Sequence[Line], language: str) -> dict[str, Any]:
    """The top of the page: the figures of the whole round, and how far each region is."""
    _ = translations(language).gettext
    regions, looks = regions_of(lines), [f"state-{state.replace(' ', '-')}" for state in State]
    bars = [*regions, total_of(lines)] if len(regions) > 1 else regions
    return {
        "counters": counters_of(lines),
        "bars": [(line, [*zip(looks, line.counts, strict=True)]) for line in bars],
        "states": [_(NAMES[state]) for state in State],
        "state_looks": looks,
    }


def _groups(seen: Sequence[Line], nodes: Mapping[str, str], reading: Reading) -> list[Group]:
    """`seen` has the lines of each scale together."""
    columns, is_mixed = tuple(nodes), len({line.questionnaire for line in seen}) > 1
    return [
        Group(scale, is_mixed, [_shown(line, columns, reading) for line in lines])
        for scale, lines in groupby(seen, key=lambda line: line.scale)
    ]


def _sorts(nodes: Mapping[str, str], language: str) -> Iterator[tuple[str, str]]:
    """What the list can be sorted by, for a choice: the columns, and more."""
    _ = translations(language).gettext
    yield from ((id_, title) for id_, title, _hint in _columns(nodes, language))
    yield from ((id_, _(title)) for id_, title in FURTHER_SORTS.items())


def _headings(view: View, nodes: Mapping[str, str], language: str) -> list[Heading]:
    return [
        Heading(id_, title, view.sorted_by(id_), view.direction(id_), hint)
        for id_, title, hint in _columns(nodes, language)
    ]


def _columns(nodes: Mapping[str, str], language: str) -> Iterator[tuple[str, str, str]]:
    """Id, title and hint of each column, in order."""
    _ = translations(language).gettext
    yield from ((id_, _(title), "") for id_, title in COLUMNS.items())
    yield from ((node, _("Overall") if node == OVERALL else node, title) for node, title in nodes.items())
    yield from ((id_, _(title), "") for id_, title in LATER_COLUMNS.items())


def _shown(line: Line, nodes: tuple[str, ...], reading: Reading) -> Shown:
    language = reading.language
    cells = (
        _state(line.state, line.is_correction, line.due_on if line.is_extended else "", line.timing, language)
        + _done(line.done, line.asked, language)
        + _figures(line.standing, line.is_open, nodes, language)
        + _last(line.last, line.last_is_of, language)
    )
    return Shown(_name(line, reading), Markup(cells), _reviewer(line.reviewer, language))  # noqa: S704 - own marks


def _name(line: Line, reading: Reading) -> Markup:
    """With its region, and a box to tick for whoever runs the round."""
    leads_to = f"/rounds/{reading.round_id}/administrations/{line.code}" if line.is_open else ""
    about = place_name(line.region, line.kind, reading.language)
    name = _called(line.administration, about, line.is_short, leads_to, reading.language)
    if reading.can_tick:
        name = f'<label class="tick">{_box(line.code, reading.is_ticked)}<span>{name}</span></label>'
    return Markup(f'<th scope="row">{name}</th>')  # noqa: S704 - escaped below


@lru_cache(maxsize=4096)
def _called(administration: str, about: str, is_short: bool, leads_to: str, language: str) -> str:
    """`about` is its region, or its kind where that is another."""
    text = str(escape(administration))
    name = f'<a href="{escape(leads_to)}">{text}</a>' if leads_to else text
    tag = f' <span class="tag">{escape(translations(language).gettext("short form"))}</span>' if is_short else ""
    return f'{name}{tag} <span class="quiet">{escape(about)}</span>'


@lru_cache(maxsize=4096)
def _box(code: str, is_ticked: bool) -> str:
    ticked = " checked" if is_ticked else ""
    return f'<input type="checkbox" name="chosen" value="{escape(code)}"{ticked}>'


@lru_cache(maxsize=1024)
def _reviewer(name: str, language: str) -> Markup:
    return Markup(_cell(escape(name or NO_FIGURE), translations(language).gettext("Reviewer")))  # noqa: S704


def _cell(content: str, label: str = "", look: str = "") -> str:
    """`content` is already escaped. Narrow screens show the label, others the heading of the column."""
    class_ = f' class="{look}"' if look else ""
    return f'<td data-label="{escape(label)}"{class_}>{content}</td>' if label else f"<td{class_}>{content}</td>"


@lru_cache(maxsize=4096)
def _state(state: State, is_correction: bool, extended_to: str, timing: str, language: str) -> str:
    """With whose turn it is, and what is unusual about its dates."""
    _ = translations(language).gettext
    marks = escape(_(NAMES[state]))
    if is_correction:
        marks += Markup(' <span class="tag">{}</span>').format(_("correction"))
    if timing:
        look = LOOKS_OF_TIMINGS[timing]
        marks += Markup(' <span class="status status-{}">{}</span>').format(look, _(TIMINGS[timing]))
    if state is not State.PUBLISHED:
        marks += Markup(' <span class="quiet">{}</span>').format(_(WAITS_FOR[state]))
    if extended_to:
        words = _("extended to {day}").format(day=day(extended_to, language))
        marks += Markup(' <span class="label">{}</span>').format(words)
    return _cell(marks, look="state-cell")


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
    held_back = HELD_BACK if is_held_back else ""
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
    return _cell(f"{_number(score, language)}{tag}", translations(language).gettext(SCORES[column]))


@lru_cache(maxsize=32)
def _last(level: int | None, is_of: str, language: str) -> str:
    """The level, or why it is not told."""
    _ = translations(language).gettext
    badge = NO_FIGURE if level is None else f'<span class="level level-{level}">{level}</span>'
    return _cell(f'<span class="quiet">{escape(_(is_of))}</span>' if is_of else badge, _("Previous round"))


@lru_cache(maxsize=4096)
def _number(value: float | None, language: str) -> str:
    return NO_FIGURE if value is None else format_decimal(value, "0.0", locale=language)
