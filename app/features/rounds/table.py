"""The overview as a file: the same lines in the same order, as CSV and for Excel."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from app.assessments.last_round import SHORT_FORM
from app.assessments.lifecycle import NAMES
from app.features.rounds.overview import FULL, Line, View
from app.i18n.formatting import translations
from app.web.downloads import CsvForm, csv_of
from exports.content import Column, Value
from exports.round_workbook import RoundTable
from exports.styles import HELD_BACK, ground_of
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

BEFORE = (
    (N_("Administration"), 40, "text"),
    (N_("Region"), 9, "text"),
    (N_("State"), 14, "text"),
    (N_("Waits for"), 18, "text"),
    (N_("Due"), 12, "day"),
    (N_("Extended"), 10, "centred"),
    (N_("Form"), 8, "text"),
    (N_("Done"), 7, "count"),
    (N_("Asked"), 7, "count"),
    (N_("Provisional"), 16, "text"),
)
AFTER = (
    (N_("Held back"), 16, "text"),
    (N_("Own score"), 9, "score"),
    (N_("Moderated score"), 11, "score"),
    (N_("Difference"), 10, "score"),
    (N_("Level in the round before"), 11, "level"),
    (N_("Reviewer"), 22, "text"),
    (N_("Validated score"), 11, "score"),
    (N_("Changed by the head"), 11, "score"),
    (N_("Changed by the reviewer"), 11, "score"),
    (N_("The round before was"), 18, "text"),
)
"""New columns come last: people have formulas on the others."""
LAST = 4
"""Among them the level of the round before."""
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
    notes += [
        _("Provisional (hatched): not everything is answered, and it is not signed. Not to be quoted."),
        _("No figure: no question of that pillar has an answer yet, or it is not rated."),
        _(
            "Held back ({mark}): the level is lower than the score alone would give, "
            "a pillar's because of a core question, the overall one because of its lowest pillar."
        ).format(mark=HELD_BACK),
        _("Overall and pillars: the latest values, moderated, else validated (as the head signed), else self."),
        _("Difference: the moderated score less the own one; the last columns tell who changed it."),
    ]
    if any(line.form != FULL for line in lines):
        notes.append(_(SHORT_FORM))
    if view.is_filtered:
        notes.append(_("Only the lines that passed the filters of the page are here."))
    return RoundTable(
        title=title,
        created=at.date().isoformat(),
        right_to_left=is_right_to_left(language),
        columns=tuple(Column(*one) for one in looks),
        rows=tuple(_row(line, nodes, _) for line in lines),
        grounds=tuple(_grounds(line, nodes) for line in lines),
        notes=tuple(notes),
    )


def _row(line: Line, nodes: Mapping[str, str], translate: Callable[[str], str]) -> tuple[Value | date, ...]:
    _ = translate
    figures: list[Value] = []
    for node in nodes:
        figures += [line.levels.get(node), line.scores.get(node)]
    return (
        line.administration,
        line.region,
        _(NAMES[line.state]),
        _(line.waits_for),
        date.fromisoformat(line.due_on) if line.due_on else None,
        line.is_extended,
        _(FORM_NAMES[line.form]),
        line.done if line.is_open else None,
        line.asked if line.is_open else None,
        _names(line.provisional, nodes, _),
        *figures,
        _names(line.held_back, nodes, _),
        line.own,
        line.figures.moderated.scores.get(OVERALL),
        line.difference,
        line.last,
        line.reviewer,
        line.figures.validated.scores.get(OVERALL),
        line.figures.by_head,
        line.figures.by_reviewer,
        _(line.last_is_of) if line.last_is_of else "",
    )


def _names(chosen: Collection[str], nodes: Mapping[str, str], translate: Callable[[str], str]) -> str:
    _ = translate
    return ", ".join(_("Overall") if node == OVERALL else node for node in nodes if node in chosen)


def _grounds(line: Line, nodes: Mapping[str, str]) -> tuple[str, ...]:
    """What each cell says of its level by its look."""
    grounds = [
        ground_of(
            line.levels.get(node),
            is_provisional=node in line.provisional,
            is_held_back=node in line.held_back,
        )
        for node in nodes
    ]
    twice = [ground for ground in grounds for _ in ("level", "score")]
    after = [""] * len(AFTER)
    after[LAST] = ground_of(line.last)
    return (*[""] * len(BEFORE), *twice, *after)


def as_csv(table: RoundTable, form: CsvForm) -> bytes:
    return csv_of((column.title for column in table.columns), table.rows, form)
