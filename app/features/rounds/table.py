"""The overview as a file: the same lines in the same order, as CSV and for Excel."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from app.assessments.last_round import SHORT_FORM, TWO_VERSIONS
from app.assessments.lifecycle import NAMES
from app.features.rounds.overview import FULL, Line, View
from app.i18n.formatting import translations
from app.validation.organisations import KINDS
from app.web.downloads import CsvForm, csv_of, version_text
from exports.content import Column
from exports.styles import HELD_BACK, ground_of
from exports.tables import TableWorkbook
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_
from scoring.scorecard import OVERALL

Translate = Callable[[str], str]
FORM_NAMES = {"full": N_("full"), "short": N_("short")}


def table(
    title: str, nodes: Mapping[str, str], lines: Sequence[Line], view: View, language: str, at: datetime
) -> TableWorkbook:
    """`nodes` are "overall" and the ids of the pillars, with what they are called."""
    _ = translations(language).gettext
    notes = [f"{node}: {title}" for node, title in nodes.items() if node != OVERALL]
    notes += [
        _("Provisional (hatched): not all questions are answered, and it is not signed. Do not quote."),
        _("No figure: no question of that pillar is answered yet, or it is not rated."),
        _(
            "Held back ({mark}): the level is lower than the score alone would give, for a pillar because of a core "
            "question, for the overall level because of the lowest pillar."
        ).format(mark=HELD_BACK),
        _(
            "Overall and pillars: the latest values, reviewed (moderated), otherwise signed (validated), otherwise "
            "self-assessed (own)."
        ),
        _("Difference: the reviewed score minus the self-assessed one. The last columns show who changed it."),
    ]
    if any(line.form != FULL for line in lines):
        notes.append(_(SHORT_FORM))
    if len({line.questionnaire for line in lines}) > 1:
        notes.append(_(TWO_VERSIONS))
    if not all(line.counts for line in lines):
        notes.append(
            _("At the end: organisations that are not customs administrations. They are in no figure of the others.")
        )
    if view.is_filtered:
        notes.append(_("Only the administrations that matched the filters of the page are included."))
    return TableWorkbook(
        title=title,
        created=at.date().isoformat(),
        right_to_left=is_right_to_left(language),
        columns=(
            *_who_and_how_far(nodes, lines, _),
            *(column for node in nodes for column in _level_and_score(node, lines, _)),
            *_compared(nodes, lines, _),
        ),
        notes=tuple(notes),
    )


def _who_and_how_far(nodes: Mapping[str, str], lines: Sequence[Line], translate: Translate) -> Iterator[Column]:
    _ = translate
    yield Column(_("Administration"), 40).of(lines, lambda line: line.administration)
    yield Column(_("Region"), 9).of(lines, lambda line: line.region)
    yield Column(_("State"), 14).of(lines, lambda line: _(NAMES[line.state]))
    yield Column(_("Waits for"), 18).of(lines, lambda line: _(line.waits_for))
    yield Column(_("Due"), 12, "day").of(lines, lambda line: date.fromisoformat(line.due_on) if line.due_on else None)
    yield Column(_("Extended"), 10, "centred").of(lines, lambda line: line.is_extended)
    yield Column(_("Form"), 8).of(lines, lambda line: _(FORM_NAMES[line.form]))
    yield Column(_("Done"), 7, "count").of(lines, lambda line: line.done if line.is_open else None)
    yield Column(_("Asked"), 7, "count").of(lines, lambda line: line.asked if line.is_open else None)
    yield Column(_("Provisional"), 16).of(lines, lambda line: _names(line.provisional, nodes, _))


def _level_and_score(node: str, lines: Sequence[Line], translate: Translate) -> Iterator[Column]:
    _ = translate
    name = _("Overall") if node == OVERALL else node

    def ground(line: Line) -> str:
        is_provisional, is_held_back = node in line.provisional, node in line.held_back
        return ground_of(line.levels.get(node), is_provisional=is_provisional, is_held_back=is_held_back)

    yield Column(_("{name}, level").format(name=name), 8, "level").of(lines, lambda line: line.levels.get(node), ground)
    yield Column(_("{name}, score").format(name=name), 8, "heat").of(lines, lambda line: line.scores.get(node), ground)


def _compared(nodes: Mapping[str, str], lines: Sequence[Line], translate: Translate) -> Iterator[Column]:
    """New columns come last: people have formulas on the others."""
    _ = translate
    yield Column(_("Held back"), 16).of(lines, lambda line: _names(line.held_back, nodes, _))
    yield Column(_("Own score"), 9, "score").of(lines, lambda line: line.own)
    moderated = Column(_("Moderated score"), 11, "score")
    yield moderated.of(lines, lambda line: line.figures.moderated.scores.get(OVERALL))
    yield Column(_("Difference"), 10, "score").of(lines, lambda line: line.difference)
    before = Column(_("Level in the round before"), 11, "level")
    yield before.of(lines, lambda line: line.last, lambda line: ground_of(line.last))
    yield Column(_("Reviewer"), 22).of(lines, lambda line: line.reviewer)
    validated = Column(_("Validated score"), 11, "score")
    yield validated.of(lines, lambda line: line.figures.validated.scores.get(OVERALL))
    yield Column(_("Changed by the head"), 11, "score").of(lines, lambda line: line.figures.by_head)
    yield Column(_("Changed by the reviewer"), 11, "score").of(lines, lambda line: line.figures.by_reviewer)
    was = Column(_("The round before was"), 18)
    yield was.of(lines, lambda line: _(line.last_is_of) if line.last_is_of else "")
    yield Column(_("Questionnaire"), 14).of(lines, lambda line: version_text(line.questionnaire))
    yield Column(_("Kind of organisation"), 22).of(lines, lambda line: _(KINDS[line.kind]))


def _names(chosen: Collection[str], nodes: Mapping[str, str], translate: Translate) -> str:
    _ = translate
    return ", ".join(_("Overall") if node == OVERALL else node for node in nodes if node in chosen)


def as_csv(table: TableWorkbook, form: CsvForm) -> bytes:
    return csv_of((column.title for column in table.columns), table.rows, form)
