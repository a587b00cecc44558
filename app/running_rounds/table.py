"""The overview as a file: the same lines in the same order, as CSV and for Excel."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.lifecycle import NAMES
from app.running_rounds.overview import OVERALL, Line, View
from app.web.files import csv_of
from app.web.pages import translations
from exports.content import Column, Value
from exports.round_workbook import RoundTable
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_

BEFORE = (
    (N_("Administration"), 40, "text"),
    (N_("Region"), 9, "text"),
    (N_("State"), 14, "text"),
    (N_("Waits for"), 18, "text"),
    (N_("Due"), 12, "centred"),
    (N_("Extended"), 10, "centred"),
    (N_("Form"), 8, "text"),
    (N_("Done"), 7, "count"),
    (N_("Asked"), 7, "count"),
    (N_("Provisional"), 12, "centred"),
)
AFTER = (
    (N_("Own score"), 9, "score"),
    (N_("Moderated score"), 11, "score"),
    (N_("Difference"), 10, "score"),
    (N_("Level in the round before"), 11, "level"),
    (N_("Reviewer"), 22, "text"),
)
FORM_NAMES = {"full": N_("full"), "short": N_("short")}


def table(
    title: str, nodes: Mapping[str, str], lines: Sequence[Line], view: View, language: str, at: datetime
) -> RoundTable:
    """`nodes` are "overall" and the ids of the pillars, with what they are called."""
    _ = translations(language).gettext
    looks = [(_(name), width, look) for name, width, look in BEFORE]
    for node in nodes:
        name = _("Overall") if node == OVERALL else node
        looks += [(_("{name}, level").format(name=name), 8, "level"), (_("{name}, score").format(name=name), 8, "heat")]
    looks += [(_(name), width, look) for name, width, look in AFTER]
    notes = [f"{node}: {title}" for node, title in nodes.items() if node != OVERALL]
    notes += [_("Provisional: not signed yet; these figures can still change.")]
    if view.is_filtered:
        notes.append(_("Only the lines that passed the filters of the page are here."))
    return RoundTable(
        title=title,
        created=at.date().isoformat(),
        right_to_left=is_right_to_left(language),
        columns=tuple(Column(*one) for one in looks),
        rows=tuple(_row(line, nodes, _) for line in lines),
        levels=tuple(_levels(line, nodes) for line in lines),
        notes=tuple(notes),
    )


def _row(line: Line, nodes: Mapping[str, str], translate: Callable[[str], str]) -> tuple[Value, ...]:
    _ = translate
    figures: list[Value] = []
    for node in nodes:
        figures += [line.shown.levels.get(node), line.shown.scores.get(node)]
    return (
        line.administration,
        line.region,
        _(NAMES[line.state]),
        _(line.waits_for),
        line.due_on,
        _("Yes") if line.is_extended else "",
        _(FORM_NAMES[line.form]),
        line.done if line.is_open else None,
        line.asked if line.is_open else None,
        _("Yes") if line.is_provisional and line.shown.scores else "",
        *figures,
        line.own,
        line.moderated,
        line.difference,
        line.last,
        line.reviewer,
    )


def _levels(line: Line, nodes: Mapping[str, str]) -> tuple[int | None, ...]:
    levels = [line.shown.levels.get(node) for node in nodes]
    twice = [level for level in levels for _ in ("level", "score")]
    return (*[None] * len(BEFORE), *twice, None, None, None, line.last, None)


def as_csv(table: RoundTable) -> bytes:
    return csv_of((column.title for column in table.columns), table.rows)
