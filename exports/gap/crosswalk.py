"""What the sheet "Crosswalk" says: where each question stands in other frameworks, and the level it has there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from exports.content import ID, Column, Table, Value
from exports.gap.findings import WITHOUT_LEVEL, Findings, level_now, levels_of, state_of
from questionnaires.definition import FRAMEWORKS, Indicator

NUMBERS = re.compile(r"(\d+)")


class Entry(NamedTuple):
    """A question in a part of a framework."""

    framework: str
    part: str
    indicator: Indicator


def crosswalk(findings: Findings) -> Table | None:
    """None where the version says nothing of other frameworks."""
    _, entries = findings.translate, sorted(_entries(findings), key=_place)
    if not entries:
        return None
    question = Column(_("Indicator"), 11, key=ID, leads_to=_("Answers"))
    return Table(
        name=_("Crosswalk"),
        columns=(
            Column(_("Framework"), 13).of(entries, lambda entry: entry.framework),
            Column(_("Part"), 44).of(entries, lambda entry: entry.part),
            question.of(entries, lambda entry: entry.indicator.id),
            Column(_("Question"), 58).of(entries, lambda entry: findings.question(entry.indicator)),
            levels_of(Column(_("Level"), 13, "stripe"), entries, lambda entry: _level(findings, entry.indicator)),
            Column(_("Element"), 40).of(entries, lambda entry: _element(findings, entry.indicator)),
        ),
        notes=(_("A question is listed once for each part that it belongs to."),),
    )


def _entries(findings: Findings) -> Iterator[Entry]:
    for indicator in findings.scored:
        for place in indicator.crosswalk:
            yield from (Entry(place.framework, part, indicator) for part in place.parts)


def _place(entry: Entry) -> tuple[int, list[str | int]]:
    """Frameworks in their order, parts as people count: PI 2 before PI 10. Sorting keeps the order of the questions."""
    pieces = NUMBERS.split(entry.part)
    return FRAMEWORKS.index(entry.framework), [int(piece) if piece.isdigit() else piece for piece in pieces]


def _level(findings: Findings, indicator: Indicator) -> Value:
    """Or why there is none."""
    result = findings.result(indicator)
    return findings.state(indicator) if state_of(result) in WITHOUT_LEVEL else level_now(result)


def _element(findings: Findings, indicator: Indicator) -> str:
    return f"{indicator.element} {findings.element_title(indicator)}"
