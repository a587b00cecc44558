"""What the consolidated workbook says before its first row: names of sheets and columns, and what its words mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.features.rounds.consolidated import numbers
from app.features.rounds.consolidated.regions import Wording
from app.features.rounds.consolidated.rows import IN_CELLS
from app.features.rounds.consolidated.selection import Selection
from app.features.rounds.consolidated.wide import wide_columns
from app.features.rounds.consolidated.words import HEATMAPS, LEGEND, METHOD, METHOD_OF_NUMBERS, SHEETS
from exports.consolidated import Outline, Sheets
from exports.content import Column
from exports.heatmaps import HeatGroup, Heatmap
from questionnaires.definition import Questionnaire, is_right_to_left
from scoring.scorecard import OVERALL

NARROWEST = 6
"""Of a column of the heatmap: a score with its mark."""


def heat_nodes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The columns of a heatmap, in the order of its groups."""
    pillars = [pillar.id for pillar in questionnaire.structure.pillars]
    elements = (element.id for pillar in pillars for element in questionnaire.elements_of[pillar])
    return (OVERALL, *pillars, *elements)


def outline_of(selection: Selection, pillars: Sequence[str], wording: Wording, *, has_numbers: bool = False) -> Outline:
    _, name = wording.translate, selection.name
    title = _("All rounds") if name == "all" else _("Round {year}").format(year=name)
    return Outline(
        title=title,
        created=selection.created,
        right_to_left=is_right_to_left(wording.language),
        page=_("Page {page} of {pages}").format(page="&P", pages="&N"),
        sheets=Sheets(*map(_, SHEETS)),
        wide=tuple(_wide(pillars, wording)),
        long=tuple(_long(name) for name in IN_CELLS),
        heatmaps=tuple(_heatmaps(selection, wording)),
        method=tuple(_method(selection, wording, METHOD + (METHOD_OF_NUMBERS if has_numbers else ()))),
        legend=tuple(_(text) for text in LEGEND),
        numbers=tuple(_of_numbers(name) for name in numbers.IN_CELLS) if has_numbers else (),
    )


def _heatmaps(selection: Selection, wording: Wording) -> Iterator[Heatmap]:
    """One for each scale, so that no colour and no order mixes two."""
    _ = wording.translate
    names = Column(_("Round"), 7), Column(_("Administration"), 22)
    for scale in selection.compared:
        title = _(HEATMAPS[len(selection.versions) == 1, not scale.is_short]).format(version=scale.version)
        yield Heatmap(title, names, tuple(_groups(scale.version, wording)))


def _groups(version: str, wording: Wording) -> Iterator[HeatGroup]:
    """The whole and the pillars, then the elements of each pillar: as `heat_nodes`."""
    questionnaire, words, _ = wording.catalogue[version], wording.of(version), wording.translate
    pillars = {pillar.id: words.pillars[pillar.id].title for pillar in questionnaire.structure.pillars}
    yield _group(_("Overall and pillars"), {_("Overall"): "", **pillars})
    for pillar, title in pillars.items():
        elements = {element.id: words.elements[element.id].title for element in questionnaire.elements_of[pillar]}
        yield _group(f"{pillar} {title}", elements)


def _group(title: str, columns: Mapping[str, str]) -> HeatGroup:
    figures = (Column(id_, max(NARROWEST, len(id_) + 1), "heat") for id_ in columns)
    return HeatGroup(title, tuple(figures), tuple(columns.values()))


def _long(name: str) -> Column:
    width = {"administration": 36, "state": 15}.get(name, max(9, len(name) + 4))
    return Column(name, width, "plain number" if name in ("asked", "value_number", "level", "examined") else "plain")


def _of_numbers(name: str) -> Column:
    width = {"administration": 36, "row": 16, "measure": 16}.get(name, max(9, len(name) + 4))
    return Column(name, width, "plain number" if name in ("edition", "value_number", "merged") else "plain")


def _wide(pillars: Sequence[str], wording: Wording) -> Iterator[Column]:
    _ = wording.translate
    for column in wide_columns(pillars):
        node = _("Overall") if column.node == OVERALL else column.node
        yield Column(_(column.title).format(name=node), column.width, column.look)


def _method(selection: Selection, wording: Wording, said: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    _ = wording.translate
    for line in said:
        yield tuple(map(_, line))
    for version in selection.versions:
        words, structure = wording.of(version), wording.catalogue[version].structure
        yield (_("Questionnaire {version}").format(version=version),)
        yield _("Fingerprint of the questionnaire (SHA-256)"), wording.catalogue[version].fingerprint
        for number, level in enumerate(words.levels):
            yield _("Level {number}").format(number=number), f"{level.name}. {level.meaning}"
        yield from ((pillar.id, words.pillars[pillar.id].title) for pillar in structure.pillars)
        yield from ((element.id, words.elements[element.id].title) for element in structure.elements)
